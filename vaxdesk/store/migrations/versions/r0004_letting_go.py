"""Lines that the server holds in finished backups may be let go; its statements over the feeds are kept by day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_SAME = "NEW.local_no = OLD.local_no AND NEW.seq = OLD.seq AND NEW.h = OLD.h"
_HOLE = "typeof(NEW.line) = 'blob' AND length(NEW.line) = 44 AND substr(NEW.line, 1, 1) = x'7e'"
# The line becomes empty, and an item at or below `safe` covers it.
_LET_GO = """
    NEW.line = x'' AND EXISTS (
        SELECT 1 FROM item JOIN feed_head ON feed_head.feed = item.feed AND feed_head.past = 0
        WHERE item.local_no = OLD.local_no AND item.from_seq < OLD.seq AND OLD.seq <= item.from_seq + item.n
        AND item.pos <= feed_head.safe)
"""


def upgrade() -> None:
    op.create_table(
        "feed_head",
        sa.Column("feed", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("day", sa.Text, primary_key=True),
        sa.Column("past", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("pos", sa.Integer, nullable=False),
        sa.Column("fh", sa.Text, nullable=False),
        sa.Column("safe", sa.Integer, nullable=False),
        sa.Column("sig", sa.Text, nullable=False),
        sa.Column("time_ms", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    _refuse_all_but(f"{_SAME} AND (({_HOLE}) OR ({_LET_GO}))")


def _refuse_all_but(allowed: str) -> None:
    op.execute("DROP TRIGGER entry_no_update")
    op.execute(
        f"CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry WHEN NOT ({allowed}) "
        "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
    )


def downgrade() -> None:
    _refuse_all_but(f"{_SAME} AND {_HOLE}")
    op.drop_table("feed_head")
