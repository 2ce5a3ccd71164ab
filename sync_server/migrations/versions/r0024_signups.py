"""Registrations by the public, and the lists in which stations find them (decision 0045)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "portal_signup",
        sa.Column("digest", sa.LargeBinary, primary_key=True),
        sa.Column("org_no", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("plan", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("slot", sa.Text, nullable=False, server_default=""),
        sa.Column("person", sa.LargeBinary),
        sa.Column("phone", sa.Text, nullable=False),
        sa.Column("line", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("ref", sa.Text, nullable=False, server_default=""),
    )
    for name, columns in (
        ("state", ["state", "org_no"]), ("plan", ["plan", "slot"]), ("phone", ["phone"]), ("line", ["line"]),
        ("day", ["day"]),
    ):  # fmt: skip
        op.create_index(f"ix_portal_signup_{name}", "portal_signup", columns)
    op.create_table(
        "portal_list",
        sa.Column("org_no", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("day", sa.Text, primary_key=True),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("people", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("portal_list")
    op.drop_table("portal_signup")
