"""Records that are one person, and the entries about them that travel between sites."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import sqlalchemy as sa

from vaxdesk.registry import bulk
from vaxdesk.registry.tables import change, event, person
from vaxdesk.registry.tables_certificates import hcert, uncert
from vaxdesk.registry.tables_exchange import edge

_EVENTS = ("inject", "history", "aefi", "verified")
TRAVELLING = (*_EVENTS, "hcert")  # what names its person, and a site elsewhere has to know of
_CHUNK = 5000  # bound values in one statement
_PEOPLE = sa.select(person.c.id, person.c.id.label("entry")).where(bulk.among(person.c.id, "ids"))
_CANON = sa.select(person.c.id, person.c.canon).where(bulk.among(person.c.id, "ids"))
_OF_CANON = sa.select(person.c.id, person.c.canon).where(bulk.among(person.c.canon, "ids"))
_DOSES = sa.select(event.c.person, event.c.id).where(bulk.among(event.c.person, "ids"), event.c.kind.in_(_EVENTS))
_CERTS = sa.select(hcert.c.person, hcert.c.id).where(bulk.among(hcert.c.person, "ids"))
_WITHDRAWALS = (
    sa.select(hcert.c.person, uncert.c.id)
    .join(uncert, uncert.c.hcert == hcert.c.id)
    .where(bulk.among(hcert.c.person, "ids"))
)
_PEOPLE_OF_CERTS = sa.select(hcert.c.id, hcert.c.person).where(bulk.among(hcert.c.id, "ids"))
_PEOPLE_OF_WITHDRAWALS = (
    sa.select(uncert.c.id, hcert.c.person)
    .join(hcert, hcert.c.id == uncert.c.hcert)
    .where(bulk.among(uncert.c.id, "ids"))
)
_PEOPLE_OF_EVENTS = sa.select(event.c.id, event.c.person).where(bulk.among(event.c.id, "ids"))
_PAIRS_A, _PAIRS_B = (sa.select(side, edge.c.id).where(bulk.among(side, "ids")) for side in (edge.c.a, edge.c.b))
_PAIRED = sa.select(edge.c.id, edge.c.a, edge.c.b).where(bulk.among(edge.c.id, "ids"))
_CHANGES = sa.select(change.c.obj, change.c.id).where(bulk.among(change.c.obj, "ids"))
_WITHDRAWN = sa.select(uncert.c.hcert, uncert.c.id).where(bulk.among(uncert.c.hcert, "ids"))


def chunks(ids: Iterable[int]) -> Iterator[Sequence[int]]:
    """Surrogates in order, each once, in lists that fit into one statement."""
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), _CHUNK):
        yield ordered[start : start + _CHUNK]


def members(conn: sa.Connection, persons: Iterable[int]) -> dict[int, frozenset[int]]:
    """For each record, all records of the same person, itself included."""
    wanted = set(persons)
    if not wanted:
        return {}
    canon = {row.id: row.canon for row in conn.execute(_CANON, {"ids": wanted}).all()}
    groups: dict[int, set[int]] = defaultdict(set)
    for row in conn.execute(_OF_CANON, {"ids": set(canon.values())}).all():
        groups[row.canon].add(row.id)
    return {one: frozenset(groups.get(canon.get(one, one), ())) | {one} for one in wanted}


def everything_about(conn: sa.Connection, persons: Iterable[int]) -> set[int]:
    """As `about_each`, of all of them together."""
    return {one for entries in about_each(conn, persons).values() for one in entries}


def about_each(conn: sa.Connection, persons: Iterable[int]) -> dict[int, set[int]]:
    """Entries that make up what is known of each of these records: it, its doses and reactions, what the police
    found of it, its certificates of the centre with their withdrawals, whom it is the same as, and all corrections
    and takings-back of these."""
    wanted = {"ids": set(persons)}
    found: dict[int, set[int]] = {one: set() for one in wanted["ids"]}
    if not found:
        return found
    of: dict[int, set[int]] = defaultdict(set)
    for query in (_PEOPLE, _DOSES, _CERTS, _WITHDRAWALS, _PAIRS_A, _PAIRS_B):
        for who, entry in conn.execute(query, wanted):
            found[who].add(entry)
            of[entry].add(who)
    for what, entry in conn.execute(_CHANGES, {"ids": list(of)}):
        for who in of[what]:
            found[who].add(entry)
    return found


def persons_of(conn: sa.Connection, objects: Iterable[int]) -> dict[int, set[int]]:
    """Records that each of these objects is, or is about: a person, an event, an edge, a certificate, a withdrawal."""
    wanted = {"ids": set(objects)}
    found: dict[int, set[int]] = {one: set() for one in wanted["ids"]}
    if found:
        for query in (_PEOPLE, _PEOPLE_OF_EVENTS, _PEOPLE_OF_CERTS, _PEOPLE_OF_WITHDRAWALS, _PAIRED):
            for one, *people in conn.execute(query, wanted):
                found[one] |= set(people) - {0}
    return found


def changes_of(conn: sa.Connection, entries: Iterable[int]) -> dict[int, set[int]]:
    """What corrects, takes back or withdraws some entries, by each that has any."""
    wanted = {"ids": set(entries)}
    found: dict[int, set[int]] = defaultdict(set)
    if wanted["ids"]:
        for query in (_CHANGES, _WITHDRAWN):
            for obj, entry in conn.execute(query, wanted):
                found[obj].add(entry)
    return found
