"""Lets lines go that the site need not hold: the entry's place and hash stay, its line is empty (decision 0012)."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Mapping

import sqlalchemy as sa

from vaxdesk.registry.names import SEQ_BITS
from vaxdesk.store import seeds
from vaxdesk.store.tables import entry, item

_MASK = (1 << SEQ_BITS) - 1
_CHUNK = 400  # bound values in one statement


class Covers:
    """Items of the feeds as they cover entries; looked up log by log, and kept for one transaction."""

    def __init__(self, conn: sa.Connection) -> None:
        self._conn = conn
        self._items: dict[int, list[tuple[int, int, int, int]]] = {}

    def are_below(self, ids: Collection[int], limits: Mapping[int, int]) -> bool:
        """Whether items at or below a position of their feed cover all of these entries.

        Args:
            ids: surrogates of entries that are held.
            limits: positions by feed.
        """
        return all(self._is_below(one, limits) for one in ids)

    def _is_below(self, id_: int, limits: Mapping[int, int]) -> bool:
        seq = id_ & _MASK
        items = self._of(id_ >> SEQ_BITS)
        at = bisect_left(items, (seq, 0, 0, 0)) - 1
        if at < 0:
            return False
        a, n, feed_no, pos = items[at]
        return seq <= a + n and pos <= limits.get(feed_no, 0)

    def _of(self, number: int) -> list[tuple[int, int, int, int]]:
        if number not in self._items:
            rows = sa.select(item.c.from_seq, item.c.n, item.c.feed, item.c.pos).where(item.c.local_no == number)
            self._items[number] = sorted(tuple(row) for row in self._conn.execute(rows))
        return self._items[number]


def held(conn: sa.Connection, ids: Collection[int]) -> set[int]:
    """Those of some entries whose lines are held; what is known by a quote alone has no line of its own."""
    found: set[int] = set()
    for number, seqs in _by_log(ids).items():
        for start in range(0, len(seqs), _CHUNK):
            some = entry.c.seq.in_(seqs[start : start + _CHUNK])
            rows = sa.select(entry.c.seq).where(entry.c.local_no == number, some, entry.c.line != b"")
            found |= {number << SEQ_BITS | seq for seq in conn.execute(rows).scalars()}
    return found


def let_go(conn: sa.Connection, ids: Collection[int]) -> None:
    """Empties the lines of entries; a trigger refuses where the server has not said that they are safe."""
    emptied = entry.update().where(
        entry.c.local_no == sa.bindparam("number"), entry.c.seq == sa.bindparam("at")
    ).values(line=b"")
    seeds.drop(conn, ids)  # with them, and the chain's hashes, names could be tried
    if ids:
        conn.execute(emptied, [{"number": one >> SEQ_BITS, "at": one & _MASK} for one in sorted(ids)])


def _by_log(ids: Collection[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for one in sorted(ids):
        found[one >> SEQ_BITS].append(one & _MASK)
    return found
