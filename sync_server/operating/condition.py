"""How the server is: what is filed and not yet read, whom it has not heard of, how old the newest backup is.

For probes, for Prometheus and for the operator's page; numbers alone, nothing of a person.
"""

from __future__ import annotations

from enum import StrEnum, nonmember
from functools import cache
from pathlib import Path

import msgspec
import sqlalchemy as sa
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from sync_server.durable.database import reading
from sync_server.durable.tables import cursor, device, feed, segment
from sync_server.joining.devices import NO_UNIT
from sync_server.reading import folder
from sync_server.settings import Server
from vaxdesk.registry import fold
from vaxdesk.registry.checks import run
from vaxdesk.registry.tables_exchange import issue

SILENT_MS = (1 * 86_400_000, 3 * 86_400_000, 7 * 86_400_000)
_BEHIND_MS = 10 * 60_000  # a segment that waits longer to be read
_MOST_LATE = 50  # feeds that are asked for the age of what waits
_SIZE = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_database_size(current_database())",
}


class NotReady(StrEnum):
    """Why no work should be sent to this process."""

    WORDS = nonmember("district_operations.not_ready")

    DATABASE = "database"  # it does not answer, or only reads
    SCHEMA = "schema"  # another program's
    FOLD = "fold"  # it is being rebuilt
    BEHIND = "behind"  # readers do not keep up, or none runs


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers of the whole server. Times in ms, sizes in bytes.

    Args:
        positions: segments filed; unread: of them not yet read by the folder; oldest_ms: how long the oldest of those
            waits, at least.
        silent: active devices of which nothing was heard for 1, 3 and 7 days, or never.
        unchecked: whether the checks have something to look at.
        unsafe: segments that no backup covers.
    """

    devices: int
    silent: tuple[int, int, int]
    positions: int
    unread: int
    oldest_ms: int
    issues: dict[str, int]
    unchecked: bool
    unsafe: int
    bytes: int


def whole(conn: sa.Connection, server: Server) -> Condition:
    """The condition of the server, by some small questions."""
    now = server.now_ms()
    active = sa.and_(device.c.status == "active", device.c.org_no != NO_UNIT)
    seen = sa.func.coalesce(device.c.last_seen_ms, 0)
    quiet = [sa.func.coalesce(sa.func.sum(sa.case((seen < now - ms, 1), else_=0)), 0) for ms in SILENT_MS]
    devices, *silent = conn.execute(sa.select(sa.func.count(), *quiet).where(active)).one()
    late = _late(conn)
    folded = fold.is_current(conn)
    kinds = conn.execute(sa.select(issue.c.kind, sa.func.count()).group_by(issue.c.kind)).all() if folded else ()
    filed, covered = conn.execute(
        sa.select(sa.func.coalesce(sa.func.sum(feed.c.head), 0), sa.func.coalesce(sa.func.sum(feed.c.backed), 0))
    ).one()
    return Condition(
        devices=devices,
        silent=tuple(int(one) for one in silent),
        positions=int(filed),
        unread=sum(row.head - row.pos for row in late),
        oldest_ms=_oldest(conn, late, now),
        issues={kind: n for kind, n in kinds},
        unchecked=folded and run.waits(conn),
        unsafe=int(filed - covered),
        bytes=conn.exec_driver_sql(_SIZE[conn.dialect.name]).scalar_one(),
    )


def not_ready(server: Server) -> tuple[NotReady, ...]:
    """Why no work should be sent here, nothing when all is well."""
    try:
        with reading(server.engine) as conn:
            if _only_reads(conn):
                return (NotReady.DATABASE,)
            if MigrationContext.configure(conn).get_current_revision() != _newest():
                return (NotReady.SCHEMA,)
            late = _late(conn)
            behind = bool(late) and _oldest(conn, late, server.now_ms()) > _BEHIND_MS
            found = {NotReady.FOLD: not fold.is_current(conn), NotReady.BEHIND: behind}
    except sa.exc.SQLAlchemyError:
        return (NotReady.DATABASE,)
    return tuple(why for why, holds in found.items() if holds)


def _late(conn: sa.Connection) -> list[sa.Row]:
    """Feeds of which the folder has not read all, and how far it has come."""
    at = sa.func.coalesce(cursor.c.pos, 0).label("pos")
    read = sa.and_(cursor.c.name == folder.READER.name, cursor.c.feed_no == feed.c.feed_no)
    query = sa.select(feed.c.feed_no, feed.c.head, at).outerjoin(cursor, read)
    return list(conn.execute(query.where(feed.c.head > sa.func.coalesce(cursor.c.pos, 0))))


def _oldest(conn: sa.Connection, late: list[sa.Row], now_ms: int) -> int:
    """How long the oldest segment that is not read waits, of the feeds that are farthest behind."""
    first = 0
    for row in sorted(late, key=lambda one: one.pos - one.head)[:_MOST_LATE]:
        wanted = sa.select(segment.c.received_ms).where(segment.c.feed_no == row.feed_no, segment.c.pos == row.pos + 1)
        first = max(first, now_ms - (conn.execute(wanted).scalar() or now_ms))
    return first


def _only_reads(conn: sa.Connection) -> bool:
    if conn.dialect.name != "postgresql":
        return False
    return bool(conn.exec_driver_sql("SELECT pg_is_in_recovery()").scalar())


@cache
def _newest() -> str | None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parents[1] / "migrations"))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config).get_current_head()
