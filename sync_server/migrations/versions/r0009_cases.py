"""The index of open cases, who has which in hand, and what was done about them (decision 0029)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _index()
    op.create_table(
        "case_claim",
        sa.Column("issue", sa.Text, primary_key=True),
        sa.Column("user_no", sa.Integer, nullable=False),
        sa.Column("since_ms", sa.BigInteger, nullable=False),
        sa.Column("until_ms", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_case_claim_user", "case_claim", ["user_no"])
    op.create_table(
        "case_act",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        *[sa.Column(name, sa.Text, nullable=False) for name in ("issue", "kind", "what")],
        sa.Column("user_no", sa.Integer, nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("written", sa.Text, nullable=False),
        sa.Column("feed_no", sa.Integer, nullable=False),
        sa.Column("settled", sa.Integer, nullable=False, server_default="0"),
        sa.Column("undone_ms", sa.BigInteger),
    )
    op.create_index("ix_case_act_issue", "case_act", ["issue"])
    op.create_index("ix_case_act_user", "case_act", ["user_no", "id"])


def _index() -> None:
    op.create_table(
        "case_of",
        sa.Column("issue", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("since_ms", sa.BigInteger, nullable=False),
        sa.Column("units", sa.Text, nullable=False),
    )
    op.create_table(
        "case_at",
        sa.Column("node", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("issue", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("since_ms", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_case_at_node", "case_at", ["node", "state", "kind", "since_ms", "issue"])
    op.create_index("ix_case_at_issue", "case_at", ["issue"])
    op.create_table(
        "case_count",
        sa.Column("node", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("state", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("n", sa.BigInteger, nullable=False),
    )
    op.create_table("case_moved", sa.Column("issue", sa.Text, primary_key=True))


def downgrade() -> None:
    for name in ("case_act", "case_claim", "case_moved", "case_count", "case_at", "case_of"):
        op.drop_table(name)
