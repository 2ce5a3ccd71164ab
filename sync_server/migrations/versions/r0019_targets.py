"""What each target says, and what the targets of a unit come to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "aimed",
        sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("node", sa.Integer, nullable=False),
        sa.Column("line", sa.Text, nullable=False),
        sa.Column("n", sa.BigInteger, nullable=False),
        sa.Column("stamp", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_aimed_node", "aimed", ["node"])
    op.create_table(
        "aim",
        sa.Column("node", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("line", sa.Text, primary_key=True),
        sa.Column("until", sa.Text, nullable=False),
        *[sa.Column(name, sa.BigInteger, nullable=False) for name in ("own", "below")],
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("aim")
    op.drop_table("aimed")
