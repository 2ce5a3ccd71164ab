"""The journal as first released: logs, entries, feed items, and a small key-value shelf."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_logs()
    _create_feeds()
    op.create_table(
        "kv",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("value", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )


def _create_logs() -> None:
    op.create_table(
        "logname",
        sa.Column("local_no", sa.Integer, primary_key=True),
        sa.Column("log", sa.Text, nullable=False, unique=True),
        sa.Column("device", sa.Text, nullable=False, server_default=""),
        sa.Column("mine", sa.Integer, nullable=False, server_default="0"),
        sa.Column("head_seq", sa.Integer, nullable=False, server_default="0"),
        sa.Column("head_hash", sa.LargeBinary, nullable=False, server_default=sa.text("x''")),
    )
    op.create_table(
        "entry",
        sa.Column("local_no", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("line", sa.LargeBinary, nullable=False),
        sa.Column("h", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    for verb in ("UPDATE", "DELETE"):  # nothing typed is ever overwritten, not even by a bug of ours
        op.execute(
            f"CREATE TRIGGER entry_no_{verb.lower()} BEFORE {verb} ON entry "
            "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        )


def _create_feeds() -> None:
    op.create_table(
        "item",
        sa.Column("feed", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("pos", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("fh", sa.LargeBinary, nullable=False),
        sa.Column("local_no", sa.Integer, nullable=False),
        sa.Column("from_seq", sa.Integer, nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_item_log", "item", ["local_no", "from_seq"])
    op.create_table(
        "seal",
        sa.Column("local_no", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("sig", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for table in ("kv", "seal", "item", "entry", "logname"):
        op.drop_table(table)
