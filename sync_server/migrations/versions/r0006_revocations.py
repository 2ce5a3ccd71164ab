"""Revocations of devices, an index over the entries that the server's own device files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "revocation",
        sa.Column("ref", sa.Text, primary_key=True),
        sa.Column("pubkey", sa.LargeBinary),
        sa.Column("from_ms", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("voided", sa.Integer, nullable=False, server_default="0"),
        sa.Column("rev", sa.Integer, nullable=False, server_default="0"),
    )
    op.create_index("ix_revocation_key", "revocation", ["pubkey"])


def downgrade() -> None:
    op.drop_table("revocation")
