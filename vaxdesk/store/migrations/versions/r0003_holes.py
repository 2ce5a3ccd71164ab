"""A line may give way to a hole of 44 letters, and to nothing else (decision 0018)."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_REFUSE = "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"


def upgrade() -> None:
    op.execute("DROP TRIGGER entry_no_update")
    # That the hole is the line's own is checked by `store.erasing`, since SQLite has no SHA-256.
    op.execute(
        "CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry WHEN NOT ("
        "NEW.local_no = OLD.local_no AND NEW.seq = OLD.seq AND NEW.h = OLD.h AND typeof(NEW.line) = 'blob' "
        "AND length(NEW.line) = 44 AND substr(NEW.line, 1, 1) = x'7e') " + _REFUSE
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER entry_no_update")
    op.execute("CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry " + _REFUSE)
