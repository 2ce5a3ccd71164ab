"""Tables of the totals: what each thing adds to the sums, and the sums of every unit by day, month and year.

They hold nothing that the fold does not hold, and nobody's name or number. Packed columns are msgpack of the structs in
`vaxdesk.domain.totals`; `sync_server.totals.packing` alone reads and writes them.
"""

from __future__ import annotations

import sqlalchemy as sa

from sync_server.durable.tables import Big, core

# What the fold changed since the totals last looked, like `registry.tables_exchange.unchecked`.
uncounted = sa.Table(
    "uncounted",
    core,
    sa.Column("what", sa.Text, primary_key=True),
    sa.Column("key", Big, primary_key=True, autoincrement=False),
    sa.Column("n", sa.Integer, nullable=False),  # always 1; written again so that a row is locked
    sqlite_with_rowid=False,
)

# What a thing adds to a day of a unit: a person (by surrogate of the record that stands), a lot, a session, a seal,
# an allocation at the unit that gets it and at the one that gave it.
share = sa.Table(
    "share",
    core,
    sa.Column("what", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("key", Big, primary_key=True, autoincrement=False),
    sa.Column("feed_no", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("day", sa.Text, primary_key=True),
    sa.Column("pack", sa.LargeBinary, nullable=False),
    sa.Index("ix_share_feed_no", "feed_no", "day"),
    sqlite_with_rowid=False,
)
# Allocations, to a unit and of it (`packing.What`), are looked up without its people's rows.
ALLOTTED = share.c.what >= sa.literal_column("5")
sa.Index("ix_share_allotted", share.c.feed_no, share.c.what, sqlite_where=ALLOTTED, postgresql_where=ALLOTTED)

# Sums of a unit and all below it in a span of time (`domain.totals.spans`): of everything, where `round_no` is empty,
# and of what belongs to a round (`domain.totals.rounds`).
tally = sa.Table(
    "tally",
    core,
    sa.Column("node", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("round_no", sa.Text, primary_key=True),
    sa.Column("span", sa.Text, primary_key=True),
    sa.Column("heads", sa.LargeBinary, nullable=False),  # of `figures.HEADS`
    sa.Column("kinds", sa.LargeBinary, nullable=False),  # of figures by kind of things, by name
    sqlite_with_rowid=False,
)
# Years of rounds: which rounds a unit has, without reading their days.
YEAR_OF_ROUND = sa.and_(tally.c.round_no != sa.literal_column("''"), tally.c.span >= sa.literal_column("'y'"))
sa.Index("ix_tally_rounds", tally.c.node, tally.c.span, sqlite_where=YEAR_OF_ROUND, postgresql_where=YEAR_OF_ROUND)

lot_tally = sa.Table(
    "lot_tally",
    core,
    sa.Column("node", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("round_no", sa.Text, primary_key=True),
    sa.Column("span", sa.Text, primary_key=True),
    sa.Column("product", sa.Text, primary_key=True),
    sa.Column("lot", sa.Text, primary_key=True),
    *[
        sa.Column(name, Big, nullable=False, server_default="0")
        for name in ("doses", "common", "serious", "received", "lost", "left")
    ],
    sqlite_with_rowid=False,
)

# Where a unit hung when its sums were added to those above it, and how often its sums have changed.
rooted = sa.Table(
    "rooted",
    core,
    sa.Column("node", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("version", Big, nullable=False, server_default="0"),
    sa.Index("ix_rooted_path", "path"),
)

# What each target that was set says (`domain.direction.target`), and what a unit's come to: its own, or else the sum of
# those that hang right below it. `line` is `Line.key`; `until` its last day, empty for inhabitants.
aimed = sa.Table(
    "aimed",
    core,
    sa.Column("key", Big, primary_key=True, autoincrement=False),  # surrogate of the entry
    sa.Column("node", sa.Integer, nullable=False),
    sa.Column("line", sa.Text, nullable=False),
    sa.Column("n", Big, nullable=False),
    sa.Column("stamp", Big, nullable=False),
    sa.Index("ix_aimed_node", "node"),
)
aim = sa.Table(
    "aim",
    core,
    sa.Column("node", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("line", sa.Text, primary_key=True),
    sa.Column("until", sa.Text, nullable=False),
    sa.Column("own", Big, nullable=False),  # 0: none was set for the unit itself
    sa.Column("below", Big, nullable=False),
    sqlite_with_rowid=False,
)

# What signed times of the server said in a log: device time, server time, milliseconds under way.
told_time = sa.Table(
    "told_time",
    core,
    sa.Column("id", Big, primary_key=True, autoincrement=False),  # surrogate of the entry
    sa.Column("clock", Big, nullable=False),
    sa.Column("srv", Big, nullable=False),
    sa.Column("rtt_ms", Big, nullable=False),
    sqlite_with_rowid=False,
)

# By which rules it was counted (`totals.VERSION`).
counted = sa.Table("counted", core, sa.Column("version", sa.Integer, primary_key=True, autoincrement=False))
