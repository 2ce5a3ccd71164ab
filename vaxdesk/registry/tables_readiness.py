"""Table of the fold about readiness checks."""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.registry.columns import key, number, text
from vaxdesk.registry.tables import registry

ready = sa.Table(
    "ready",
    registry,
    key(),
    text("day"),
    text("pc"),
    text("lights"),  # JSON: item -> light
    text("words"),  # JSON: item -> what was found
    number("stamp"),
    number("user"),
    number("voided"),
    sa.Index("ix_ready_day", "day"),
)
