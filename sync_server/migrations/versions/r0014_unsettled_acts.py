"""Acts about cases that the readers have not come to, which are few."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    few = sa.text("settled = 0")
    op.create_index("ix_case_act_unsettled", "case_act", ["at_ms"], sqlite_where=few, postgresql_where=few)


def downgrade() -> None:
    op.drop_index("ix_case_act_unsettled", "case_act")
