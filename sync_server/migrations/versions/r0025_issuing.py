"""For whom a certificate of the centre is due, and which were signed (decision 0039)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None
_TABLES = ("cert_due", "cert_count", "cert_mark", "cert_pause", "cert_made", "issued", "withdrew")


def upgrade() -> None:
    _index()
    _beside()
    _signed()


def _index() -> None:
    op.create_table(
        "cert_due",
        sa.Column("canon", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("unit", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("since_ms", sa.BigInteger, nullable=False),
        sa.Column("hcert", sa.BigInteger, nullable=False),
        sa.Column("due_on", sa.Text, nullable=False),
        sa.Column("todo", sa.Integer, nullable=False),
    )
    op.create_index("ix_cert_due_unit", "cert_due", ["unit", "state", "why", "canon"])
    for name, column, text in (("todo", "canon", "todo = 1"), ("on", "due_on", "due_on != ''")):
        where = sa.text(text)
        op.create_index(f"ix_cert_due_{name}", "cert_due", [column], sqlite_where=where, postgresql_where=where)
    op.create_table(
        "cert_count",
        sa.Column("unit", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("state", sa.Text, primary_key=True),
        sa.Column("why", sa.Text, primary_key=True),
        sa.Column("n", sa.BigInteger, nullable=False),
    )


def _beside() -> None:
    op.create_table(
        "cert_mark",
        sa.Column("what", sa.Text, primary_key=True),
        sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("n", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "cert_pause",
        sa.Column("feed_no", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("upto", sa.BigInteger, nullable=False),
    )
    op.create_table("cert_made", sa.Column("version", sa.Integer, primary_key=True, autoincrement=False))


def _signed() -> None:
    op.create_table(
        "issued",
        sa.Column("canon", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("state", sa.LargeBinary, primary_key=True),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "withdrew",
        sa.Column("hcert", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    for name in _TABLES:
        op.drop_table(name)
