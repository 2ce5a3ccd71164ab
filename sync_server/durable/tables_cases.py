"""Tables of the reconciliation desk: an index over the open issues of the fold, and who works at which case.

`case_of`, `case_at` and `case_count` follow from the fold alone (`reading.casebook`) but for `since_ms`, the moment at
which an issue was first seen here. `case_claim` and `case_act` are what no entry says: who has a case in hand, and
what somebody did about it at this desk, so that it can be undone with one key.
"""

from __future__ import annotations

import sqlalchemy as sa

from sync_server.durable.tables import Big, Serial, core

case_of = sa.Table(
    "case_of",
    core,
    sa.Column("issue", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),  # `domain.cases.state`
    sa.Column("since_ms", Big, nullable=False),
    sa.Column("units", sa.Text, nullable=False),  # numbers of the units where its entries stand, joined by commas
)

# One row for each unit at or above the places of a case: the list of anybody's subtree is one range of an index.
case_at = sa.Table(
    "case_at",
    core,
    sa.Column("node", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("issue", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("since_ms", Big, nullable=False),
    sa.Index("ix_case_at_node", "node", "state", "kind", "since_ms", "issue"),
    sa.Index("ix_case_at_issue", "issue"),
)

case_count = sa.Table(
    "case_count",
    core,
    sa.Column("node", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("state", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("n", Big, nullable=False),
)

# Issues that must be placed anew although the fold did not change: their units were moved in the tree.
case_moved = sa.Table("case_moved", core, sa.Column("issue", sa.Text, primary_key=True))

case_claim = sa.Table(
    "case_claim",
    core,
    sa.Column("issue", sa.Text, primary_key=True),
    sa.Column("user_no", sa.Integer, nullable=False),
    sa.Column("since_ms", Big, nullable=False),
    sa.Column("until_ms", Big, nullable=False),
    sa.Index("ix_case_claim_user", "user_no"),
)

case_act = sa.Table(
    "case_act",
    core,
    sa.Column("id", Serial, primary_key=True),
    sa.Column("issue", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),  # of the case
    sa.Column("what", sa.Text, nullable=False),  # `district.cases.Deed`
    sa.Column("user_no", sa.Integer, nullable=False),
    sa.Column("at_ms", Big, nullable=False),
    sa.Column("about", sa.Text, nullable=False),  # references of the entries of the case, joined by commas
    sa.Column("written", sa.Text, nullable=False),  # references of the entries that were written
    sa.Column("feed_no", sa.Integer, nullable=False),  # where they stand
    sa.Column("settled", sa.Integer, nullable=False, server_default="0"),  # the fold has them
    sa.Column("undone_ms", Big),
    sa.Index("ix_case_act_issue", "issue"),
    sa.Index("ix_case_act_user", "user_no", "id"),
)
UNSETTLED = case_act.c.settled == sa.literal_column("0")  # few: a database takes the index only for the same words
sa.Index("ix_case_act_unsettled", case_act.c.at_ms, sqlite_where=UNSETTLED, postgresql_where=UNSETTLED)
