"""A table for the nonces that workers share; on PostgreSQL it is not logged, so that it costs no sync of the disk."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "nonce",
        sa.Column("device_no", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("nonce", sa.Text, primary_key=True),
        sa.Column("at_s", sa.BigInteger, nullable=False),
        prefixes=["UNLOGGED"] if op.get_bind().dialect.name == "postgresql" else [],
    )


def downgrade() -> None:
    op.drop_table("nonce")
