"""The durable core of the server (sync design 2.4), the same on SQLite and PostgreSQL. Migrated by alembic.

Times end in `_ms`, milliseconds since 1970. A log's 63-bit number is its primary key. Positions of a feed have no
holes: the row of the feed is locked while a segment takes the next one. On PostgreSQL segments lie in one partition a
month; `feed.part` and `log.part` say which months a question has to look into.
"""

from __future__ import annotations

import sqlalchemy as sa

core = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(column_0_label)s",
    }
)

Big = sa.BigInteger
Serial = sa.BigInteger().with_variant(sa.Integer, "sqlite")

org = sa.Table(
    "org",
    core,
    sa.Column("org_no", sa.Integer, primary_key=True),
    sa.Column("parent", sa.Integer),
    sa.Column("path", sa.Text, nullable=False, unique=True),  # '/1/79/4012/': numbers from the root down to the unit
    sa.Column("scheme", sa.Text, nullable=False),  # which list the code is of: codes were reused between lists
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("active", sa.Integer, nullable=False, server_default="1"),
    sa.UniqueConstraint("code", "scheme"),
)

# Codes of other lists that a unit carries: one old commune may have gone into several new ones.
org_code = sa.Table(
    "org_code",
    core,
    sa.Column("scheme", sa.Text, primary_key=True),
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("org_no", sa.Integer, primary_key=True, autoincrement=False),
    sa.Index("ix_org_code_org", "org_no"),
)

device = sa.Table(
    "device",
    core,
    sa.Column("device_no", Big, primary_key=True, autoincrement=False),  # random: a restored server gives none twice
    sa.Column("org_no", sa.Integer, nullable=False),
    sa.Column("pubkey", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("box", sa.LargeBinary),
    sa.Column("name", sa.Text, nullable=False, server_default=""),
    sa.Column("status", sa.Text, nullable=False),  # active, suspended, revoked
    sa.Column("enrolled_ms", Big, nullable=False),
    sa.Column("lease_ms", Big),
    sa.Column("revoked_from_ms", Big),
    sa.Column("last_seen_ms", Big),
    sa.Column("app", sa.Text, nullable=False, server_default=""),  # version of its program, as told at that contact
)

feed = sa.Table(
    "feed",
    core,
    sa.Column("feed_no", sa.Integer, primary_key=True, autoincrement=False),  # number of the unit
    sa.Column("head", Big, nullable=False),
    sa.Column("fh", sa.LargeBinary, nullable=False),
    sa.Column("safe", Big, nullable=False),  # stations may drop entries up to here (`backups`)
    sa.Column("backed", Big, nullable=False, server_default="0"),  # the newest backup goes up to here
    sa.Column("part", sa.Integer, nullable=False, server_default="0"),  # month that the last segment lies in
    sa.Column("part_pos", Big, nullable=False, server_default="0"),  # first position that lies in it
    postgresql_with={"fillfactor": "60"},
)

log = sa.Table(
    "log",
    core,
    sa.Column("log_id", Big, primary_key=True, autoincrement=False),
    sa.Column("device_no", Big, nullable=False),
    sa.Column("feed_no", sa.Integer, nullable=False),
    sa.Column("head_seq", sa.Integer, nullable=False),
    sa.Column("head_hash", sa.LargeBinary, nullable=False),
    sa.Column("part", sa.Integer, nullable=False, server_default="0"),  # earliest month that its segments lie in
    postgresql_with={"fillfactor": "80"},
)

segment = sa.Table(
    "segment",
    core,
    sa.Column("feed_no", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("pos", Big, primary_key=True, autoincrement=False),
    sa.Column("part", sa.Integer, primary_key=True, autoincrement=False),  # yyyymm of reception (`months`)
    sa.Column("fh", sa.LargeBinary, nullable=False),  # feed hash at this position: recognises a client's marks
    sa.Column("log_id", Big, nullable=False),
    sa.Column("from_seq", sa.Integer, nullable=False),
    sa.Column("n", sa.Integer, nullable=False),
    sa.Column("h_end", sa.LargeBinary, nullable=False),
    sa.Column("received_ms", Big, nullable=False),
    sa.Column("pushed_by", Big, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Index("ix_segment_log", "log_id", "from_seq"),
    sqlite_with_rowid=False,
    postgresql_partition_by="LIST (part)",
)

stray = sa.Table(
    "stray",
    core,
    sa.Column("id", Serial, primary_key=True),
    sa.Column("device_no", Big, nullable=False),
    sa.Column("received_ms", Big, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("digest", sa.LargeBinary, nullable=False, unique=True),  # of the data: kept once however often it comes
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Index("ix_stray_device", "device_no"),
)

cursor = sa.Table(
    "cursor",
    core,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("feed_no", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("pos", Big, nullable=False),
)

access = sa.Table(
    "access",
    core,
    sa.Column("id", Serial, primary_key=True),
    sa.Column("at_ms", Big, nullable=False),
    sa.Column("device_no", Big),
    sa.Column("user_no", sa.Integer),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("subject_hash", sa.LargeBinary),
    sa.Column("result", sa.Text, nullable=False),
    sa.Column("chain", sa.Integer),
    sa.Column("place", Big),  # in its chain, from 1
    sa.Column("h", sa.LargeBinary),  # over the row before it and this one
    sa.Index("ix_access_chain", "chain", "place", unique=True),
)

access_end = sa.Table(
    "access_end",
    core,
    sa.Column("chain", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("rows", Big, nullable=False),
    sa.Column("h", sa.LargeBinary, nullable=False),
)

checkpoint = sa.Table(
    "checkpoint",
    core,
    sa.Column("at_ms", Big, primary_key=True, autoincrement=False),
    sa.Column("digest", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("sig", sa.Text, nullable=False),
    sa.Column("heads", sa.LargeBinary, nullable=False),  # positions that it covers (`checkpoints`)
)

nonce = sa.Table(  # unlogged on PostgreSQL (`nonces`)
    "nonce",
    core,
    sa.Column("device_no", Big, primary_key=True, autoincrement=False),
    sa.Column("nonce", sa.Text, primary_key=True),
    sa.Column("at_s", Big, nullable=False),
)

enrol_code = sa.Table(
    "enrol_code",
    core,
    sa.Column("digest", sa.LargeBinary, primary_key=True),
    sa.Column("org_no", sa.Integer, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("made_ms", Big, nullable=False),
    sa.Column("until_ms", Big, nullable=False),
    sa.Column("used_ms", Big),
    sa.Column("device_no", Big),
)

# Users given from above and the roles they hold: an index over what hosted devices have filed, never written alone.
given_user = sa.Table(
    "given_user",
    core,
    sa.Column("ref", sa.Text, primary_key=True),  # LOG.seq of the user's entry
    sa.Column("user_no", sa.Integer, nullable=False, server_default="0"),
    sa.Column("org_no", sa.Integer, nullable=False, server_default="0"),
    sa.Column("login", sa.Text, nullable=False, server_default=""),
    sa.Column("name", sa.Text, nullable=False, server_default=""),
    sa.Column("active", sa.Integer, nullable=False, server_default="1"),
    sa.Column("rev", sa.Integer, nullable=False, server_default="0"),
    sa.Index("ix_given_user_login", "login"),
)

holding = sa.Table(
    "holding",
    core,
    sa.Column("ref", sa.Text, primary_key=True),  # LOG.seq of the grant
    sa.Column("user_no", sa.Integer, nullable=False, server_default="0"),
    sa.Column("role", sa.Text, nullable=False, server_default=""),
    sa.Column("org_no", sa.Integer, nullable=False, server_default="0"),
    sa.Column("until", sa.Text, nullable=False, server_default=""),  # ISO day, its end included; empty without end
    sa.Column("voided", sa.Integer, nullable=False, server_default="0"),
    sa.Column("rev", sa.Integer, nullable=False, server_default="0"),
    sa.Index("ix_holding_org", "org_no"),
    sa.Index("ix_holding_user", "user_no"),
)

# Small numbers of logs, from which the fold's surrogates are made. Never dropped: what readers note hangs on them.
logname = sa.Table(
    "logname",
    core,
    sa.Column("local_no", Serial, primary_key=True),
    sa.Column("log_id", Big, nullable=False, unique=True),
    sa.Column("feed_no", sa.Integer),  # where the log is filed; null while it was only named
    sa.Index("ix_logname_feed_no", "feed_no"),
    sqlite_autoincrement=True,
)

# Which feed wants to hold what is known of which person, from and until which day (sync design 3.5).
interest = sa.Table(
    "interest",
    core,
    sa.Column("feed_no", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("person", Big, primary_key=True, autoincrement=False),  # surrogate
    sa.Column("from_day", sa.Text, nullable=False),
    sa.Column("until_day", sa.Text, nullable=False),
    sa.Column("served", sa.Integer, nullable=False),  # see `interests`
    sa.Index("ix_interest_person", "person"),
    sa.Index("ix_interest_served", "served", "from_day", "feed_no"),
)

# Single entries that a feed is to get although nobody there is waited for: changes of what it was given before.
owed = sa.Table(
    "owed",
    core,
    sa.Column("feed_no", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("entry", Big, primary_key=True, autoincrement=False),  # surrogate
    sa.Index("ix_owed_entry", "entry"),
)

# What has been quoted into which feed.
delivered = sa.Table(
    "delivered",
    core,
    sa.Column("feed_no", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("entry", Big, primary_key=True, autoincrement=False),  # surrogate
    sa.Index("ix_delivered_entry", "entry"),
    sqlite_with_rowid=False,
)

# Pairs of people that the rule has declared one person: once, whatever people make of it afterwards.
linked = sa.Table(
    "linked",
    core,
    sa.Column("a", Big, primary_key=True, autoincrement=False),
    sa.Column("b", Big, primary_key=True, autoincrement=False),
)

# Token buckets that hold across processes (sync design 3.5, 3.9).
bucket = sa.Table(
    "bucket",
    core,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("tokens", sa.Float, nullable=False),
    sa.Column("at_ms", Big, nullable=False),
)

revocation = sa.Table(
    "revocation",
    core,
    sa.Column("ref", sa.Text, primary_key=True),  # LOG.seq of the revocation
    sa.Column("pubkey", sa.LargeBinary),
    sa.Column("from_ms", Big, nullable=False, server_default="0"),
    sa.Column("voided", sa.Integer, nullable=False, server_default="0"),
    sa.Column("rev", sa.Integer, nullable=False, server_default="0"),
    sa.Index("ix_revocation_key", "pubkey"),
)

# Entries that the law had erased: an index over the `forget` entries of hosted devices, never written alone.
erased = sa.Table(
    "erased",
    core,
    sa.Column("log_id", Big, primary_key=True, autoincrement=False),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("mark", sa.Text, nullable=False),  # of its line, so that another history's is left alone; may be empty
    sa.Column("by", sa.Text, nullable=False),  # LOG.seq of the entry that names it
    sa.Column("basis", sa.Text, nullable=False),
    sa.Column("at_ms", Big, nullable=False),
    sa.Column("done_ms", Big),  # when its line was made a hole; null while it was not filed here
    sa.Index("ix_erased_done_ms", "done_ms"),
)
