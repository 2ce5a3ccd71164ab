"""The core as first released: units, devices, feeds, logs, segments, and what stands around them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

Big = sa.BigInteger
Serial = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    _units_and_devices()
    _feeds()
    _around()


def downgrade() -> None:
    for table in ("enrol_code", "access", "cursor", "stray", "segment", "log", "feed", "device", "org"):
        op.drop_table(table)


def _units_and_devices() -> None:
    op.create_table(
        "org",
        sa.Column("org_no", sa.Integer, primary_key=True),
        sa.Column("parent", sa.Integer),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("scheme", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("active", sa.Integer, nullable=False, server_default="1"),
        sa.UniqueConstraint("path"),
        sa.UniqueConstraint("code", "scheme"),
    )
    op.create_table(
        "device",
        sa.Column("device_no", Big, primary_key=True, autoincrement=False),
        sa.Column("org_no", sa.Integer, nullable=False),
        sa.Column("pubkey", sa.LargeBinary, nullable=False),
        sa.Column("box", sa.LargeBinary),
        sa.Column("name", sa.Text, nullable=False, server_default=""),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("enrolled_ms", Big, nullable=False),
        sa.Column("lease_ms", Big),
        sa.Column("revoked_from_ms", Big),
        sa.Column("last_seen_ms", Big),
        sa.UniqueConstraint("pubkey"),
    )


def _feeds() -> None:
    op.create_table(
        "feed",
        sa.Column("feed_no", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("head", Big, nullable=False),
        sa.Column("fh", sa.LargeBinary, nullable=False),
        sa.Column("safe", Big, nullable=False),
        postgresql_with={"fillfactor": "60"},
    )
    op.create_table(
        "log",
        sa.Column("log_id", Big, primary_key=True, autoincrement=False),
        sa.Column("device_no", Big, nullable=False),
        sa.Column("feed_no", sa.Integer, nullable=False),
        sa.Column("head_seq", sa.Integer, nullable=False),
        sa.Column("head_hash", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "segment",
        sa.Column("part", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("feed_no", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("pos", Big, primary_key=True, autoincrement=False),
        sa.Column("fh", sa.LargeBinary, nullable=False),
        sa.Column("log_id", Big, nullable=False),
        sa.Column("from_seq", sa.Integer, nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("h_end", sa.LargeBinary, nullable=False),
        sa.Column("received_ms", Big, nullable=False),
        sa.Column("pushed_by", Big, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_segment_log", "segment", ["log_id", "from_seq"])
    op.create_index("ix_segment_feed", "segment", ["feed_no", "pos"])


def _around() -> None:
    op.create_table(
        "stray",
        sa.Column("id", Serial, primary_key=True),
        sa.Column("device_no", Big, nullable=False),
        sa.Column("received_ms", Big, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("digest"),
    )
    op.create_index("ix_stray_device", "stray", ["device_no"])
    op.create_table(
        "cursor",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("feed_no", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("pos", Big, nullable=False),
    )
    op.create_table(
        "access",
        sa.Column("id", Serial, primary_key=True),
        sa.Column("at_ms", Big, nullable=False),
        sa.Column("device_no", Big),
        sa.Column("user_no", sa.Integer),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("subject_hash", sa.LargeBinary),
        sa.Column("result", sa.Text, nullable=False),
    )
    op.create_table(
        "enrol_code",
        sa.Column("digest", sa.LargeBinary, primary_key=True),
        sa.Column("org_no", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("made_ms", Big, nullable=False),
        sa.Column("until_ms", Big, nullable=False),
        sa.Column("used_ms", Big),
        sa.Column("device_no", Big),
    )
