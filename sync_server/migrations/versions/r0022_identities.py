"""How everybody's identity stands, and how many of each unit and commune (decision 0044)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "identity",
        sa.Column("person", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("feed_no", sa.Integer, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("carries", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_identity_place", "identity", ["place", "state", "feed_no"])
    op.create_index("ix_identity_carries", "identity", ["carries"])
    op.create_table(
        "identity_tally",
        sa.Column("node", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("place", sa.Text, primary_key=True),
        sa.Column("state", sa.Text, primary_key=True),
        sa.Column("n", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table("reckoned", sa.Column("year", sa.Integer, primary_key=True, autoincrement=False))


def downgrade() -> None:
    for name in ("reckoned", "identity_tally", "identity"):
        op.drop_table(name)
