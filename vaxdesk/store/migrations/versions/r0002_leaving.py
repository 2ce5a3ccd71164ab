"""Entries may leave a log when their bytes stand in a quote; nothing else may touch the journal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "leaving",
        sa.Column("local_no", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("after", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.execute("DROP TRIGGER entry_no_delete")
    op.execute(
        "CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry WHEN NOT EXISTS "
        "(SELECT 1 FROM leaving WHERE leaving.local_no = OLD.local_no AND OLD.seq > leaving.after) "
        "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER entry_no_delete")
    op.execute(
        "CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry "
        "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
    )
    op.drop_table("leaving")
