"""The server's numbers for logs: `LOG.seq` to the surrogate of the fold and back, and the feed a log is filed in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from sync_server.durable.tables import logname
from vaxdesk.journal import ref
from vaxdesk.registry import bulk
from vaxdesk.registry.entry import insert_new
from vaxdesk.registry.names import SEQ_BITS, LogNames

_FEEDS = sa.select(logname.c.local_no, logname.c.feed_no).where(
    bulk.among(logname.c.local_no, "ids"), logname.c.feed_no.is_not(None)
)
_NUMBER = sa.select(logname.c.local_no).where(logname.c.log_id == sa.bindparam("log"))
_NUMBERS = sa.select(logname.c.log_id, logname.c.local_no).where(bulk.among(logname.c.log_id, "ids"))
_NAME = sa.select(logname.c.log_id).where(logname.c.local_no == sa.bindparam("number"))
_UNFILED = sa.select(logname.c.local_no).where(bulk.among(logname.c.local_no, "ids"), logname.c.feed_no.is_(None))
_FILED = (
    logname.update()
    .where(logname.c.local_no == sa.bindparam("number"), logname.c.feed_no.is_(None))
    .values(feed_no=sa.bindparam("filed_in"))
)


def names(conn: sa.Connection, logs: Iterable[str] = ()) -> LogNames:
    """Names for the work of one transaction; numbers given in it are void when it is rolled back.

    Args:
        logs: of which the numbers will be wanted: they are looked up together.
    """

    def find(log: str) -> int | None:
        return conn.execute(_NUMBER, {"log": ref.log_number(log)}).scalar()

    def number_of(log: str) -> int:
        return find(log) or _given(conn, ref.log_number(log))

    def name_of(number: int) -> str:
        return ref.log_name(conn.execute(_NAME, {"number": number}).scalar_one())

    found = LogNames(number_of=number_of, find=find, name_of=name_of)
    ids = {ref.log_number(one) for one in logs}
    if ids:
        found.learn((ref.log_name(row.log_id), row.local_no) for row in conn.execute(_NUMBERS, {"ids": ids}))
    return found


def log_of(id_: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
    """The number of the log in which an entry stands, out of a column of surrogates.

    The bits stand there as a plain number, since PostgreSQL shifts by no bigint.
    """
    return id_.op(">>")(sa.literal_column(str(SEQ_BITS)))


def filed(conn: sa.Connection, feeds: Mapping[int, int]) -> None:
    """Notes in which feed logs are filed, by number."""
    new = conn.execute(_UNFILED, {"ids": list(feeds)}).scalars().all()
    if new:
        conn.execute(_FILED, [{"number": one, "filed_in": feeds[one]} for one in sorted(new)])


def feeds_of(conn: sa.Connection, ids: Iterable[int]) -> dict[int, int]:
    """The feed in which each entry is filed, by surrogate; entries of logs that were only named are left out."""
    wanted = set(ids)
    rows = conn.execute(_FEEDS, {"ids": {one >> SEQ_BITS for one in wanted}}) if wanted else ()
    feeds = {row.local_no: row.feed_no for row in rows}
    return {one: feeds[one >> SEQ_BITS] for one in wanted if one >> SEQ_BITS in feeds}


def _given(conn: sa.Connection, log_id: int) -> int:
    insert_new(conn, logname, [{"log_id": log_id}])
    return conn.execute(_NUMBER, {"log": log_id}).scalar_one()
