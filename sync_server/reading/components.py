"""Records that are one person, and the entries about them that travel between sites."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import sqlalchemy as sa

from vaxdesk.registry import bulk
from vaxdesk.registry.tables import change, event, person
from vaxdesk.registry.tables_exchange import edge

TRAVELLING = ("inject", "history", "aefi")  # events that a site elsewhere has to know of
_CHUNK = 5000  # bound values in one statement
_PEOPLE = sa.select(person.c.id).where(bulk.among(person.c.id, "ids"))
_CANON = sa.select(person.c.id, person.c.canon).where(bulk.among(person.c.id, "ids"))
_OF_CANON = sa.select(person.c.id, person.c.canon).where(bulk.among(person.c.canon, "ids"))
_DOSES = sa.select(event.c.id).where(bulk.among(event.c.person, "ids"), event.c.kind.in_(TRAVELLING))
_PEOPLE_OF_EVENTS = sa.select(event.c.person).where(bulk.among(event.c.id, "ids"))
_PAIRS_A, _PAIRS_B = (sa.select(edge.c.id).where(bulk.among(side, "ids")) for side in (edge.c.a, edge.c.b))
_PAIRED = sa.select(edge.c.a, edge.c.b).where(bulk.among(edge.c.id, "ids"))
_CHANGES = sa.select(change.c.id).where(bulk.among(change.c.obj, "ids"))


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
    """Entries that make up what is known of these records: they, their doses and reactions, whom they are the same
    as, and all corrections and takings-back of these."""
    wanted = {"ids": set(persons)}
    if not wanted["ids"]:
        return set()
    found = {one for query in (_PEOPLE, _DOSES, _PAIRS_A, _PAIRS_B) for one in conn.execute(query, wanted).scalars()}
    return found | set(conn.execute(_CHANGES, {"ids": found}).scalars())


def persons_of(conn: sa.Connection, objects: Iterable[int]) -> set[int]:
    """Records that these objects are, or are about: people, events, edges."""
    wanted = {"ids": set(objects)}
    if not wanted["ids"]:
        return set()
    found = {one for query in (_PEOPLE, _PEOPLE_OF_EVENTS) for one in conn.execute(query, wanted).scalars()}
    for row in conn.execute(_PAIRED, wanted).all():
        found |= {row.a, row.b}
    return found - {0}
