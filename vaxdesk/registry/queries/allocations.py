"""What a site was allocated from above, and the receipts that it arrived by."""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.domain.direction.allocation import counts
from vaxdesk.domain.stock.awaited import Came, Given
from vaxdesk.domain.stock.movement import MoveReason
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables import lot
from vaxdesk.registry.tables_direction import allocation
from vaxdesk.registry.tables_stock import stock

_NAMES = ("product", "doses", "day", "decision", "lot", "note")
_GIVEN = sa.select(allocation).where(allocation.c.voided == 0)
_CAME = (
    sa.select(lot.c.product, stock.c.day, sa.func.sum(stock.c.doses).label("doses"))
    .join(lot, lot.c.id == stock.c.lot)
    .where(stock.c.voided == 0, stock.c.reason == MoveReason.RECEIPT.value, stock.c.doses > 0)
    .group_by(lot.c.product, stock.c.day)
)


def given(conn: sa.Connection, names: LogNames) -> list[Given]:
    """Allocations that were not taken back; those that no program of ours writes are left out."""
    return [
        Given(ref=names.ref(row.id), **{name: getattr(row, name) for name in _NAMES})
        for row in conn.execute(_GIVEN)
        if counts(row.doses, row.day)
    ]


def came(conn: sa.Connection) -> list[Came]:
    """Doses received by vaccine and day."""
    return [Came(row.product, row.day, int(row.doses)) for row in conn.execute(_CAME)]
