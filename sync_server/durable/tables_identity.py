"""Tables of the desk for identities: how everybody stands, lists that were handed out here, what was taken over.

The list itself is an entry (`policelist`), and so is every result; here stands only who is on it, by reference, so
that it can be printed again, and which entries were written together, so that they can be undone together.

`identity` and its sums follow from the fold alone (`totals.identities`) and are made anew with the other sums.
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

# How each person stands whose record stands; `carries` tells who else carries the same number, and not which.
identity = sa.Table(
    "identity",
    core,
    sa.Column("person", Big, primary_key=True, autoincrement=False),  # surrogate
    sa.Column("feed_no", sa.Integer, nullable=False),  # where the record was written
    sa.Column("place", sa.Text, nullable=False),  # commune of residence in its bare spelling
    sa.Column("state", sa.Text, nullable=False),  # `domain.cleaning.state.IdentityState`
    sa.Column("carries", Big, nullable=False),  # digest of the document (`totals.identities.digest`), 0 without one
    sa.Index("ix_identity_place", "place", "state", "feed_no"),
    sa.Index("ix_identity_carries", "carries"),
    sqlite_with_rowid=False,
)

# How many of a unit and all below it live at a place (`*`: all together) and stand so.
identity_tally = sa.Table(
    "identity_tally",
    core,
    sa.Column("node", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("place", sa.Text, primary_key=True),
    sa.Column("state", sa.Text, primary_key=True),
    sa.Column("n", Big, nullable=False),
    sqlite_with_rowid=False,
)

# The year by whose end people are judged: born in the future, too old.
reckoned = sa.Table("reckoned", core, sa.Column("year", sa.Integer, primary_key=True, autoincrement=False))
