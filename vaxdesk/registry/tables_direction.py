"""Tables of the fold about what those above set for units."""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.registry.columns import key, number, text
from vaxdesk.registry.tables import registry

target = sa.Table(
    "target",
    registry,
    key(),
    text("what"),
    number("n"),
    *[text(name) for name in ("since", "until", "campaign", "product", "dose", "basis")],
    number("stamp"),
    number("user"),
    number("voided"),
)

allocation = sa.Table(
    "allocation",
    registry,
    key(),
    text("giver"),
    text("product"),
    number("doses"),
    *[text(name) for name in ("day", "decision", "lot", "note")],
    number("stamp"),
    number("user"),
    number("voided"),
)
