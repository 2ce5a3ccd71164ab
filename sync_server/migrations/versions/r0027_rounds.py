"""Sums of every unit by round, beside those of everything (decision 0043); they are counted anew at the next start."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_LOTS = ("doses", "common", "serious", "received", "lost", "left")


def upgrade() -> None:
    _again(with_rounds=True)
    years = sa.text("round_no != '' AND span >= 'y'")
    op.create_index("ix_tally_rounds", "tally", ["node", "span"], sqlite_where=years, postgresql_where=years)


def _again(*, with_rounds: bool) -> None:
    """The tables of the sums, empty: what is in them follows from the shares."""
    for name in ("tally", "lot_tally"):
        op.drop_table(name)
    rounds = ("round_no",) if with_rounds else ()
    op.create_table(
        "tally",
        sa.Column("node", sa.Integer, primary_key=True, autoincrement=False),
        *[sa.Column(name, sa.Text, primary_key=True) for name in (*rounds, "span")],
        sa.Column("heads", sa.LargeBinary, nullable=False),
        sa.Column("kinds", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "lot_tally",
        sa.Column("node", sa.Integer, primary_key=True, autoincrement=False),
        *[sa.Column(name, sa.Text, primary_key=True) for name in (*rounds, "span", "product", "lot")],
        *[sa.Column(name, sa.BigInteger, nullable=False, server_default="0") for name in _LOTS],
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_index("ix_tally_rounds", "tally")
    _again(with_rounds=False)
