"""What the readers of the feeds keep: numbers of logs, interests, what is owed and delivered, links; token buckets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

Big = sa.BigInteger
Serial = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "logname",
        sa.Column("local_no", Serial, primary_key=True),
        sa.Column("log_id", Big, nullable=False),
        sa.Column("feed_no", sa.Integer),
        sa.UniqueConstraint("log_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "interest",
        sa.Column("feed_no", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("person", Big, primary_key=True, autoincrement=False),
        sa.Column("from_day", sa.Text, nullable=False),
        sa.Column("until_day", sa.Text, nullable=False),
        sa.Column("served", sa.Integer, nullable=False),
    )
    op.create_index("ix_interest_person", "interest", ["person"])
    op.create_index("ix_interest_served", "interest", ["served", "from_day", "feed_no"])
    _pairs("owed", "feed_no", "entry")
    _pairs("delivered", "feed_no", "entry", sqlite_with_rowid=False)
    op.create_index("ix_delivered_entry", "delivered", ["entry"])
    op.create_table(
        "linked",
        sa.Column("a", Big, primary_key=True, autoincrement=False),
        sa.Column("b", Big, primary_key=True, autoincrement=False),
    )
    op.create_table(
        "bucket",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("tokens", sa.Float, nullable=False),
        sa.Column("at_ms", Big, nullable=False),
    )


def downgrade() -> None:
    for table in ("bucket", "linked", "delivered", "owed", "interest", "logname"):
        op.drop_table(table)


def _pairs(table: str, first: str, second: str, **options: bool) -> None:
    op.create_table(
        table,
        sa.Column(first, sa.Integer, primary_key=True, autoincrement=False),
        sa.Column(second, Big, primary_key=True, autoincrement=False),
        **options,
    )
