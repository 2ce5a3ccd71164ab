"""Rights: codes of other lists, users given from above and what they hold, the access log as chains."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

Big = sa.BigInteger
_CHAINS = 16


def upgrade() -> None:
    _chains()
    _units()
    _users()


def downgrade() -> None:
    for table in ("holding", "given_user", "org_code", "access_end"):
        op.drop_table(table)
    op.drop_index("ix_access_chain", "access")
    for column in ("chain", "place", "h"):
        op.drop_column("access", column)


def _chains() -> None:
    op.add_column("access", sa.Column("chain", sa.Integer))
    op.add_column("access", sa.Column("place", Big))
    op.add_column("access", sa.Column("h", sa.LargeBinary))
    op.create_index("ix_access_chain", "access", ["chain", "place"], unique=True)
    end = op.create_table(
        "access_end",
        sa.Column("chain", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("rows", Big, nullable=False),
        sa.Column("h", sa.LargeBinary, nullable=False),
    )
    op.bulk_insert(end, [{"chain": chain, "rows": 0, "h": bytes(32)} for chain in range(_CHAINS)])


def _units() -> None:
    op.create_table(
        "org_code",
        sa.Column("scheme", sa.Text, primary_key=True),
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("org_no", sa.Integer, primary_key=True, autoincrement=False),
    )
    op.create_index("ix_org_code_org", "org_code", ["org_no"])


def _users() -> None:
    op.create_table(
        "given_user",
        sa.Column("ref", sa.Text, primary_key=True),  # LOG.seq of the user's entry
        sa.Column("user_no", sa.Integer, nullable=False, server_default="0"),
        sa.Column("org_no", sa.Integer, nullable=False, server_default="0"),
        sa.Column("login", sa.Text, nullable=False, server_default=""),
        sa.Column("name", sa.Text, nullable=False, server_default=""),
        sa.Column("active", sa.Integer, nullable=False, server_default="1"),
        sa.Column("rev", sa.Integer, nullable=False, server_default="0"),
    )
    op.create_index("ix_given_user_login", "given_user", ["login"])
    op.create_table(
        "holding",
        sa.Column("ref", sa.Text, primary_key=True),
        sa.Column("user_no", sa.Integer, nullable=False, server_default="0"),
        sa.Column("role", sa.Text, nullable=False, server_default=""),
        sa.Column("org_no", sa.Integer, nullable=False, server_default="0"),
        sa.Column("until", sa.Text, nullable=False, server_default=""),
        sa.Column("voided", sa.Integer, nullable=False, server_default="0"),
        sa.Column("rev", sa.Integer, nullable=False, server_default="0"),
    )
    op.create_index("ix_holding_org", "holding", ["org_no"])
    op.create_index("ix_holding_user", "holding", ["user_no"])
