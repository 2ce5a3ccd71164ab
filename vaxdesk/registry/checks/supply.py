"""Checks of stock: more went out than came in, and stock-takes that did not know of a movement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import sqlalchemy as sa

from vaxdesk.domain.issues import IssueKind
from vaxdesk.registry import bulk
from vaxdesk.registry.checks.finding import Finding
from vaxdesk.registry.tables_stock import count, stock

KINDS = (IssueKind.STOCK_NEGATIVE, IssueKind.COUNT_STALE)
_LOTS = tuple(sa.select(table.c.lot).where(bulk.among(table.c.id, "ids")) for table in (stock, count))
_SUMS = (
    sa.select(stock.c.lot, stock.c.place, sa.func.sum(stock.c.doses).label("balance"))
    .where(bulk.among(stock.c.lot, "ids"), stock.c.voided == 0)
    .group_by(stock.c.lot, stock.c.place)
)
_MOVES = sa.select(stock.c.lot, stock.c.place, stock.c.rev).where(bulk.among(stock.c.lot, "ids"))
_COUNTS = sa.select(count).where(bulk.among(count.c.lot, "ids"), count.c.voided == 0, count.c.rev > 0)


def stocks(conn: sa.Connection, supplies: Collection[int]) -> tuple[set[int], list[Finding]]:
    """Balances below nothing, and stale counts; the lots looked at, and what was found."""
    lots = {*supplies, *(one for query in _LOTS for one in conn.execute(query, {"ids": supplies}).scalars())}
    found = [
        Finding(
            kind=IssueKind.STOCK_NEGATIVE,
            refs=(row.lot,),
            part=row.place,
            facts={"place": row.place, "balance": str(row.balance)},
        )
        for row in conn.execute(_SUMS, {"ids": lots})
        if row.balance < 0
    ]
    return lots, found + _stale(conn, lots)


def _stale(conn: sa.Connection, lots: set[int]) -> list[Finding]:
    """A count says how many movements it knew (`moves`); one it did not know has no larger revision than the count.

    Revisions are Lamport numbers of the lot, so whoever had seen the count writes a larger one; no clock is read.
    """
    revs: dict[tuple[int, str], list[int]] = defaultdict(list)
    for row in conn.execute(_MOVES, {"ids": lots}):
        revs[row.lot, row.place].append(row.rev)
    return [
        Finding(kind=IssueKind.COUNT_STALE, refs=(row.id,), about=(row.lot,), facts={"place": row.place})
        for row in conn.execute(_COUNTS, {"ids": lots})
        if sum(1 for rev in revs[row.lot, row.place] if rev <= row.rev) > row.moves
    ]
