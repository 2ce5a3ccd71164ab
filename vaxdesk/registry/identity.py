"""Which records are one person: edges somebody declared, and for each group the record that stands for it.

The record with the smallest hash of its creating entry stands for its group, one that was taken back only when all
were. Events stay with the record they were entered for, so taking an edge back restores everything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

import sqlalchemy as sa

from vaxdesk.registry import bulk
from vaxdesk.registry.tables import person
from vaxdesk.registry.tables_exchange import edge, held

_STANDS = sa.and_(edge.c.kind == "same", edge.c.voided == 0)
_BESIDE = (
    sa.select(edge.c.a, edge.c.b).where(_STANDS, bulk.among(edge.c.a, "ids")),
    sa.select(edge.c.a, edge.c.b).where(_STANDS, bulk.among(edge.c.b, "ids")),
)
_MEMBERS = (
    sa.select(person.c.id, person.c.canon, person.c.voided, held.c.h)
    .outerjoin(held, held.c.id == person.c.id)
    .where(bulk.among(person.c.id, "ids"))
)
_LED = person.update().where(bulk.among(person.c.id, "ids")).values(canon=sa.bindparam("standing"))
_ANY = sa.select(edge.c.id).limit(1)


def paired(conn: sa.Connection, people: Collection[int]) -> set[int]:
    """Those of these records that stand in a pair with another."""
    if not people or conn.execute(_ANY).first() is None:
        return set()
    beside = {one for query in _BESIDE for row in conn.execute(query, {"ids": people}) for one in row}
    return beside & set(people)


def group(conn: sa.Connection, seeds: Iterable[int]) -> set[int]:
    """All records that lead from one to the other by edges that stand, the seeds and any not yet here included."""
    return {one for together in groups(conn, seeds) for one in together}


def groups(conn: sa.Connection, seeds: Iterable[int]) -> list[set[int]]:
    """The groups that some records belong to, each once; a record without edges is a group of its own."""
    leader = {one: one for one in seeds}
    fresh = set(leader)
    while fresh:
        pairs = {(row.a, row.b) for query in _BESIDE for row in conn.execute(query, {"ids": fresh})}
        fresh = {one for pair in pairs for one in pair} - set(leader)
        leader.update((one, one) for one in fresh)
        for a, b in pairs:
            leader[_lead(leader, a)] = _lead(leader, b)
    found: dict[int, set[int]] = defaultdict(set)
    for one in leader:
        found[_lead(leader, one)].add(one)
    return list(found.values())


def _lead(leader: dict[int, int], one: int) -> int:
    while leader[one] != one:
        leader[one] = leader[leader[one]]
        one = leader[one]
    return one


def settle(conn: sa.Connection, seeds: Collection[int]) -> set[int]:
    """Chooses anew who stands for the groups of some records; returns all records of groups where that changed."""
    if not seeds:
        return set()
    together = groups(conn, seeds)
    rows = {row.id: row for row in conn.execute(_MEMBERS, {"ids": [one for ids in together for one in ids]})}
    moved: set[int] = set()
    for ids in together:
        members = [rows[one] for one in ids if one in rows]
        canon = min(members, key=_rank).id if members else 0
        if any(row.canon != canon for row in members):
            moved |= ids | {row.canon for row in members}
            conn.execute(_LED, {"ids": ids, "standing": canon})
    return moved


def _rank(row: sa.Row) -> tuple[bool, int, bytes]:
    return (row.h is None, row.voided, row.h or b"")
