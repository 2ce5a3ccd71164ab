"""What staff tell the public."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

Serial = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "portal_news",
        sa.Column("no", Serial, primary_key=True),
        sa.Column("org_no", sa.Integer, nullable=False),
        *[sa.Column(name, sa.Text, nullable=False) for name in ("title", "text", "from_day", "until_day")],
        sa.Column("user_no", sa.Integer, nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("gone_ms", sa.BigInteger),
        sa.Column("gone_by", sa.Integer),
    )
    op.create_index("ix_portal_news_org_no", "portal_news", ["org_no", "until_day"])
    op.create_index("ix_portal_news_until_day", "portal_news", ["until_day"])


def downgrade() -> None:
    op.drop_table("portal_news")
