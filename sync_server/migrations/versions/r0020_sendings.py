"""Forms of the district's desk that were dealt with, so that none is twice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "staff_sending",
        sa.Column("digest", sa.LargeBinary, primary_key=True),
        sa.Column("location", sa.Text, nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_staff_sending_at", "staff_sending", ["at_ms"])


def downgrade() -> None:
    op.drop_table("staff_sending")
