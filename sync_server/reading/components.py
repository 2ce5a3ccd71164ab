"""Records that are one person, and the entries about them that travel between sites."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import sqlalchemy as sa

from vaxdesk.registry.tables import change, event, person
from vaxdesk.registry.tables_exchange import edge

TRAVELLING = ("inject", "history", "aefi")  # events that a site elsewhere has to know of
_CHUNK = 5000  # bound values in one statement


def chunks(ids: Iterable[int]) -> Iterator[Sequence[int]]:
    """Surrogates in order, each once, in lists that fit into one statement."""
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), _CHUNK):
        yield ordered[start : start + _CHUNK]


def members(conn: sa.Connection, persons: Iterable[int]) -> dict[int, frozenset[int]]:
    """For each record, all records of the same person, itself included."""
    wanted = set(persons)
    canon: dict[int, int] = {}
    for part in chunks(wanted):
        rows = conn.execute(sa.select(person.c.id, person.c.canon).where(person.c.id.in_(part)))
        canon |= {row.id: row.canon for row in rows}
    groups: dict[int, set[int]] = defaultdict(set)
    for part in chunks(canon.values()):
        for row in conn.execute(sa.select(person.c.id, person.c.canon).where(person.c.canon.in_(part))):
            groups[row.canon].add(row.id)
    return {one: frozenset(groups.get(canon.get(one, one), ())) | {one} for one in wanted}


def everything_about(conn: sa.Connection, persons: Iterable[int]) -> set[int]:
    """Entries that make up what is known of these records: they, their doses and reactions, whom they are the same
    as, and all corrections and takings-back of these."""
    found: set[int] = set()
    for part in chunks(persons):
        found |= set(conn.execute(sa.select(person.c.id).where(person.c.id.in_(part))).scalars())
        doses = sa.select(event.c.id).where(event.c.person.in_(part), event.c.kind.in_(TRAVELLING))
        found |= set(conn.execute(doses).scalars())
        found |= set(conn.execute(sa.select(edge.c.id).where(sa.or_(edge.c.a.in_(part), edge.c.b.in_(part)))).scalars())
    for part in chunks(found):
        found |= set(conn.execute(sa.select(change.c.id).where(change.c.obj.in_(part))).scalars())
    return found


def persons_of(conn: sa.Connection, objects: Iterable[int]) -> set[int]:
    """Records that these objects are, or are about: people, events, edges."""
    found: set[int] = set()
    for part in chunks(objects):
        found |= set(conn.execute(sa.select(person.c.id).where(person.c.id.in_(part))).scalars())
        found |= set(conn.execute(sa.select(event.c.person).where(event.c.id.in_(part))).scalars())
        for row in conn.execute(sa.select(edge.c.a, edge.c.b).where(edge.c.id.in_(part))):
            found |= {row.a, row.b}
    return found - {0}
