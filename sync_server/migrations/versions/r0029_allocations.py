"""Which allocations were counted to a unit, and as given by it, without reading the shares of its people."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    few = sa.text("what >= 5")
    op.create_index("ix_share_allotted", "share", ["feed_no", "what"], sqlite_where=few, postgresql_where=few)


def downgrade() -> None:
    op.drop_index("ix_share_allotted", "share")
