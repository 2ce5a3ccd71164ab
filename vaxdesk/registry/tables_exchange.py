"""Tables of the fold about the exchange: what is held and how it came, who is the same, rights, stock, issues."""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.registry.columns import digest, key, number, origin, ref, text
from vaxdesk.registry.tables import registry

_APART = {"apart": True}

# Every entry that was folded, once. `kind` is `~` for one that the law has erased.
held = sa.Table(
    "held",
    registry,
    key(),
    text("kind"),
    digest("h"),
    number("stamp"),
    number("user"),
    number("doubt"),  # 1: written while the clock was in doubt
    number("quoted", info=_APART),  # the quote by which it is known; 0: the entry itself came
    origin("origin"),
    sqlite_with_rowid=False,
)
IN_DOUBT = held.c.doubt == sa.literal_column("1")  # a database takes the small index only for the same words
sa.Index("ix_held_doubt", held.c.id, sqlite_where=IN_DOUBT, postgresql_where=IN_DOUBT)

# Payload, or row, of an entry as first written; only of entries that were corrected. For taking a correction out again.
original = sa.Table("original", registry, key(), text("d"), info=_APART, sqlite_with_rowid=False)

quoted = sa.Table(
    "quoted",
    registry,
    key(),
    ref("target"),
    digest("h"),
    text("line"),
    text("branch"),
    number("a"),
    text("unit"),
    text("place"),
    number("apart"),  # 1: contradicts what is held under its target
    sa.Index("ix_quoted_target", "target"),
    info=_APART,
)

# One row a pair of records that somebody, or a rule, declared the same person or two.
edge = sa.Table(
    "edge",
    registry,
    key(),
    text("kind"),  # same, differ
    ref("a"),
    ref("b"),
    number("voided"),
    sa.Index("ix_edge_a", "a"),
    sa.Index("ix_edge_b", "b"),
)

# What a `forget` entry names: `what` is `entry`, or `person` for the person whose data they were.
forgotten = sa.Table("forgotten", registry, key(), key("by"), text("what"), sqlite_with_rowid=False)

grant = sa.Table(
    "grant_",
    registry,
    key(),
    number("user"),
    text("role"),
    text("unit"),
    text("until"),
    number("voided"),
    sa.Index("ix_grant_user", "user"),
)

revoke = sa.Table(
    "revoke",
    registry,
    key(),
    text("device"),
    number("from_ms"),
    text("why"),
    number("voided"),
    sa.Index("ix_revoke_device", "device"),
)

resolve = sa.Table(
    "resolve",
    registry,
    key(),
    text("issue"),
    text("how"),
    text("why"),
    number("voided"),
    sa.Index("ix_resolve_issue", "issue"),
)

# The first entry of each log: which device wrote it, and where.
run = sa.Table(
    "run",
    registry,
    key(),
    text("device"),
    text("station"),
    number("voided"),
    sa.Index("ix_run_device", "device"),
)

# Users given from above who wrote in a log, and the latest device time at which they did.
author = sa.Table(
    "author",
    registry,
    sa.Column("user", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("log", sa.BigInteger, primary_key=True, autoincrement=False),  # local number
    number("newest"),
    info=_APART,
    sqlite_with_rowid=False,
)

# What somebody should look at, found by `registry.checks` from the tables above; `id` is the same wherever it is found.
issue = sa.Table(
    "issue",
    registry,
    sa.Column("id", sa.Text, primary_key=True),
    text("kind"),
    text("facts"),
    sa.Index("ix_issue_kind", "kind"),
    info=_APART,
    sqlite_with_rowid=False,
)

issue_ref = sa.Table(
    "issue_ref",
    registry,
    key("obj"),
    sa.Column("issue", sa.Text, primary_key=True),
    sa.Index("ix_issue_ref_issue", "issue"),
    info=_APART,
    sqlite_with_rowid=False,
)

# Records of which so many are alike that they are not compared (`checks.crowds`), by the hash of the creating entry.
crowd = sa.Table(
    "crowd",
    registry,
    sa.Column("block", sa.Text, primary_key=True),
    sa.Column("h", sa.LargeBinary, primary_key=True),
    ref("obj"),
    sa.Index("ix_crowd_obj", "obj"),
    info=_APART,
    sqlite_with_rowid=False,
)

# Issues whose answer, or question to a site, changed since the checks last looked; `n` as in `unchecked`.
stirred = sa.Table(
    "stirred",
    registry,
    sa.Column("issue", sa.Text, primary_key=True),
    number("n"),
    info=_APART,
    sqlite_with_rowid=False,
)

# What the fold changed since the checks last looked: `what` says of which kind the surrogate is (`registry.news`).
unchecked = sa.Table(
    "unchecked",
    registry,
    sa.Column("what", sa.Text, primary_key=True),
    sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False),
    number("n"),  # always 1; written again so that a row is locked and a check that takes it away must wait
    info=_APART,
    sqlite_with_rowid=False,
)
