"""What the trust list of this server is made of, beside the devices: whose signatures count, and what was withdrawn."""

from __future__ import annotations

import sqlalchemy as sa

from sync_server.durable.tables import Big, core

trusted_key = sa.Table(
    "trusted_key",
    core,
    sa.Column("digest", sa.LargeBinary, primary_key=True),  # SHA-256 of issuer, identifier and public key
    sa.Column("kid", sa.LargeBinary, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),  # JSON of `certificates.trust.Key`
    sa.Column("added_ms", Big, nullable=False),
)

withdrawn = sa.Table(
    "withdrawn",
    core,
    sa.Column("digest", sa.LargeBinary, primary_key=True),  # as lists hold it: 10 bytes ours, 16 the EU's
    sa.Column("at_ms", Big, nullable=False),
    sa.Column("why", sa.Text, nullable=False, server_default=""),
)
