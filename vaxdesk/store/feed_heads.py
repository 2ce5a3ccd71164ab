"""The server's signed statements over each feed, one a day, for ever: what is safe, how old an item is, and evidence.

An item at or below `safe` stands in finished backups of the server (decision 0014). How long ago an item was filed is
told by these statements alone, whose times the server signed.
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.times import day_of
from vaxdesk.store.tables import feed_head

_DAY_MS = 86_400_000
# As SQLite takes it, since every round keeps some. A statement that says nothing new is not written again.
_KEEP = """
INSERT INTO feed_head (feed, day, past, pos, fh, safe, sig, time_ms) VALUES (?, ?, 0, ?, ?, ?, ?, ?)
ON CONFLICT (feed, day, past) DO UPDATE
SET pos = excluded.pos, fh = excluded.fh, safe = excluded.safe, sig = excluded.sig, time_ms = excluded.time_ms
WHERE (feed_head.pos, feed_head.fh, feed_head.safe) != (excluded.pos, excluded.fh, excluded.safe)"""


class SignedHead(msgspec.Struct, frozen=True):
    """A statement of the server over a feed: evidence that can be shown to a neighbour. `fh` in hex."""

    pos: int
    fh: str
    safe: int
    sig: str
    time_ms: int


def keep(conn: sa.Connection, feed_no: int, head: SignedHead) -> None:
    """Keeps a statement as the last one of its day."""
    day = day_of(head.time_ms / 1000)
    conn.exec_driver_sql(_KEEP, (feed_no, day, head.pos, head.fh, head.safe, head.sig, head.time_ms))


def go_back(conn: sa.Connection, feed_no: int, pos: int) -> None:
    """The server went back: statements beyond a position say nothing of the feed any more, and are kept as evidence."""
    stale = (feed_head.c.feed == feed_no, feed_head.c.past == 0, feed_head.c.pos > pos)
    days = list(conn.execute(sa.select(feed_head.c.day).where(*stale)).scalars())
    if days:
        before = (feed_head.c.feed == feed_no, feed_head.c.past == 1, feed_head.c.day.in_(days))
        conn.execute(feed_head.delete().where(*before))
        conn.execute(feed_head.update().where(*stale).values(past=1))


def safe(conn: sa.Connection) -> dict[int, int]:
    """Up to which position each feed is safe; what lies above must not be let go."""
    rows = sa.select(feed_head.c.feed, sa.func.max(feed_head.c.safe).label("safe")).where(feed_head.c.past == 0)
    return {row.feed: row.safe for row in conn.execute(rows.group_by(feed_head.c.feed))}


def filed_by(conn: sa.Connection, time_ms: int) -> dict[int, int]:
    """Up to which position each feed had been shown by a time of the server."""
    rows = sa.select(feed_head.c.feed, sa.func.max(feed_head.c.pos).label("pos"))
    then = rows.where(feed_head.c.past == 0, feed_head.c.time_ms <= time_ms)
    return {row.feed: row.pos for row in conn.execute(then.group_by(feed_head.c.feed))}


def safe_for(conn: sa.Connection, days: int, now_ms: int) -> dict[int, int]:
    """Up to which position each feed is safe and was filed more than so many days before a time of the server."""
    old, held = filed_by(conn, now_ms - (days + 1) * _DAY_MS), safe(conn)
    return {feed_no: min(pos, held[feed_no]) for feed_no, pos in old.items()}
