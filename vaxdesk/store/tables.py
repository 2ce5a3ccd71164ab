"""The durable tables of the desktop file: the journal and what the server has shown of it. Migrated by alembic.

Everything else in the file is a fold (`vaxdesk.registry`) and may be dropped and rebuilt.
"""

from __future__ import annotations

import sqlalchemy as sa

journal = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(column_0_label)s",
    }
)

logname = sa.Table(
    "logname",
    journal,
    sa.Column("local_no", sa.Integer, primary_key=True),
    sa.Column("log", sa.Text, nullable=False, unique=True),
    sa.Column("device", sa.Text, nullable=False, server_default=""),  # public key in hex; empty until `open` is held
    sa.Column("mine", sa.Integer, nullable=False, server_default="0"),  # written here: 1, or 2 for attachments
    sa.Column("head_seq", sa.Integer, nullable=False, server_default="0"),  # entries held without a gap
    sa.Column("head_hash", sa.LargeBinary, nullable=False, server_default=sa.text("x''")),
)

entry = sa.Table(
    "entry",
    journal,
    sa.Column("local_no", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("line", sa.LargeBinary, nullable=False),  # empty when it was let go (decision 0012)
    sa.Column("h", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

item = sa.Table(
    "item",
    journal,
    sa.Column("feed", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("pos", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("fh", sa.LargeBinary, nullable=False),
    sa.Column("local_no", sa.Integer, nullable=False),
    sa.Column("from_seq", sa.Integer, nullable=False),  # entries before it
    sa.Column("n", sa.Integer, nullable=False),
    sa.Index("ix_item_log", "local_no", "from_seq"),
    sqlite_with_rowid=False,
)

# Signatures of other devices over their chain heads: without them their entries could not be pushed again when
# the server lost them, since only their author can sign. Own heads are signed anew whenever they are sent.
seal = sa.Table(
    "seal",
    journal,
    sa.Column("local_no", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("sig", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# Seeds of the salts in logs (`seeds`), one for each block of entries.
seed = sa.Table(
    "seed",
    journal,
    sa.Column("local_no", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("block", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("seed", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# Statements of the server over its feeds, the last one of each day. `past` is 1 where the server has since gone back.
feed_head = sa.Table(
    "feed_head",
    journal,
    sa.Column("feed", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("day", sa.Text, primary_key=True),  # ISO, of the server's time
    sa.Column("past", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("pos", sa.Integer, nullable=False),
    sa.Column("fh", sa.Text, nullable=False),
    sa.Column("safe", sa.Integer, nullable=False),
    sa.Column("sig", sa.Text, nullable=False),
    sa.Column("time_ms", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)

# While a row stands here, entries behind `after` may leave their log: only inside the transaction that enters them anew
# as quotes. Everything else is refused by triggers.
leaving = sa.Table(
    "leaving",
    journal,
    sa.Column("local_no", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("after", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)

kv = sa.Table(
    "kv",
    journal,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
