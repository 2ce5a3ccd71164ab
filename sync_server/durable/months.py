"""The months that segments lie in: on PostgreSQL a partition each, made before it is needed; on SQLite nothing to do.

Partitions stand in a schema of their own. One is made beside and then attached, which disturbs no reader nor writer
of the others. There is no partition for the rest: a segment is filed into its month or not at all.
"""

from __future__ import annotations

import time
from weakref import WeakKeyDictionary

import msgspec
import sqlalchemy as sa

from sync_server.durable.database import reading, writing
from sync_server.durable.locks import Lock, hold

SCHEMA = "months"
AHEAD = 3
_NO_PARTITION = "23514"
_seen: WeakKeyDictionary[sa.Engine, set[int]] = WeakKeyDictionary()  # partitions that were there already


class Month(msgspec.Struct, frozen=True, kw_only=True):
    """A partition as it lies on the disk; `space` is its tablespace, empty for the usual one."""

    part: int
    size: int
    space: str


class NoMonth(LookupError):
    """There is no partition of that month."""


def of(now_ms: int) -> int:
    """The month of a moment, as 202611; in UTC, since it is no date that anybody reads."""
    received = time.gmtime(now_ms // 1000)
    return received.tm_year * 100 + received.tm_mon


def coming(now_ms: int) -> list[int]:
    """The month of a moment and those that follow it."""
    year, month = divmod(of(now_ms), 100)
    following = [year * 12 + month - 1 + number for number in range(AHEAD + 1)]
    return [at // 12 * 100 + at % 12 + 1 for at in following]


def prepare(engine: sa.Engine, now_ms: int) -> None:
    """Makes the partitions of this month and the next ones where they are missing."""
    with reading(engine) as conn:
        wanted = [part for part in coming(now_ms) if not _there(conn, part)]
    if wanted:
        with writing(engine) as conn:
            for part in wanted:
                ensure(conn, part)


def ensure(conn: sa.Connection, part: int) -> None:
    """Makes one partition in the caller's transaction unless it is there; other processes may do the same."""
    if _there(conn, part):
        return
    hold(conn, Lock.MONTHS)
    if _there(conn, part):
        return
    name = f"{SCHEMA}.segment_{part:d}"
    conn.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    conn.exec_driver_sql(f"CREATE TABLE {name} (LIKE segment, CHECK (part = {part:d}))")
    conn.exec_driver_sql(f"ALTER TABLE segment ATTACH PARTITION {name} FOR VALUES IN ({part:d})")


def was_missing(engine: sa.Engine, error: sa.exc.DBAPIError) -> bool:
    """Whether a segment found no partition, as after a restore under a running server; then `prepare` makes it."""
    missing = getattr(error.orig, "sqlstate", "") == _NO_PARTITION
    if missing:
        _seen.pop(engine, None)
    return missing


def listed(conn: sa.Connection) -> list[Month]:
    """The partitions, oldest first; none on SQLite."""
    if conn.dialect.name != "postgresql":
        return []
    rows = conn.exec_driver_sql(
        "SELECT c.relname, pg_total_relation_size(c.oid), coalesce(t.spcname, '') FROM pg_class c "
        "JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_tablespace t ON t.oid = c.reltablespace "
        f"WHERE n.nspname = '{SCHEMA}' AND c.relkind = 'r' ORDER BY c.relname"
    )
    return [Month(part=int(name.removeprefix("segment_")), size=size, space=space) for name, size, space in rows]


def move(engine: sa.Engine, part: int, space: str) -> None:
    """Moves a month and its indexes to a tablespace; who wants to read that month waits meanwhile.

    Raises:
        NoMonth: no such partition.
        sqlalchemy.exc.ProgrammingError: no such tablespace.
    """
    with writing(engine) as conn:
        if part not in (month.part for month in listed(conn)):
            raise NoMonth(part)
        name, quoted = f"segment_{part:d}", conn.dialect.identifier_preparer.quote_identifier(space)
        indexes = conn.exec_driver_sql(
            f"SELECT indexname FROM pg_indexes WHERE schemaname = '{SCHEMA}' AND tablename = '{name}'"
        ).scalars()
        conn.exec_driver_sql(f"ALTER TABLE {SCHEMA}.{name} SET TABLESPACE {quoted}")
        for index in indexes.all():
            conn.exec_driver_sql(f'ALTER INDEX {SCHEMA}."{index}" SET TABLESPACE {quoted}')


def _there(conn: sa.Connection, part: int) -> bool:
    seen = _seen.setdefault(conn.engine, set())
    if conn.dialect.name != "postgresql" or part in seen:
        return True
    # asked of the table, not by to_regclass, whose cache may not yet know what another process has just made
    found = f"SELECT 1 FROM pg_tables WHERE schemaname = '{SCHEMA}' AND tablename = 'segment_{part:d}'"
    if conn.exec_driver_sql(found).first() is None:
        return False
    seen.add(part)  # not when made here: the caller may yet roll back
    return True
