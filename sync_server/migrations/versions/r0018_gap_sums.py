"""What does not add up, added up by unit and span of time (decision 0033)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "gap_tally",
        *[sa.Column(name, sa.Integer, primary_key=True, autoincrement=False) for name in ("node", "alone")],
        *[sa.Column(name, sa.Text, primary_key=True) for name in ("kind", "span")],
        *[sa.Column(name, sa.BigInteger, nullable=False) for name in ("n", "of", "days")],
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("gap_tally")
