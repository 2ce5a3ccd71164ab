"""Tables of the fold about cleaning: the lists that were handed to the commune police, and complaints."""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.registry.columns import key, number, ref, text
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

complaint = sa.Table(
    "complaint",
    registry,
    key(),
    ref("person"),  # whom it is about; 0 where no record was found
    *[text(name) for name in ("day", "way", "about")],
    number("at"),
    *[text(name) for name in ("name", "dob", "sex", "doc", "tel", "adr", "guardian", "guardian_kin", "guardian_tel")],
    *[text(name) for name in ("place", "doses", "text", "state", "reasons", "answer")],
    number("stamp"),
    number("user"),
    number("voided"),
    sa.Index("ix_complaint_state", "state", "at"),
    sa.Index("ix_complaint_person", "person"),
)
