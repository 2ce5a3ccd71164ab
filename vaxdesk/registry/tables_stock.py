"""Tables of the fold about vaccine in store: movements, stock-takes, temperatures, numbers on boxes."""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.registry.columns import key, number, ref, text
from vaxdesk.registry.tables import registry

stock = sa.Table(
    "stock",
    registry,
    key(),
    ref("lot"),
    text("place"),
    number("doses"),
    text("reason"),
    text("why"),
    text("day"),
    number("vials"),
    text("paper"),
    text("partner"),
    ref("move"),
    number("vvm"),
    number("temp"),
    number("stamp"),
    number("user"),
    number("rev"),
    number("voided"),
    sa.Index("ix_stock_lot", "lot", "place"),
    sa.Index("ix_stock_day", "day"),
)

count = sa.Table(
    "count_",
    registry,
    key(),
    ref("lot"),
    text("place"),
    number("seen"),
    number("moves"),
    number("book"),
    text("day"),
    text("why"),
    text("knew"),  # references as JSON; empty: it does not say
    number("stamp"),
    number("user"),
    number("rev"),
    number("voided"),
    sa.Index("ix_count_lot", "lot", "place"),
)

temp = sa.Table(
    "temp_",
    registry,
    key(),
    text("fridge"),
    text("cabinet"),
    text("day"),
    number("at"),
    number("tenths"),
    number("low"),
    number("high"),
    text("did"),
    number("user"),
    number("voided"),
    sa.Index("ix_temp_day", "day"),
)

gtin = sa.Table(
    "gtin",
    registry,
    key(),
    text("gtin"),
    text("product"),
    number("doses_per_vial"),
    text("maker"),
    number("rev"),
    number("voided"),
    sa.Index("ix_gtin_gtin", "gtin"),
)
