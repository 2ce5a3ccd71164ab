"""Whose signatures under certificates count, and what was withdrawn (decision 0046)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "trusted_key",
        sa.Column("digest", sa.LargeBinary, primary_key=True),
        sa.Column("kid", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("added_ms", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "withdrawn",
        sa.Column("digest", sa.LargeBinary, primary_key=True),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("why", sa.Text, nullable=False, server_default=""),
    )


def downgrade() -> None:
    op.drop_table("withdrawn")
    op.drop_table("trusted_key")
