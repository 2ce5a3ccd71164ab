"""Readers of feeds: each goes through every feed once, in order, and notes how far it has come.

A step reads what follows a reader's cursors in some feeds, acts, and moves the cursors, in one transaction: during the
day each feed has a few entries, and a transaction has its price. So a reader that dies has acted on all or nothing of
a step, a restored database is read on from where it then stood, and any number of processes may run the same readers:
a cursor's row is locked while its step lasts. Feeds are dealt out by `feed_no % of == part` so that processes do not
wait for each other.
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
from sync_server.reading.portion import Portion, Span
from sync_server.settings import Server
from vaxdesk.registry import bulk
from vaxdesk.registry.entry import insert_new

_log = logging.getLogger("vaxdesk.server")
_TRIES = 8
_MOST_FEEDS = 32  # read in one transaction
_PAUSE = 0.02  # seconds before a refused transaction is tried again, longer each time
_AT = sa.select(cursor.c.feed_no, cursor.c.pos).where(
    cursor.c.name == sa.bindparam("reader"), bulk.among(cursor.c.feed_no, "ids")
)
_LOCK = _AT.order_by(cursor.c.feed_no).with_for_update()
_HEADS = sa.select(feed.c.feed_no, feed.c.head).where(bulk.among(feed.c.feed_no, "ids"))
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
        act: acts on portions, each of a feed of its own and in the order of their numbers, in the transaction that
            also moves the cursors; may be called again after a rollback.
        behind: name of the reader that must have read an entry first; empty for none.
        hashed: whether it wants the hashes of the entries.
        lasting: whether what it did must outlive a power cut by the time that it is done; else it is done again.
        idle: whether no entry can be of any use to it just now: it then passes all by, unread.
    """

    name: str
    act: Act
    behind: str = ""
    hashed: bool = False
    lasting: bool = True
    idle: Callable[[sa.Connection], bool] | None = None


class Rests:
    """Feeds that are left alone for a while after a bug, so that one feed never stops the others.

    Args:
        breath: seconds after each transaction in which whoever else writes may do so.
    """

    def __init__(self, breath: float = 0.0) -> None:
        self._until: dict[tuple[str, int], float] = {}
        self._breath = breath

    def breathe(self) -> None:
        """Lets others write."""
        if self._breath:
            time.sleep(self._breath)

    def rests(self, name: str, feed_no: int) -> bool:
        """Whether a feed is left alone now."""
        return self._until.get((name, feed_no), 0.0) > time.monotonic()

    def begin(self, name: str, feed_no: int) -> None:
        """Leaves a feed alone for a minute."""
        self._until[name, feed_no] = time.monotonic() + _REST


def go_through(server: Server, reader: Reader, share: Share, rests: Rests) -> int:
    """One step in every feed that has something new for a reader; returns how many entries were read."""
    return by_feeds(rests, reader.name, _behind(server, reader, share), lambda *some: step(server, reader, *some))


def by_feeds(rests: Rests, name: str, feeds: Sequence[int], act: Callable[..., int]) -> int:
    """Does the work of feeds, many at a time; where that goes wrong each by itself, to find the one that is to rest.

    Args:
        act: does the work of the feeds that it is given, in their order, by one transaction.
    """
    awake = [one for one in feeds if not rests.rests(name, one)]
    groups = [sorted(awake[at : at + _MOST_FEEDS]) for at in range(0, len(awake), _MOST_FEEDS)]
    return sum(_at_once(rests, name, one, act) for one in groups)


def _at_once(rests: Rests, name: str, feeds: list[int], act: Callable[..., int]) -> int:
    if len(feeds) > 1:
        try:
            done = retried(lambda: act(*feeds))
            rests.breathe()
            return done
        except Exception as error:  # noqa: BLE001 - told by the step of the feed that it lies in
            _log.info("reader %s: %d feeds each by itself, %s", name, len(feeds), type(error).__name__)
    return sum(guarded(rests, name, one, lambda one=one: act(one)) for one in feeds)


def guarded(rests: Rests, name: str, feed_no: int, act: Callable[[], int]) -> int:
    """Does one feed's work; what goes wrong is logged without a word of content, and the other feeds go on."""
    try:
        done = retried(act)
        rests.breathe()
        return done
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
    """Reads on in some feeds by one transaction; returns how many entries were read."""
    with writing(server.engine) as conn:
        if not reader.lasting:
            need_not_last(conn)
        spans = _claim(conn, reader, feeds)
        if not spans:
            return 0
        if reader.idle is not None and reader.idle(conn):
            _move(conn, reader, {one.feed: one.upto for one in spans})
            return 0
        portions = portion.read(conn, reader.name, spans, most=server.settings.portion, hashed=reader.hashed)
        reader.act(conn, server, portions)
        _move(conn, reader, {one.feed: one.upto for one in portions})
        return sum(one.entries for one in portions)


def _behind(server: Server, reader: Reader, share: Share) -> list[int]:
    """Feeds in which a reader has something to read, least read first."""
    given = {"reader": reader.name, "behind": reader.behind, "part": share.part, "of": share.of}
    with reading(server.engine) as conn:
        return list(conn.execute(_FOLLOWING if reader.behind else _LEADING, given).scalars())


def _claim(conn: sa.Connection, reader: Reader, feeds: Sequence[int]) -> list[Span]:
    """Locks the cursors; gives what they have before them, in the order of the feeds' numbers."""
    mine = {"reader": reader.name, "ids": feeds}
    at = _pairs(conn, _LOCK, mine)
    if len(at) < len(feeds):
        insert_new(conn, cursor, [{"name": reader.name, "feed_no": one, "pos": 0} for one in feeds if one not in at])
        at = _pairs(conn, _LOCK, mine)
    upto = _pairs(conn, _AT, {**mine, "reader": reader.behind}) if reader.behind else _pairs(conn, _HEADS, mine)
    return [Span(one, after, upto[one]) for one, after in sorted(at.items()) if upto.get(one, 0) > after]


def _move(conn: sa.Connection, reader: Reader, upto: dict[int, int]) -> None:
    bulk.put(conn, cursor, [{"name": reader.name, "feed_no": feed_no, "pos": pos} for feed_no, pos in upto.items()])


def _pairs(conn: sa.Connection, query: sa.Select, given: dict[str, object]) -> dict[int, int]:
    return dict(map(tuple, conn.execute(query, given)))


def _place(error: BaseException) -> str:
    """What kind of bug it is and where it sits, without its text: that may hold what an entry says."""
    places = traceback.format_tb(error.__traceback__)
    return "".join(places) + type(error).__name__
