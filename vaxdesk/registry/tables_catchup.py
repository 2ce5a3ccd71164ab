"""Tables of the fold about paper that is typed in later: stacks, and what a second reader found in a sample of one."""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.registry.columns import key, number, ref, text
from vaxdesk.registry.tables import registry

batch = sa.Table(
    "batch",
    registry,
    key(),
    text("day"),
    text("product"),
    number("here"),
    *[text(name) for name in ("place", "lot_no", "expiry", "given_by", "form")],
    number("sheets"),
    number("stamp"),
    number("user"),
    number("voided"),
    sa.Index("ix_batch_day", "day"),
)

checked = sa.Table(
    "checked",
    registry,
    key(),
    ref("batch"),
    number("sample"),
    number("wrong"),
    number("stamp"),
    number("user"),
    number("voided"),
    sa.Index("ix_checked_batch", "batch"),
)
