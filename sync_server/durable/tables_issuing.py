"""Tables of the centre's certificates: for whom one is due, and which were signed.

`cert_due` and `cert_count` follow from the fold alone (`reading.certifying`) but for `since_ms`. `issued` is what no
table of the fold says before the entry has been folded: that a certificate of this state of a person was signed.
"""

from __future__ import annotations

import sqlalchemy as sa

from sync_server.durable.tables import Big, core

cert_due = sa.Table(
    "cert_due",
    core,
    sa.Column("canon", Big, primary_key=True, autoincrement=False),  # surrogate of the record that stands
    sa.Column("unit", sa.Integer, nullable=False),  # where the newest dose stands, else the record
    sa.Column("state", sa.Text, nullable=False),  # `domain.certificate_due.CertState`
    sa.Column("why", sa.Text, nullable=False),  # `CertWait`; empty in other states
    sa.Column("since_ms", Big, nullable=False),
    sa.Column("hcert", Big, nullable=False),  # surrogate of the certificate that holds; 0 for none
    sa.Column("due_on", sa.Text, nullable=False),  # day on which it is looked at again though nothing came; or empty
    sa.Column("todo", sa.Integer, nullable=False),  # 1: the centre has to sign or withdraw something
    sa.Index("ix_cert_due_unit", "unit", "state", "why", "canon"),
)
TO_DO = cert_due.c.todo == sa.literal_column("1")  # few: a database takes the index only for the same words
TO_COME = cert_due.c.due_on != sa.literal_column("''")
sa.Index("ix_cert_due_todo", cert_due.c.canon, sqlite_where=TO_DO, postgresql_where=TO_DO)
sa.Index("ix_cert_due_on", cert_due.c.due_on, sqlite_where=TO_COME, postgresql_where=TO_COME)

cert_count = sa.Table(
    "cert_count",
    core,
    sa.Column("unit", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("state", sa.Text, primary_key=True),
    sa.Column("why", sa.Text, primary_key=True),
    sa.Column("n", Big, nullable=False),
)

# What the fold or the checks changed since the index was last brought in line; as `uncounted`.
cert_mark = sa.Table(
    "cert_mark",
    core,
    sa.Column("what", sa.Text, primary_key=True),  # person, or the kind of an entry about a certificate
    sa.Column("key", Big, primary_key=True, autoincrement=False),
    sa.Column("n", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)

# Feeds that were read anew: nothing is judged by half a fold, so the index waits until each is read up to here.
cert_pause = sa.Table(
    "cert_pause",
    core,
    sa.Column("feed_no", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("upto", Big, nullable=False),
)

# By which rules the index was made (`reading.certifying.VERSION`).
cert_made = sa.Table("cert_made", core, sa.Column("version", sa.Integer, primary_key=True, autoincrement=False))

issued = sa.Table(
    "issued",
    core,
    sa.Column("canon", Big, primary_key=True, autoincrement=False),
    sa.Column("state", sa.LargeBinary, primary_key=True),  # sum of what it states and of all that were known before
    sa.Column("ref", sa.Text, nullable=False),  # of the entry
    sa.Column("at_ms", Big, nullable=False),
)
withdrew = sa.Table(
    "withdrew",
    core,
    sa.Column("hcert", Big, primary_key=True, autoincrement=False),  # surrogate
    sa.Column("ref", sa.Text, nullable=False),
    sa.Column("at_ms", Big, nullable=False),
)
