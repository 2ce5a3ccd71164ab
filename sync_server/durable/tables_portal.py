"""Tables of the public part: codes and registrations until they are entries, which are state; sessions, an index."""

from __future__ import annotations

import sqlalchemy as sa

from sync_server.durable.tables import Big, Serial, core

portal_code = sa.Table(
    "portal_code",
    core,
    sa.Column("digest", sa.LargeBinary, primary_key=True),  # SHA-256 of the handle
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("code", sa.LargeBinary, nullable=False),  # keyed digest of handle and code
    sa.Column("tries", sa.Integer, nullable=False),  # wrong ones
    sa.Column("until_ms", Big, nullable=False),
    sa.Column("used_ms", Big),
    sa.Index("ix_portal_code_until_ms", "until_ms"),
)

# Sessions that are still to come, an index over the fold (`reading.timetable`).
portal_session = sa.Table(
    "portal_session",
    core,
    sa.Column("plan", Big, primary_key=True, autoincrement=False),  # surrogate
    sa.Column("org_no", sa.Integer, nullable=False),
    sa.Column("day", sa.Text, nullable=False),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("products", sa.Text, nullable=False),  # codes, and kinds of doses, joined by commas
    sa.Column("kinds", sa.Text, nullable=False),
    sa.Index("ix_portal_session_org_no", "org_no", "day"),
    sa.Index("ix_portal_session_day", "day"),
)

# Their hours: places, how many people the station has given one, how many the portal may and has.
portal_slot = sa.Table(
    "portal_slot",
    core,
    sa.Column("plan", Big, primary_key=True, autoincrement=False),
    sa.Column("slot", sa.Text, primary_key=True),
    sa.Column("places", sa.Integer, nullable=False),
    sa.Column("site", sa.Integer, nullable=False),
    sa.Column("quota", sa.Integer, nullable=False),
    sa.Column("taken", sa.Integer, nullable=False, server_default="0"),
)

# Sessions of which the fold has changed something since the index was last brought in line.
portal_stale = sa.Table(
    "portal_stale",
    core,
    sa.Column("plan", Big, primary_key=True, autoincrement=False),
)

# Who registered. What they filled in stands here until it is entries in the feed of the station (`reading.signups`).
portal_signup = sa.Table(
    "portal_signup",
    core,
    sa.Column("digest", sa.LargeBinary, primary_key=True),  # SHA-256 of the code of the registration
    sa.Column("org_no", sa.Integer, nullable=False),
    sa.Column("state", sa.Text, nullable=False),  # `domain.signups.SignupState`
    sa.Column("at_ms", Big, nullable=False),
    sa.Column("day", sa.Text, nullable=False),
    sa.Column("plan", Big, nullable=False, server_default="0"),  # surrogate of the session, 0 for none
    sa.Column("slot", sa.Text, nullable=False, server_default=""),
    sa.Column("person", sa.LargeBinary),  # payload; null once it is an entry
    sa.Column("phone", sa.Text, nullable=False),  # keyed digest
    sa.Column("line", Big, nullable=False, server_default="0"),  # surrogate of the line on the list
    sa.Column("ref", sa.Text, nullable=False, server_default=""),  # the same as `LOG.seq`
    sa.Index("ix_portal_signup_state", "state", "org_no"),
    sa.Index("ix_portal_signup_plan", "plan", "slot"),
    sa.Index("ix_portal_signup_phone", "phone"),
    sa.Index("ix_portal_signup_line", "line"),
    sa.Index("ix_portal_signup_day", "day"),
)

# The list in which a station finds those who registered for a day without an hour.
portal_list = sa.Table(
    "portal_list",
    core,
    sa.Column("org_no", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("day", sa.Text, primary_key=True),
    sa.Column("ref", sa.Text, nullable=False),  # of its `roster` entry
    sa.Column("people", sa.Integer, nullable=False),
)

# What people told after a dose, until it is an entry in the feed of the site (`reading.tellings`). The row stays for a
# day without a word of it, so that a form that comes again is known.
portal_told = sa.Table(
    "portal_told",
    core,
    sa.Column("digest", sa.LargeBinary, primary_key=True),  # SHA-256 of what the form carries once
    sa.Column("org_no", sa.Integer, nullable=False),  # whose feed has the dose
    sa.Column("at_ms", Big, nullable=False),
    sa.Column("dose", Big, nullable=False),  # surrogate
    sa.Column("person", sa.Text, nullable=False),  # `LOG.seq` of the record that the dose is of
    sa.Column("said", sa.LargeBinary),  # payload; null once it is an entry
    sa.Column("told", Big, nullable=False, server_default="0"),  # surrogate of the entry
    sa.Index("ix_portal_told_org_no", "org_no"),
    sa.Index("ix_portal_told_dose", "dose"),
    sa.Index("ix_portal_told_at_ms", "at_ms"),
)

# Who asked for a correction. What was said stands here until it is a complaint in the feed of a unit
# (`reading.corrections`); then the row leads whoever has the code to that complaint.
portal_correction = sa.Table(
    "portal_correction",
    core,
    sa.Column("digest", sa.LargeBinary, primary_key=True),  # SHA-256 of the code of the request
    sa.Column("org_no", sa.Integer, nullable=False),
    sa.Column("at_ms", Big, nullable=False),  # when it was sent: the 48 hours run from it
    sa.Column("person", sa.Text, nullable=False, server_default=""),  # reference of the record that was opened
    sa.Column("said", sa.LargeBinary),  # payload; null once it is an entry
    sa.Column("entry", Big, nullable=False, server_default="0"),  # surrogate of the complaint
    sa.Column("ref", sa.Text, nullable=False, server_default=""),  # the same as `LOG.seq`
    sa.Index(
        "ix_portal_correction_waits", "org_no", "at_ms",
        sqlite_where=sa.text("said IS NOT NULL"), postgresql_where=sa.text("said IS NOT NULL"),
    ),
    sa.Index("ix_portal_correction_ref", "ref"),
    sa.Index("ix_portal_correction_at_ms", "at_ms"),
)  # fmt: skip

# Photos that came with it, made anew. They go with the complaint, and with the row.
portal_photo = sa.Table(
    "portal_photo",
    core,
    sa.Column("digest", sa.LargeBinary, primary_key=True),
    sa.Column("no", sa.Integer, primary_key=True, autoincrement=False),  # from 1
    sa.Column("data", sa.LargeBinary, nullable=False),  # JPEG
)

# Lists of people that organisations registered: a draft for an hour, then a list of the station (`reading.groups`).
portal_group = sa.Table(
    "portal_group",
    core,
    sa.Column("digest", sa.LargeBinary, primary_key=True),  # SHA-256 of the code of the registration
    sa.Column("org_no", sa.Integer, nullable=False),
    sa.Column("state", sa.Text, nullable=False),  # `domain.signups.SignupState`
    sa.Column("at_ms", Big, nullable=False),
    sa.Column("day", sa.Text, nullable=False),  # the first that is wished, and that of the list
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("people", sa.Integer, nullable=False),
    sa.Column("said", sa.LargeBinary),  # list of persons; null once they are entries
    sa.Column("ref", sa.Text, nullable=False, server_default=""),  # of the first of its lines, which follow each other
    sa.Column("line", Big, nullable=False, server_default="0"),  # surrogate of the same
    sa.Column("asked", sa.LargeBinary),  # `domain.group_requests.GroupAsk`; null once it was cancelled
    sa.Column("answer_no", Big, nullable=False, server_default="0"),  # the answer that stands, 0 for none
    sa.Index("ix_portal_group_state", "state", "org_no"),
    sa.Index("ix_portal_group_day", "day"),
)

# What staff answered. Another answer is another row; what was taken back stays, and says who did.
portal_group_answer = sa.Table(
    "portal_group_answer",
    core,
    sa.Column("no", Serial, primary_key=True),
    sa.Column("digest", sa.LargeBinary, nullable=False),
    sa.Column("verdict", sa.Text, nullable=False),
    *[sa.Column(name, sa.Text, nullable=False) for name in ("day", "hour", "place", "reason", "text")],
    sa.Column("touched", sa.LargeBinary, nullable=False),  # numbers of the lines that it moved or took off, from 0
    sa.Column("user_no", sa.Integer, nullable=False),
    sa.Column("at_ms", Big, nullable=False),
    sa.Column("gone_ms", Big),  # when it was taken back
    sa.Column("gone_by", sa.Integer),
    sa.Index("ix_portal_group_answer_digest", "digest"),
)

# What staff tell the public of their units. Corrected by a new one; what was taken back stays, unseen.
portal_news = sa.Table(
    "portal_news",
    core,
    sa.Column("no", Serial, primary_key=True),
    sa.Column("org_no", sa.Integer, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("from_day", sa.Text, nullable=False),
    sa.Column("until_day", sa.Text, nullable=False),
    sa.Column("user_no", sa.Integer, nullable=False),
    sa.Column("at_ms", Big, nullable=False),
    sa.Column("gone_ms", Big),  # when it was taken back
    sa.Column("gone_by", sa.Integer),
    sa.Index("ix_portal_news_org_no", "org_no", "until_day"),
    sa.Index("ix_portal_news_until_day", "until_day"),
)
