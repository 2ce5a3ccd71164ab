"""What people tell after a dose, until it is an entry in the feed of the site (decision 0051)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "portal_told",
        sa.Column("digest", sa.LargeBinary, primary_key=True),
        sa.Column("org_no", sa.Integer, nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("dose", sa.BigInteger, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("said", sa.LargeBinary),
        sa.Column("told", sa.BigInteger, nullable=False, server_default="0"),
    )
    for name in ("org_no", "dose", "at_ms"):
        op.create_index(f"ix_portal_told_{name}", "portal_told", [name])


def downgrade() -> None:
    op.drop_table("portal_told")
