"""Sessions to come and their hours, for the public part (decision 0045)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "portal_session",
        sa.Column("plan", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("org_no", sa.Integer, nullable=False),
        *[sa.Column(name, sa.Text, nullable=False) for name in ("day", "place", "products", "kinds")],
    )
    op.create_index("ix_portal_session_org_no", "portal_session", ["org_no", "day"])
    op.create_index("ix_portal_session_day", "portal_session", ["day"])
    op.create_table(
        "portal_slot",
        sa.Column("plan", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("slot", sa.Text, primary_key=True),
        *[sa.Column(name, sa.Integer, nullable=False) for name in ("places", "site", "quota")],
        sa.Column("taken", sa.Integer, nullable=False, server_default="0"),
    )
    op.create_table("portal_stale", sa.Column("plan", sa.BigInteger, primary_key=True, autoincrement=False))


def downgrade() -> None:
    for name in ("portal_stale", "portal_slot", "portal_session"):
        op.drop_table(name)
