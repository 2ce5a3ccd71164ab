"""Tables of those who sign in by a browser: sessions, their second factor, forms they sent. State, not entries."""

from __future__ import annotations

import sqlalchemy as sa

from sync_server.durable.tables import Big, core

# One row a browser that somebody signed in with; the token itself is only in the cookie.
staff_session = sa.Table(
    "staff_session",
    core,
    sa.Column("digest", sa.LargeBinary, primary_key=True),  # SHA-256 of the token
    sa.Column("user_no", sa.Integer, nullable=False),
    sa.Column("stage", sa.Text, nullable=False),  # how far the sign-in went (`sessions.Stage`)
    sa.Column("made_ms", Big, nullable=False),
    sa.Column("seen_ms", Big, nullable=False),
    sa.Index("ix_staff_session_user", "user_no"),
)

# The secret that a telephone reckons codes from (RFC 6238), sealed under a key of the server.
staff_factor = sa.Table(
    "staff_factor",
    core,
    sa.Column("user_no", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("secret", sa.LargeBinary, nullable=False),
    sa.Column("confirmed_ms", Big),  # null until a first code was right
    sa.Column("used_step", Big, nullable=False, server_default="0"),  # the newest code taken: none counts twice
)

# Forms that were dealt with, for a day (`district.sendings`).
staff_sending = sa.Table(
    "staff_sending",
    core,
    sa.Column("digest", sa.LargeBinary, primary_key=True),
    sa.Column("location", sa.Text, nullable=False),  # where it led to
    sa.Column("at_ms", Big, nullable=False),
    sa.Index("ix_staff_sending_at", "at_ms"),
)
