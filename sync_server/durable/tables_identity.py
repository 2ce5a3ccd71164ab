"""Tables of the desk for identities: lists that were handed out here, and what was taken over from them.

The list itself is an entry (`policelist`), and so is every result; here stands only who is on it, by reference, so
that it can be printed again, and which entries were written together, so that they can be undone together.
"""

from __future__ import annotations

import sqlalchemy as sa

from sync_server.durable.tables import Big, Serial, core

police_sheet = sa.Table(
    "police_sheet",
    core,
    sa.Column("id", Serial, primary_key=True),
    sa.Column("entry", sa.Text, nullable=False, unique=True),
    sa.Column("feed_no", sa.Integer, nullable=False),  # the unit whose list it is
    sa.Column("no", sa.Text, nullable=False),
    sa.Column("day", sa.Text, nullable=False),
    sa.Column("commune", sa.Text, nullable=False),
    sa.Column("kinds", sa.Text, nullable=False),  # joined by commas
    sa.Column("people", sa.Text, nullable=False),  # `KIND LOG.seq` in the order of the rows, joined by commas
    sa.Column("user_no", sa.Integer, nullable=False),
    sa.Column("made_ms", Big, nullable=False),
    sa.UniqueConstraint("feed_no", "no"),
)

police_take = sa.Table(
    "police_take",
    core,
    sa.Column("id", Serial, primary_key=True),
    sa.Column("sheet", sa.Integer, nullable=False),
    sa.Column("user_no", sa.Integer, nullable=False),
    sa.Column("at_ms", Big, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),  # of the file that came back
    # who signed stands in the entries alone, which can be erased
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("written", sa.Text, nullable=False),  # references of the entries, joined by commas
    sa.Column("undone_ms", Big),
    sa.Index("ix_police_take_sheet", "sheet"),
)
