"""Tables of the public part: one-time codes, news, and registrations until they are entries. State, not entries."""

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
