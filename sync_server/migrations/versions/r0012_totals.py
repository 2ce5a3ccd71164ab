"""Sums of every unit by day, month and year (decision 0030)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_TABLES = ("uncounted", "share", "tally", "lot_tally", "rooted", "told_time", "counted")


def upgrade() -> None:
    _sums()
    op.create_table(
        "uncounted",
        sa.Column("what", sa.Text, primary_key=True),
        _key("key", sa.BigInteger),
        sa.Column("n", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "share",
        _key("what", sa.Integer),
        _key("key", sa.BigInteger),
        _key("feed_no", sa.Integer),
        sa.Column("day", sa.Text, primary_key=True),
        sa.Column("pack", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_share_feed_no", "share", ["feed_no", "day"])
    op.create_table(
        "told_time",
        _key("id", sa.BigInteger),
        *[sa.Column(name, sa.BigInteger, nullable=False) for name in ("clock", "srv", "rtt_ms")],
        sqlite_with_rowid=False,
    )
    op.create_table("counted", _key("version", sa.Integer))


def _sums() -> None:
    op.create_table(
        "tally",
        _key("node", sa.Integer),
        sa.Column("span", sa.Text, primary_key=True),
        sa.Column("heads", sa.LargeBinary, nullable=False),
        sa.Column("kinds", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "lot_tally",
        _key("node", sa.Integer),
        *[sa.Column(name, sa.Text, primary_key=True) for name in ("span", "product", "lot")],
        *[
            sa.Column(name, sa.BigInteger, nullable=False, server_default="0")
            for name in ("doses", "common", "serious", "received", "lost", "left")
        ],
        sqlite_with_rowid=False,
    )
    op.create_table(
        "rooted",
        _key("node", sa.Integer),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False, server_default="0"),
    )
    op.create_index("ix_rooted_path", "rooted", ["path"])


def _key(name: str, kind: type[sa.types.TypeEngine]) -> sa.Column:
    return sa.Column(name, kind, primary_key=True, autoincrement=False)


def downgrade() -> None:
    for name in _TABLES:
        op.drop_table(name)
