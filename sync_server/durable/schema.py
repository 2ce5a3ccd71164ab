"""All tables of the server, whichever module tells of them: what the migrations must come to."""

from __future__ import annotations

from sync_server.durable import (  # noqa: F401 - their tables are part of the schema
    tables_cases,
    tables_identity,
    tables_issuing,
    tables_missing,
    tables_portal,
    tables_staff,
    tables_totals,
    tables_trust,
)
from sync_server.durable.tables import core

SCHEMA = core
