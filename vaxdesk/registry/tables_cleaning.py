"""Tables of the fold about cleaning: the lists that were handed to the commune police."""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.registry.columns import key, number, text
from vaxdesk.registry.tables import registry

policelist = sa.Table(
    "policelist",
    registry,
    key(),
    text("no"),
    text("day"),
    text("kinds"),
    number("people"),
    text("commune"),
    text("commune_code"),
    text("scheme"),
    text("sha"),
    number("stamp"),
    number("user"),
    number("voided"),
    sa.Index("ix_policelist_no", "no"),
)
