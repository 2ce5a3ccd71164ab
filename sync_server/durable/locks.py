"""Locks by number, for the length of a transaction: what one process at a time may do, on PostgreSQL.

SQLite lets in one who writes, so there whoever writes is alone. A process of the program before this one may run
beside this one: numbers stay, and one that is no longer used is not given to anything else.
"""

from __future__ import annotations

from enum import IntEnum

import sqlalchemy as sa


class Lock(IntEnum):
    """What one at a time does; any numbers, the same in every process."""

    MIGRATIONS = 0x7661780001
    MONTHS = 0x7661780002
    TABLES = 0x7661780003
    CHECKS = 0x7661780004
    TOTALS = 0x7661780005
    TIMETABLE = 0x7661780006
    SIGNUPS = 0x7661780007
    CORRECTIONS = 0x7661780008
    GROUPS = 0x7661780009
    TELLINGS = 0x7661780051


def alone(conn: sa.Connection, number: int) -> bool:
    """Whether nobody else holds a lock while this transaction lasts; who does is not waited for.

    Args:
        number: one of `Lock`, or of the whole width of 64 bits, signed, for one of very many things.
    """
    if conn.dialect.name != "postgresql":
        return True
    return bool(conn.execute(sa.select(sa.func.pg_try_advisory_xact_lock(int(number)))).scalar())


def hold(conn: sa.Connection, lock: Lock) -> None:
    """Waits until nobody else holds a lock, and keeps others from it until the transaction ends."""
    if conn.dialect.name == "postgresql":
        conn.execute(sa.select(sa.func.pg_advisory_xact_lock(int(lock))))
