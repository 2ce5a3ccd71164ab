"""Doses given by day and product."""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.registry.tables import event, lot

_GIVEN = (
    sa.select(event.c.day, lot.c.product, sa.func.count().label("doses"))
    .join(lot, lot.c.id == event.c.lot)
    .where(
        event.c.kind == "inject",
        event.c.voided == 0,
        event.c.day > sa.bindparam("after"),
        event.c.day <= sa.bindparam("until"),
    )
    .group_by(event.c.day, lot.c.product)
)


def given(conn: sa.Connection, *, after: str, until: str) -> dict[str, dict[str, int]]:
    """Doses given on each day behind `after` up to `until` (ISO), by product; days without any are left out."""
    found: dict[str, dict[str, int]] = {}
    for row in conn.execute(_GIVEN, {"after": after, "until": until}):
        found.setdefault(row.day, {})[row.product] = row.doses
    return found
