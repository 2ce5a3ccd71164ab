"""Lets several processes fold into one PostgreSQL database: who works on the same people waits for the other.

SQLite has one writer at a time and needs nothing. Locks are of the transaction; logs are locked in the order of
their numbers and groups of records after them, so two batches seldom wait for each other in a circle. Where they do,
PostgreSQL ends one of them, and its reader begins the batch again.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from vaxdesk.registry.entry import Entry
from vaxdesk.registry.names import SEQ_BITS

_LOGS, _GROUPS = 0x7661, 0x7662  # any numbers, the same in every process
_LOCK_LOGS = "SELECT count(pg_advisory_xact_lock(%s, no)) FROM unnest(%s::int[]) AS no"
_LOCK_GROUPS = {True: "SELECT pg_advisory_xact_lock(%s, 0)", False: "SELECT pg_advisory_xact_lock_shared(%s, 0)"}


def logs(conn: sa.Connection, entries: Iterable[Entry]) -> None:
    """Locks the logs of entries and of what they are about."""
    if conn.dialect.name == "postgresql":
        found = set()
        for one in entries:
            found.add(one.id >> SEQ_BITS)
            found.add(one.of >> SEQ_BITS)
            if one.kind in ("same", "differ"):
                found.update(ref >> SEQ_BITS for ref in one.refs)
        conn.exec_driver_sql(_LOCK_LOGS, (_LOGS, sorted(found - {0})))


def groups(conn: sa.Connection, *, change: bool) -> None:
    """Locks who stands for whom: for looking at it, or for changing it."""
    if conn.dialect.name == "postgresql":
        conn.exec_driver_sql(_LOCK_GROUPS[change], (_GROUPS,))
