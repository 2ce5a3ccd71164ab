"""The version of its program that a device tells at a contact."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("device", sa.Column("app", sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("device", "app")
