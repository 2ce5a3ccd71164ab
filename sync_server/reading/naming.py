"""The server's numbers for logs: `LOG.seq` to the surrogate of the fold and back, and the feed a log is filed in."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from sync_server.durable.tables import logname
from vaxdesk.journal import ref
from vaxdesk.registry import bulk
from vaxdesk.registry.entry import insert_new
from vaxdesk.registry.names import SEQ_BITS, LogNames

_CHUNK = 500
_NUMBER = sa.select(logname.c.local_no).where(logname.c.log_id == sa.bindparam("log"))
_NAME = sa.select(logname.c.log_id).where(logname.c.local_no == sa.bindparam("number"))

_FILED = (
    logname.update()
    .where(bulk.among(logname.c.local_no, "ids"), logname.c.feed_no.is_(None))
    .values(feed_no=sa.bindparam("filed_in"))
)


def names(conn: sa.Connection) -> LogNames:
    """Names for the work of one transaction; numbers given in it are void when it is rolled back."""

    def find(log: str) -> int | None:
        return conn.execute(_NUMBER, {"log": ref.log_number(log)}).scalar()

    def number_of(log: str) -> int:
        return find(log) or _given(conn, ref.log_number(log))

    def name_of(number: int) -> str:
        return ref.log_name(conn.execute(_NAME, {"number": number}).scalar_one())

    return LogNames(number_of=number_of, find=find, name_of=name_of)


def filed(conn: sa.Connection, feed_no: int, numbers: Iterable[int]) -> None:
    """Notes that logs are filed in a feed."""
    conn.execute(_FILED, {"ids": list(numbers), "filed_in": feed_no})


def feeds_of(conn: sa.Connection, ids: Iterable[int]) -> dict[int, int]:
    """The feed in which each entry is filed, by surrogate; entries of logs that were only named are left out."""
    wanted = set(ids)
    numbers = sorted({one >> SEQ_BITS for one in wanted})
    feeds: dict[int, int] = {}
    for start in range(0, len(numbers), _CHUNK):
        part = logname.c.local_no.in_(numbers[start : start + _CHUNK])
        rows = conn.execute(
            sa.select(logname.c.local_no, logname.c.feed_no).where(part, logname.c.feed_no.is_not(None))
        )
        feeds |= {row.local_no: row.feed_no for row in rows}
    return {one: feeds[one >> SEQ_BITS] for one in wanted if one >> SEQ_BITS in feeds}


def _given(conn: sa.Connection, log_id: int) -> int:
    insert_new(conn, logname, [{"log_id": log_id}])
    return conn.execute(_NUMBER, {"log": log_id}).scalar_one()
