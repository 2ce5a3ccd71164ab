"""What does not add up at which unit and day, and what a site was asked about it (decision 0033)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "gap",
        sa.Column("feed_no", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("day", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("what", sa.BigInteger, primary_key=True, autoincrement=False),
        *[sa.Column(name, sa.BigInteger, nullable=False) for name in ("n", "of")],
        sqlite_with_rowid=False,
    )
    op.create_index("ix_gap_what", "gap", ["what", "kind"])
    op.create_index("ix_gap_day", "gap", ["day", "feed_no"])
    op.create_table(
        "gap_ask",
        sa.Column("issue", sa.Text, primary_key=True),
        sa.Column("feed_no", sa.Integer, nullable=False),
        *[sa.Column(name, sa.Text, nullable=False) for name in ("day", "kind", "ref")],
        sa.Column("user_no", sa.Integer, nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("withdrawn_ms", sa.BigInteger),
    )
    op.create_index("ix_gap_ask_feed_no", "gap_ask", ["feed_no", "day"])


def downgrade() -> None:
    op.drop_table("gap_ask")
    op.drop_table("gap")
