"""The logs of a feed by its number: whose users wrote, and what lies below a unit."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_logname_feed_no", "logname", ["feed_no"])


def downgrade() -> None:
    op.drop_index("ix_logname_feed_no", "logname")
