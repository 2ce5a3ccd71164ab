"""Lists for the police that the district hands out, and what was taken over from them (decision 0032)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None
_SERIAL = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "police_sheet",
        sa.Column("id", _SERIAL, primary_key=True),
        sa.Column("entry", sa.Text, nullable=False, unique=True),
        sa.Column("feed_no", sa.Integer, nullable=False),
        sa.Column("no", sa.Text, nullable=False),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("commune", sa.Text, nullable=False),
        sa.Column("kinds", sa.Text, nullable=False),
        sa.Column("people", sa.Text, nullable=False),
        sa.Column("user_no", sa.Integer, nullable=False),
        sa.Column("made_ms", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("feed_no", "no"),
    )
    op.create_table(
        "police_take",
        sa.Column("id", _SERIAL, primary_key=True),
        sa.Column("sheet", sa.Integer, nullable=False),
        sa.Column("user_no", sa.Integer, nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("written", sa.Text, nullable=False),
        sa.Column("undone_ms", sa.BigInteger),
    )
    op.create_index("ix_police_take_sheet", "police_take", ["sheet"])


def downgrade() -> None:
    op.drop_table("police_take")
    op.drop_table("police_sheet")
