"""Readers of feeds: each goes through every feed once, in order, and notes how far it has come.

A step reads what follows a reader's cursor in one feed, acts, and moves the cursor, in one transaction. So a reader
that dies has acted on all or nothing of a step, a restored database is read on from where it then stood, and any
number of processes may run the same readers: a cursor's row is locked while its step lasts. Feeds are dealt out by
`feed_no % of == part` so that processes do not wait for each other.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable, Sequence

import msgspec
import sqlalchemy as sa

from sync_server.durable.database import need_not_last, reading, writing
from sync_server.durable.tables import cursor, feed
from sync_server.reading import portion
from sync_server.reading.portion import Portion
from sync_server.settings import Server
from vaxdesk.registry.entry import insert_new

_log = logging.getLogger("vaxdesk.server")
_TRIES = 8
_MOST_FEEDS = 32  # read in one transaction
_PAUSE = 0.02  # seconds before a refused transaction is tried again, longer each time
_MINE = sa.and_(cursor.c.name == sa.bindparam("reader"), cursor.c.feed_no == sa.bindparam("feed"))
_AT = sa.select(cursor.c.pos).where(_MINE)
_LOCK = _AT.with_for_update()
_MOVE = cursor.update().where(_MINE).values(pos=sa.bindparam("upto"))
_HEAD = sa.select(feed.c.head).where(feed.c.feed_no == sa.bindparam("feed"))
_SO_FAR = sa.func.coalesce(cursor.c.pos, 0)
_LEADING = (
    sa.select(feed.c.feed_no)
    .outerjoin(cursor, sa.and_(cursor.c.name == sa.bindparam("reader"), cursor.c.feed_no == feed.c.feed_no))
    .where(feed.c.feed_no % sa.bindparam("of") == sa.bindparam("part"), feed.c.head > _SO_FAR)
    .order_by(_SO_FAR)
)
_first = cursor.alias("first")
_FOLLOWING = (
    sa.select(feed.c.feed_no)
    .outerjoin(cursor, sa.and_(cursor.c.name == sa.bindparam("reader"), cursor.c.feed_no == feed.c.feed_no))
    .join(_first, sa.and_(_first.c.name == sa.bindparam("behind"), _first.c.feed_no == feed.c.feed_no))
    .where(feed.c.feed_no % sa.bindparam("of") == sa.bindparam("part"), _first.c.pos > _SO_FAR)
    .order_by(_SO_FAR)
)
_REST = 60.0  # seconds for which a feed rests after a step failed by a bug
Act = Callable[[sa.Connection, Server, Sequence[Portion]], None]


class Share(msgspec.Struct, frozen=True):
    """The feeds that one process looks after: those with `feed_no % of == part`."""

    part: int = 0
    of: int = 1


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """What is done with every entry of every feed.

    Args:
        name: of its cursors.
        act: acts on portions in the transaction that also moves the cursor; may be called again after a rollback.
        behind: name of the reader that must have read an entry first; empty for none.
        hashed: whether it wants the hashes of the entries.
        lasting: whether what it did must outlive a power cut by the time that it is done; else it is done again.
        together: whether it is given portions of several feeds at once, since it gains by that; else one.
    """

    name: str
    act: Act
    behind: str = ""
    hashed: bool = False
    lasting: bool = True
    together: bool = False


def each(act: Callable[[sa.Connection, Server, Portion], None]) -> Act:
    """The act of a reader that looks at one portion at a time."""

    def act_on(conn: sa.Connection, server: Server, portions: Sequence[Portion]) -> None:
        for one in portions:
            act(conn, server, one)

    return act_on


class Rests:
    """Feeds that are left alone for a while after a bug, so that one feed never stops the others."""

    def __init__(self) -> None:
        self._until: dict[tuple[str, int], float] = {}

    def rests(self, name: str, feed_no: int) -> bool:
        """Whether a feed is left alone now."""
        return self._until.get((name, feed_no), 0.0) > time.monotonic()

    def begin(self, name: str, feed_no: int) -> None:
        """Leaves a feed alone for a minute."""
        self._until[name, feed_no] = time.monotonic() + _REST


def go_through(server: Server, reader: Reader, share: Share, rests: Rests) -> int:
    """One step in every feed that has something new for a reader; returns how many entries were read."""
    feeds = [one for one in _behind(server, reader, share) if not rests.rests(reader.name, one)]
    if not reader.together:
        return sum(_alone(server, reader, rests, one) for one in feeds)
    groups = (feeds[at : at + _MOST_FEEDS] for at in range(0, len(feeds), _MOST_FEEDS))
    return sum(_at_once(server, reader, rests, one) for one in groups)


def _alone(server: Server, reader: Reader, rests: Rests, feed_no: int) -> int:
    return guarded(rests, reader.name, feed_no, lambda: step(server, reader, feed_no))


def _at_once(server: Server, reader: Reader, rests: Rests, feeds: list[int]) -> int:
    """Several feeds in one transaction; where that goes wrong each by itself, to find the one that is to rest."""
    if len(feeds) > 1:
        try:
            return retried(lambda: step(server, reader, *sorted(feeds)))
        except Exception as error:  # noqa: BLE001 - told by the step of the feed that it lies in
            _log.info("reader %s: %d feeds each by itself, %s", reader.name, len(feeds), type(error).__name__)
    return sum(_alone(server, reader, rests, one) for one in feeds)


def guarded(rests: Rests, name: str, feed_no: int, act: Callable[[], int]) -> int:
    """Does one feed's work; what goes wrong is logged without a word of content, and the other feeds go on."""
    try:
        return retried(act)
    except sa.exc.SQLAlchemyError as error:
        _log.warning("reader %s, feed %d: %s", name, feed_no, type(error).__name__)
    except Exception as error:  # noqa: BLE001 - a bug in one feed must not stop the others
        _log.error("reader %s, feed %d fails:\n%s", name, feed_no, _place(error))
        rests.begin(name, feed_no)
    return 0


def retried(act: Callable[[], int]) -> int:
    """Does something again when another process was in the way.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: the database did not let it through several times, or is away.
    """
    for trial in range(1, _TRIES):
        try:
            return act()
        except (sa.exc.OperationalError, sa.exc.IntegrityError):
            time.sleep(_PAUSE * trial)
    return act()


def step(server: Server, reader: Reader, *feeds: int) -> int:
    """Reads on in one feed, or in several by one transaction; returns how many entries were read."""
    with writing(server.engine) as conn:
        if not reader.lasting:
            need_not_last(conn)
        parts = [part for one in feeds if (part := _next(conn, server, reader, one)) is not None]
        if not parts:
            return 0
        reader.act(conn, server, parts)
        conn.execute(_MOVE, [{"reader": reader.name, "feed": part.feed, "upto": part.upto} for part in parts])
        return sum(part.entries for part in parts)


def _next(conn: sa.Connection, server: Server, reader: Reader, feed_no: int) -> Portion | None:
    after, upto = _claim(conn, reader, feed_no)
    if after >= upto:
        return None
    most = server.settings.portion
    return portion.read(conn, feed_no, after=after, upto=upto, most=most, hashed=reader.hashed)


def _behind(server: Server, reader: Reader, share: Share) -> list[int]:
    """Feeds in which a reader has something to read, least read first."""
    given = {"reader": reader.name, "behind": reader.behind, "part": share.part, "of": share.of}
    with reading(server.engine) as conn:
        return list(conn.execute(_FOLLOWING if reader.behind else _LEADING, given).scalars())


def _claim(conn: sa.Connection, reader: Reader, feed_no: int) -> tuple[int, int]:
    """Locks the cursor; gives where it stands and how far it may go."""
    insert_new(conn, cursor, [{"name": reader.name, "feed_no": feed_no, "pos": 0}])
    after = conn.execute(_LOCK, {"reader": reader.name, "feed": feed_no}).scalar_one()
    if reader.behind:
        upto = conn.execute(_AT, {"reader": reader.behind, "feed": feed_no}).scalar()
    else:
        upto = conn.execute(_HEAD, {"feed": feed_no}).scalar()
    return after, upto or 0


def _place(error: BaseException) -> str:
    """What kind of bug it is and where it sits, without its text: that may hold what an entry says."""
    places = traceback.format_tb(error.__traceback__)
    return "".join(places) + type(error).__name__
