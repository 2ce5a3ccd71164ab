"""Segments lie by month: one partition each on PostgreSQL, and feeds and logs know which months are theirs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from sync_server.durable import months

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

Big = sa.BigInteger
_COLUMNS = "feed_no, pos, part, fh, log_id, from_seq, n, h_end, received_ms, pushed_by, data"


def upgrade() -> None:
    op.add_column("feed", sa.Column("part", sa.Integer, nullable=False, server_default="0"))
    op.add_column("feed", sa.Column("part_pos", Big, nullable=False, server_default="0"))
    op.add_column("log", sa.Column("part", sa.Integer, nullable=False, server_default="0"))
    _known_months()
    op.execute(f"CREATE TABLE segment_before AS SELECT {_COLUMNS} FROM segment")
    op.drop_table("segment")
    _segment()
    _partitions()
    op.execute(f"INSERT INTO segment ({_COLUMNS}) SELECT {_COLUMNS} FROM segment_before")
    op.drop_table("segment_before")


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was made before")


def _known_months() -> None:
    last = "(SELECT max(part) FROM segment WHERE segment.feed_no = feed.feed_no)"
    first = "(SELECT min(pos) FROM segment WHERE segment.feed_no = feed.feed_no AND segment.part = feed.part)"
    op.execute(f"UPDATE feed SET part = coalesce({last}, 0)")
    op.execute(f"UPDATE feed SET part_pos = coalesce({first}, 0)")
    op.execute("UPDATE log SET part = coalesce((SELECT min(part) FROM segment WHERE segment.log_id = log.log_id), 0)")


def _segment() -> None:
    op.create_table(
        "segment",
        sa.Column("feed_no", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("pos", Big, primary_key=True, autoincrement=False),
        sa.Column("part", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("fh", sa.LargeBinary, nullable=False),
        sa.Column("log_id", Big, nullable=False),
        sa.Column("from_seq", sa.Integer, nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("h_end", sa.LargeBinary, nullable=False),
        sa.Column("received_ms", Big, nullable=False),
        sa.Column("pushed_by", Big, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
        postgresql_partition_by="LIST (part)",
    )
    op.create_index("ix_segment_log", "segment", ["log_id", "from_seq"])


def _partitions() -> None:
    conn = op.get_bind()
    for part in conn.execute(sa.text("SELECT DISTINCT part FROM segment_before")).scalars().all():
        months.ensure(conn, part)
