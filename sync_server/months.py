"""The months that segments lie in: on PostgreSQL a partition each, made before it is needed; on SQLite nothing to do.

Partitions stand in a schema of their own. One is made beside and then attached, which disturbs no reader nor writer
of the others. There is no partition for the rest: a segment is filed into its month or not at all.
"""

from __future__ import annotations

import time

import msgspec
import sqlalchemy as sa

from sync_server.database import reading, writing

SCHEMA = "months"
AHEAD = 3
_LOCK = 0x7661780002  # any number, the same in every process
_NO_PARTITION = "23514"


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
    if engine.dialect.name != "postgresql":
        return
    with reading(engine) as conn:
        wanted = [part for part in coming(now_ms) if not _there(conn, part)]
    if wanted:
        with writing(engine) as conn:
            for part in wanted:
                ensure(conn, part)


def ensure(conn: sa.Connection, part: int) -> None:
    """Makes one partition in the caller's transaction unless it is there; other processes may do the same."""
    if conn.dialect.name != "postgresql":
        return
    conn.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    if _there(conn, part):
        return
    name = f"{SCHEMA}.segment_{part:d}"
    conn.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    conn.exec_driver_sql(f"CREATE TABLE {name} (LIKE segment, CHECK (part = {part:d}))")
    conn.exec_driver_sql(f"ALTER TABLE segment ATTACH PARTITION {name} FOR VALUES IN ({part:d})")


def is_missing(error: sa.exc.DBAPIError) -> bool:
    """Whether a segment found no partition."""
    return getattr(error.orig, "sqlstate", "") == _NO_PARTITION


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
        if not _there(conn, part):
            raise NoMonth(part)
        name, quoted = f"segment_{part:d}", conn.dialect.identifier_preparer.quote_identifier(space)
        indexes = conn.exec_driver_sql(
            f"SELECT indexname FROM pg_indexes WHERE schemaname = '{SCHEMA}' AND tablename = '{name}'"
        ).scalars()
        conn.exec_driver_sql(f"ALTER TABLE {SCHEMA}.{name} SET TABLESPACE {quoted}")
        for index in indexes.all():
            conn.exec_driver_sql(f'ALTER INDEX {SCHEMA}."{index}" SET TABLESPACE {quoted}')


def _there(conn: sa.Connection, part: int) -> bool:
    if conn.dialect.name != "postgresql":
        return False
    return conn.exec_driver_sql(f"SELECT to_regclass('{SCHEMA}.segment_{part:d}')").scalar() is not None
