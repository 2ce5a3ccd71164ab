"""Tables of the public part: one-time codes, which are state, and the sessions that people may come to, an index."""

from __future__ import annotations

import sqlalchemy as sa

from sync_server.durable.tables import Big, core

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
