"""Stock as the sum of its movements, and what a new movement or stock-take must carry."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables_exchange import count, stock

_SUMS = (
    sa.select(stock.c.lot, stock.c.place, sa.func.sum(stock.c.doses).label("doses"), sa.func.count().label("moves"))
    .where(stock.c.voided == 0)
    .group_by(stock.c.lot, stock.c.place)
    .order_by(stock.c.lot, stock.c.place)
)


class Balance(msgspec.Struct, frozen=True, kw_only=True):
    """Doses of a lot at a place by its movements."""

    lot: str
    place: str
    doses: int


def balances(conn: sa.Connection, names: LogNames) -> list[Balance]:
    """All balances, those of nothing included."""
    return [Balance(lot=names.ref(row.lot), place=row.place, doses=int(row.doses)) for row in conn.execute(_SUMS)]


def next_rev(conn: sa.Connection, names: LogNames, lot: str) -> int:
    """The revision of a new `stock` or `count` entry: 1 + the highest seen of the lot."""
    id_ = names.known(lot)
    highest = [
        conn.execute(sa.select(sa.func.max(table.c.rev)).where(table.c.lot == id_)).scalar() or 0
        for table in (stock, count)
    ]
    return 1 + max(highest)


def moves(conn: sa.Connection, names: LogNames, lot: str, place: str) -> int:
    """How many movements of a lot at a place are known here, those taken back included: what a `count` says it knew."""
    query = sa.select(sa.func.count()).where(stock.c.lot == names.known(lot), stock.c.place == place)
    return conn.execute(query).scalar_one()
