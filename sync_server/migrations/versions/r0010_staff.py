"""Sessions and second factors of those who sign in by a browser (decision 0031)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "staff_session",
        sa.Column("digest", sa.LargeBinary, primary_key=True),
        sa.Column("user_no", sa.Integer, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("made_ms", sa.BigInteger, nullable=False),
        sa.Column("seen_ms", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_staff_session_user", "staff_session", ["user_no"])
    op.create_table(
        "staff_factor",
        sa.Column("user_no", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("secret", sa.LargeBinary, nullable=False),
        sa.Column("confirmed_ms", sa.BigInteger),
        sa.Column("used_step", sa.BigInteger, nullable=False, server_default="0"),
    )


def downgrade() -> None:
    op.drop_table("staff_factor")
    op.drop_table("staff_session")
