"""Tables of the fold about questions from above to a site, and the site's answers."""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.registry.columns import key, number, ref, text
from vaxdesk.registry.tables import registry

ask = sa.Table(
    "ask",
    registry,
    key(),
    ref("person"),  # whom it concerns; 0 where it is about no recipient
    text("issue"),
    text("what"),
    text("text"),
    text("refs"),  # joined by commas
    text("until"),
    number("photos"),
    number("stamp"),
    number("user"),
    number("voided"),
    sa.Index("ix_ask_issue", "issue"),
    sa.Index("ix_ask_person", "person"),
)

answer = sa.Table(
    "answer",
    registry,
    key(),
    ref("ask"),
    text("choice"),
    text("text"),
    text("pictures"),  # joined by commas
    number("stamp"),
    number("user"),
    number("voided"),
    sa.Index("ix_answer_ask", "ask"),
)
