"""Tables of the fold about what people tell after a dose, and what sites did about it (decision 0051)."""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.registry.columns import key, number, ref, text
from vaxdesk.registry.tables import registry

told = sa.Table(
    "told",
    registry,
    key(),
    ref("person"),
    ref("dose"),
    text("day"),
    text("signs"),  # joined by commas
    number("temp"),
    text("began"),
    number("hour"),
    text("impact"),
    text("text"),
    text("tel"),
    number("serious"),
    text("replaces"),
    number("stamp"),
    number("voided"),
    sa.Index("ix_told_person", "person"),
    sa.Index("ix_told_dose", "dose"),
    sa.Index("ix_told_stamp", "stamp"),
)

called = sa.Table(
    "called",
    registry,
    key(),
    ref("person"),
    ref("told"),
    text("result"),
    number("at"),
    text("text"),
    text("aefi"),
    number("stamp"),
    number("user"),
    number("voided"),
    sa.Index("ix_called_told", "told"),
    sa.Index("ix_called_person", "person"),
)
