"""Keeps the totals up behind the folder: any process may count, one at a time, since all add to the same sums."""

from __future__ import annotations

import sqlalchemy as sa

from sync_server.durable.database import need_not_last, reading, writing
from sync_server.durable.locks import Lock, alone
from sync_server.durable.tables import cursor, feed
from sync_server.reading import folder, naming
from sync_server.reading.readers import Rests, guarded
from sync_server.settings import Server
from sync_server.totals import identities, queue, run
from vaxdesk.domain import times

NAME = "totals"
_MOST = {"sqlite": 250, "postgresql": 2000}  # places in one transaction: on SQLite no push is filed meanwhile
_TIMES = 8  # transactions in one turn
_ALL_FEEDS = 0  # what rests after a bug: the totals as a whole

_UNFOLDED = (
    sa.select(feed.c.feed_no)
    .outerjoin(cursor, sa.and_(cursor.c.feed_no == feed.c.feed_no, cursor.c.name == folder.NAME))
    .where(feed.c.head > sa.func.coalesce(cursor.c.pos, 0))
)


def go_through(server: Server, rests: Rests) -> int:
    """Counts some of what has changed; returns how many places it were, 0 when another process is at it."""
    if rests.rests(NAME, _ALL_FEEDS):
        return 0
    today = times.day_of(server.now())
    with reading(server.engine) as conn:
        if not queue.waits(conn) and not identities.is_over(conn, today):
            return 0
    most, done = _MOST[server.engine.dialect.name], 0
    for _ in range(_TIMES):
        places = guarded(rests, NAME, _ALL_FEEDS, lambda: _count(server.engine, most, today))
        done += places
        if places < most:
            break
    return done


def unfolded(conn: sa.Connection) -> set[int]:
    """Feeds in which entries are filed that nobody has folded yet."""
    return set(conn.execute(_UNFOLDED).scalars())


def _count(engine: sa.Engine, most: int, today: str) -> int:
    with writing(engine) as conn:
        need_not_last(conn)
        if not alone(conn, Lock.TOTALS):
            return 0
        identities.turn(conn, today)
        return run.catch_up(conn, naming.names(conn), most=most)
