"""What happened to some lots on every day, for whoever keeps sums: the same figures as the sheets of `stock`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import sqlalchemy as sa

from vaxdesk.domain.stock.balance import Flow, of_moves
from vaxdesk.domain.stock.movement import MoveReason
from vaxdesk.registry import bulk
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import counted, vial_uses
from vaxdesk.registry.queries.stock import COUNTED, KEPT, LOTS
from vaxdesk.registry.tables import lot
from vaxdesk.registry.tables_stock import count, stock

_MOVES_OF = (
    sa.select(stock.c.lot, stock.c.day, stock.c.place, stock.c.reason, sa.func.sum(stock.c.doses).label("doses"))
    .where(stock.c.voided == 0, bulk.among(stock.c.lot, "ids"))
    .group_by(stock.c.lot, stock.c.day, stock.c.place, stock.c.reason)
)


class LotDays(NamedTuple):
    """A lot day by day; `kept` as in `DayLine`. What moved without a day stands under the empty one."""

    lot: int
    product: str
    number: str
    kept: bool
    days: dict[str, Flow]


def days_of(conn: sa.Connection, names: LogNames, lots: Iterable[int]) -> list[LotDays]:
    """Lots by surrogate with what happened to each on every day; the sums of the days are those of `stock.sheet`."""
    given = {"ids": list(lots)}
    moved: dict[tuple[int, str, str], dict[str, int]] = defaultdict(dict)
    for row in conn.execute(_MOVES_OF, given):
        moved[row.lot, row.day, row.place][row.reason] = int(row.doses)
    for one in counted.late(conn, names, lots=given["ids"]):
        reasons = moved[one.lot, one.day, one.place]
        reasons[MoveReason.ADJUST] = reasons.get(MoveReason.ADJUST, 0) + one.doses
    uses = vial_uses.of_lots(conn, given["ids"])
    flows: dict[int, dict[str, Flow]] = defaultdict(lambda: defaultdict(Flow))
    for (id_, day, _), reasons in moved.items():
        flows[id_][day] = flows[id_][day].plus(of_moves(reasons))
    for id_, days in uses.items():
        for day, flow in days.items():
            flows[id_][day] = flows[id_][day].plus(flow)
    kept = {
        id_
        for query, column in ((KEPT, stock.c.lot), (COUNTED, count.c.lot))
        for id_ in conn.execute(query.where(bulk.among(column, "ids")), given).scalars()
    }
    rows = conn.execute(LOTS.where(bulk.among(lot.c.id, "ids")), given)
    return [LotDays(row.id, row.product, row.number, row.id in kept, dict(flows[row.id])) for row in rows]
