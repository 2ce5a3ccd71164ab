"""What backups and checkpoints leave behind: how far each feed is backed up, and what was signed for a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("feed", sa.Column("backed", sa.BigInteger, nullable=False, server_default="0"))
    op.create_table(
        "checkpoint",
        sa.Column("at_ms", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("sig", sa.Text, nullable=False),
        sa.Column("heads", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("digest"),
    )


def downgrade() -> None:
    op.drop_table("checkpoint")
    op.drop_column("feed", "backed")
