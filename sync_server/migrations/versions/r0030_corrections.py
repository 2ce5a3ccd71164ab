"""Requests for corrections by the public, with their photos (decision 0052)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "portal_correction",
        sa.Column("digest", sa.LargeBinary, primary_key=True),
        sa.Column("org_no", sa.Integer, nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("person", sa.Text, nullable=False, server_default=""),
        sa.Column("said", sa.LargeBinary),
        sa.Column("entry", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("ref", sa.Text, nullable=False, server_default=""),
    )
    waits = sa.text("said IS NOT NULL")
    op.create_index(
        "ix_portal_correction_waits", "portal_correction", ["org_no", "at_ms"], sqlite_where=waits,
        postgresql_where=waits,
    )  # fmt: skip
    for name in ("ref", "at_ms"):
        op.create_index(f"ix_portal_correction_{name}", "portal_correction", [name])
    op.create_table(
        "portal_photo",
        sa.Column("digest", sa.LargeBinary, primary_key=True),
        sa.Column("no", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("portal_photo")
    op.drop_table("portal_correction")
