"""Tables of the fold about what is planned: campaigns, sessions, tasks, teams."""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.registry.columns import key, number, ref, text
from vaxdesk.registry.tables import registry

campaign = sa.Table(
    "campaign",
    registry,
    key(),
    *[text(name) for name in ("no", "name", "decision", "from_day", "until_day", "closed")],
    number("voided"),
)

# `slots` as `domain.plan.slots.written` has it; lists joined by commas.
plan = sa.Table(
    "plan_",
    registry,
    key(),
    ref("campaign"),
    text("day"),
    *[text(name) for name in ("place", "products", "lots", "slots", "kinds", "note", "closed")],
    number("portal"),
    number("voided"),
    sa.Index("ix_plan_day", "day", "id"),  # of a day those of some logs, without reading the whole country's
    sa.Index("ix_plan_campaign", "campaign"),
)

task = sa.Table(
    "task",
    registry,
    key(),
    ref("campaign"),
    *[text(name) for name in ("code", "title", "lead", "partners", "person", "deadline", "state", "note")],
    number("voided"),
    sa.Index("ix_task_campaign", "campaign"),
)

team = sa.Table(
    "team",
    registry,
    key(),
    ref("plan"),
    text("day"),
    text("role"),
    number("user"),
    text("name"),
    number("from_at"),
    number("until_at"),
    number("over"),
    number("voided"),
    sa.Index("ix_team_day", "day"),
)
