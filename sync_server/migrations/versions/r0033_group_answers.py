"""What organisations asked for with their lists, and what staff answered (decision 0054)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("portal_group", sa.Column("line", sa.BigInteger, nullable=False, server_default="0"))
    op.add_column("portal_group", sa.Column("asked", sa.LargeBinary))
    op.add_column("portal_group", sa.Column("answer_no", sa.BigInteger, nullable=False, server_default="0"))
    op.create_table(
        "portal_group_answer",
        sa.Column("no", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        *[sa.Column(name, sa.Text, nullable=False) for name in ("verdict", "day", "hour", "place", "reason", "text")],
        sa.Column("touched", sa.LargeBinary, nullable=False),
        sa.Column("user_no", sa.Integer, nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("gone_ms", sa.BigInteger),
        sa.Column("gone_by", sa.Integer),
    )
    op.create_index("ix_portal_group_answer_digest", "portal_group_answer", ["digest"])


def downgrade() -> None:
    op.drop_table("portal_group_answer")
    for name in ("answer_no", "asked", "line"):
        op.drop_column("portal_group", name)
