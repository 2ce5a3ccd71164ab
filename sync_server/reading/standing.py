"""What was decided about groups of records that are one person each: which may be joined, and which never by rule."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import sqlalchemy as sa

from sync_server.durable.tables import linked
from vaxdesk.registry import bulk
from vaxdesk.registry.tables import person
from vaxdesk.registry.tables_exchange import edge

Pair = tuple[int, int]
_OF_CANON = sa.select(person.c.id, person.c.canon).where(bulk.among(person.c.canon, "ids"))
_LINKED = sa.select(linked.c.a, linked.c.b).where(bulk.among(linked.c.a, "ids"))
_DECLARED = [
    sa.select(edge.c.a, edge.c.b, edge.c.kind, edge.c.voided).where(bulk.among(side, "ids"))
    for side in (edge.c.a, edge.c.b)
]


class Standing:
    """Groups of records by the record that stands for each.

    Args:
        decided: pairs that were linked by rule, or declared by somebody, taken back or not.
    """

    def __init__(self, decided: Collection[Pair]) -> None:
        self.decided = decided
        self._of: dict[int, int] = {}
        self._apart: dict[int, set[int]] = {}

    def may_join(self, one: int, other: int) -> bool:
        """Whether two groups are two, and nobody ever parted records of them."""
        mine, theirs = self.find(one), self.find(other)
        return mine != theirs and theirs not in self._apart.get(mine, ())

    def join(self, one: int, other: int) -> None:
        """Makes two groups one; whoever was parted from either is parted from both."""
        kept, gone = self.find(one), self.find(other)
        if kept == gone:
            return
        self._of[gone] = kept
        for far in self._apart.pop(gone, set()):
            self._apart[far].discard(gone)
            self.part(kept, far)

    def part(self, one: int, other: int) -> None:
        """Somebody said that they are two, or took back that they are one."""
        mine, theirs = self.find(one), self.find(other)
        if mine != theirs:
            self._apart.setdefault(mine, set()).add(theirs)
            self._apart.setdefault(theirs, set()).add(mine)

    def find(self, one: int) -> int:
        """The record that stands for the group that this one's has become part of."""
        while one in self._of:
            one = self._of[one]
        return one


def standing(conn: sa.Connection, canons: Collection[int]) -> Standing:
    """What was decided about the people for whom these records stand.

    What was linked so lately that the fold has not yet seen it counts as linked.
    """
    canon = {row.id: row.canon for row in conn.execute(_OF_CANON, {"ids": list(canons)})}
    declared = list(_declared(conn, canon))
    by_rule = {(row.a, row.b) for row in conn.execute(_LINKED, {"ids": list(canon)})}
    known = Standing(by_rule | {(min(a, b), max(a, b)) for a, b, _ in declared})
    seen = {(min(a, b), max(a, b)) for a, b, _ in declared}
    for a, b in sorted(by_rule - seen):
        if a in canon and b in canon:
            known.join(canon[a], canon[b])
    for a, b, apart in declared:
        if apart and a in canon and b in canon:
            known.part(canon[a], canon[b])
    return known


def _declared(conn: sa.Connection, canon: Collection[int]) -> Iterator[tuple[int, int, bool]]:
    """Pairs that somebody declared the same or two, and whether that parts them."""
    found = {row for query in _DECLARED for row in map(tuple, conn.execute(query, {"ids": list(canon)}))}
    for a, b, kind, voided in sorted(found):
        if kind == "same" or not voided:
            yield a, b, kind == "differ" or bool(voided)
