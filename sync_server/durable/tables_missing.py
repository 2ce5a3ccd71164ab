"""Tables about missing doses: what does not add up at which unit and day, and what a site was asked about it.

`gap` follows from the fold, the sums and the heads of filed logs alone (`totals.gaps`) and is made anew with the sums.
`gap_tally` adds it up, as `tally` does the sums (`totals.gap_sums`): what a page reads, whatever the number of units.
`gap_ask` notes which entry asks about which gap, so that none is asked about twice before the readers have come to it.
"""

from __future__ import annotations

import sqlalchemy as sa

from sync_server.durable.tables import Big, core

gap = sa.Table(
    "gap",
    core,
    sa.Column("feed_no", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("day", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),  # `domain.totals.gaps.GapKind`
    sa.Column("what", Big, primary_key=True, autoincrement=False),  # surrogate of lot, seal or stack; 0: the day itself
    sa.Column("n", Big, nullable=False),
    sa.Column("of", Big, nullable=False),
    sa.Index("ix_gap_what", "what", "kind"),
    sa.Index("ix_gap_day", "day", "feed_no"),
    sqlite_with_rowid=False,
)

# Gaps of a unit in a span of time (`domain.totals.spans`): alone, or with those of all units below it.
gap_tally = sa.Table(
    "gap_tally",
    core,
    sa.Column("node", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("alone", sa.Integer, primary_key=True, autoincrement=False),  # 1: without those below
    sa.Column("kind", sa.Text, primary_key=True),  # empty: of each unit and day the gravest
    sa.Column("span", sa.Text, primary_key=True),
    *[sa.Column(name, Big, nullable=False) for name in ("n", "of", "days")],  # days of units
    sqlite_with_rowid=False,
)

gap_ask = sa.Table(
    "gap_ask",
    core,
    sa.Column("issue", sa.Text, primary_key=True),  # as the question names it (`district.missing.asking.issue_of`)
    sa.Column("feed_no", sa.Integer, nullable=False),
    sa.Column("day", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("ref", sa.Text, nullable=False),  # of the question's entry
    sa.Column("user_no", sa.Integer, nullable=False),
    sa.Column("at_ms", Big, nullable=False),
    sa.Column("withdrawn_ms", Big),
    sa.Index("ix_gap_ask_feed_no", "feed_no", "day"),
)
