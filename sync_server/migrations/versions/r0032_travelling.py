"""Certificates of the centre go wherever their person is known (decision 0055): everybody is looked at once more."""

from __future__ import annotations

from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_ANEW = "UPDATE interest SET served = 0 WHERE served = 1 AND EXISTS (SELECT 1 FROM issued)"


def upgrade() -> None:
    op.create_index("ix_owed_entry", "owed", ["entry"])
    op.execute(_ANEW)  # what was brought before is not brought again


def downgrade() -> None:
    op.drop_index("ix_owed_entry", "owed")
