"""Checks a whole database by itself: every chain, signature, feed hash and head. Needs no network and no server.

What is checked follows from the bytes of the entries and the keys of their authors alone, so a row that somebody
altered, removed or put in between is found, whoever had the rights to do it.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum, nonmember

import msgspec
import sqlalchemy as sa

from sync_server.durable.tables import device, feed, log, segment
from vaxdesk.dictionaries import shipped
from vaxdesk.journal import chain, ref
from vaxdesk.journal import feed as feeds
from vaxdesk.journal import segment as segments
from vaxdesk.journal.opening import device_named
from vaxdesk.journal.verdict import BadSegment

_PAGE = 200
_MOST_FAULTS = 100


class Fault(StrEnum):
    """What does not hold."""

    WORDS = nonmember("keeping.fault")

    HOLE = "hole"  # a position of a feed is missing
    FEED_HASH = "feed_hash"
    HEAD = "head"  # the feed's row is not where its last segment is
    UNREADABLE = "unreadable"
    ALTERED = "altered"  # the signature of the author does not hold over what is filed
    ROW = "row"  # the row beside the segment states something else than the segment
    LOG_GAP = "log_gap"  # entries of a log are missing before these
    LOG_HEAD = "log_head"  # the log's row is not where its last segment is
    NO_AUTHOR = "no_author"
    STRANGE = "strange"  # a segment or log of a feed that has no row


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One fault: in which feed, at which position (0: the feed's own row)."""

    fault: Fault
    feed: int
    pos: int = 0
    log: str = ""


class Verified(msgspec.Struct, kw_only=True):
    """What was looked at, the faults (the first hundred), and how far each feed holds: position and hash."""

    feeds: int = 0
    segments: int = 0
    entries: int = 0
    faults: list[Found] = []
    heads: dict[int, tuple[int, bytes]] = {}

    @property
    def whole(self) -> bool:
        """Whether everything holds."""
        return not self.faults


class _End(msgspec.Struct):
    """How far a log has come while its feed is read."""

    seq: int
    h: bytes
    author: bytes


def verify(conn: sa.Connection, *, share: int = 0, of: int = 1) -> Verified:
    """Checks every feed, or those whose number is `share` modulo `of`, inside one reading transaction."""
    done = Verified()
    mine = feed.c.feed_no % of == share
    for row in conn.execute(sa.select(feed).where(mine).order_by(feed.c.feed_no)).all():
        _Feed(conn, done, row).check()
    known = sa.select(feed.c.feed_no)
    for column in (segment.c.feed_no, log.c.feed_no):
        strange = sa.select(column).where(column.not_in(known), column % of == share).distinct()
        for number in conn.execute(strange).scalars():
            _note(done, Found(fault=Fault.STRANGE, feed=number))
    return done


class _Feed:
    """One feed under examination."""

    def __init__(self, conn: sa.Connection, done: Verified, row: sa.Row) -> None:
        self._conn = conn
        self._done = done
        self._row = row
        self._pos, self._fh = 0, feeds.START
        self._logs: dict[int, _End] = {}

    def check(self) -> None:
        self._logs = self._authors()
        for row in self._segments():
            self._step(row)
        row = self._row
        self._done.feeds += 1
        self._done.heads[row.feed_no] = (self._pos, self._fh)
        if (row.head, bytes(row.fh)) != (self._pos, self._fh):
            self._fault(Fault.HEAD)
        heads = sa.select(log.c.log_id, log.c.head_seq, log.c.head_hash).where(log.c.feed_no == row.feed_no)
        for log_id, seq, h in self._conn.execute(heads):
            end = self._logs.get(log_id)
            if end is None or (end.seq, end.h) != (seq, bytes(h)):
                self._fault(Fault.LOG_HEAD, log_id=log_id)

    def _authors(self) -> dict[int, _End]:
        wanted = sa.select(log.c.log_id, device.c.pubkey).join(device, device.c.device_no == log.c.device_no)
        rows = self._conn.execute(wanted.where(log.c.feed_no == self._row.feed_no))
        return {
            log_id: _End(0, chain.start(ref.log_name(log_id), bytes(public).hex()), bytes(public))
            for log_id, public in rows
        }

    def _segments(self) -> Iterator[sa.Row]:
        wanted = sa.select(segment).where(segment.c.feed_no == self._row.feed_no).order_by(segment.c.pos)
        after = 0
        while page := self._conn.execute(wanted.where(segment.c.pos > after).limit(_PAGE)).all():
            yield from page
            after = page[-1].pos

    def _step(self, row: sa.Row) -> None:
        if row.pos != self._pos + 1:
            self._fault(Fault.HOLE, self._pos + 1)
        name = ref.log_name(row.log_id)
        fh = feeds.step(self._fh, name, a=row.from_seq, n=row.n, h_end=bytes(row.h_end))
        if bytes(row.fh) != fh:
            self._fault(Fault.FEED_HASH, row.pos, row.log_id)
        self._pos, self._fh = row.pos, bytes(row.fh)
        self._done.segments += 1
        self._done.entries += row.n
        fault = self._entries(row)
        if fault is not None:
            self._fault(fault, row.pos, row.log_id)

    def _entries(self, row: sa.Row) -> Fault | None:
        end = self._logs.get(row.log_id)
        if end is None:
            return Fault.NO_AUTHOR
        before, (end.seq, end.h) = (end.seq, end.h), (row.from_seq + row.n, bytes(row.h_end))
        try:
            given = segments.read(bytes(row.data), shipped())
        except BadSegment:
            return Fault.UNREADABLE
        if (ref.log_number(given.log), given.a, given.n) != (row.log_id, row.from_seq, row.n):
            return Fault.ROW
        if given.a != before[0]:
            return Fault.LOG_GAP
        if given.a == 0 and device_named(given.lines[0]) != end.author:
            return Fault.NO_AUTHOR
        try:
            return None if segments.verify(given, before[1], end.author) == end.h else Fault.ROW
        except BadSegment:
            return Fault.ALTERED

    def _fault(self, fault: Fault, pos: int = 0, log_id: int | None = None) -> None:
        name = "" if log_id is None else ref.log_name(log_id)
        _note(self._done, Found(fault=fault, feed=self._row.feed_no, pos=pos, log=name))


def _note(done: Verified, found: Found) -> None:
    if len(done.faults) < _MOST_FAULTS:
        done.faults.append(found)
