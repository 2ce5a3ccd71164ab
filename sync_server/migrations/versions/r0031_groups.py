"""Lists of people that organisations registered (decision 0052)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "portal_group",
        sa.Column("digest", sa.LargeBinary, primary_key=True),
        sa.Column("org_no", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        *[sa.Column(name, sa.Text, nullable=False) for name in ("day", "name")],
        sa.Column("people", sa.Integer, nullable=False),
        sa.Column("said", sa.LargeBinary),
        sa.Column("ref", sa.Text, nullable=False, server_default=""),
    )
    op.create_index("ix_portal_group_state", "portal_group", ["state", "org_no"])
    op.create_index("ix_portal_group_day", "portal_group", ["day"])


def downgrade() -> None:
    op.drop_table("portal_group")
