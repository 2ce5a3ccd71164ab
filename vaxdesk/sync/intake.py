"""Walks the items of an answer along the feed's chain, up to the signed head: confirms, or takes in.

What the feed shows under a log's name is that log. Where we hold something else under it (two machines went on from
one image, or a name was drawn twice), ours is entered anew under another name, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import sqlalchemy as sa

from vaxdesk.journal import chain, segment
from vaxdesk.journal import feed as feed_chain
from vaxdesk.journal.frames import Head
from vaxdesk.journal.opening import device_named
from vaxdesk.journal.segment import Segment
from vaxdesk.journal.verdict import BadSegment
from vaxdesk.store import feeds, seeds
from vaxdesk.store.feeds import Held, NewItem
from vaxdesk.sync.answer import Place
from vaxdesk.sync.pace import FeedDiffers
from vaxdesk.trouble import TroubleCode


class Books(Protocol):
    """What an answer changes in the store; everything in the caller's transaction."""

    def take_in(self, conn: sa.Connection, log: str, device: str, from_seq: int, lines: list[bytes]) -> object:
        """Takes entries of another device in."""

    def rescue(self, conn: sa.Connection, log: str, after: int) -> int:
        """Enters what a log holds behind an entry anew, as quotes in another log; tells how many entries."""

    def refold(self, conn: sa.Connection) -> None:
        """Makes the tables anew from the entries."""

    def erase(self, conn: sa.Connection) -> frozenset[int]:
        """Erases what the server has ordered."""


class Intake:
    """The taking in of one answer, inside one write transaction."""

    def __init__(self, conn: sa.Connection, books: Books, *, me: str) -> None:
        self._conn = conn
        self._books = books
        self._me = me
        self.confirmed = 0
        self.taken = 0
        self.rescued = 0
        self.shown: set[str] = set()

    def read_feed(self, number: int, places: list[Place], *, since: int, head: Head) -> bool:
        """Notes the items of a feed after `since`; tells whether the server was further before.

        Raises:
            FeedDiffers: the items do not lead from what we hold to the signed head.
        """
        newest = feeds.newest(self._conn, number)
        fh = feeds.hash_at(self._conn, number, since)
        if fh is None or since > newest:
            raise _differs("mark")
        if since < newest:
            feeds.drop_above(self._conn, number, since)
        items: list[NewItem] = []
        for pos, place in enumerate(places, since + 1):
            one = place.item
            if one.p != pos:
                raise _differs("position")
            local_no, h_end = self._place(place)
            fh = feed_chain.step(fh, one.log, a=one.a, n=one.n, h_end=h_end)
            items.append(NewItem(feed=number, pos=pos, fh=fh, local_no=local_no, from_seq=one.a, n=one.n))
        if (since + len(items), fh.hex()) != (head.pos, head.fh):
            raise _differs("head")
        feeds.note(self._conn, items)
        return since < newest

    def close(self, lost: Iterable[str]) -> None:
        """Gives names up that belong to others, and shows the rescued entries where they now stand.

        Args:
            lost: logs of which the server says that the name is another device's; their owner's log may lie in a feed
                that is not read here.
        """
        for log in lost:
            if log not in self.shown:
                self._rescue(log, 0)
        if self.rescued:
            self._books.refold(self._conn)

    def _rescue(self, log: str, after: int) -> None:
        """What we hold of a log behind an entry is not what goes by that name: it is entered anew under another."""
        self.rescued += self._books.rescue(self._conn, log, after)

    def _place(self, place: Place) -> tuple[int, bytes]:
        """Local number and chain hash of the last entry of an item."""
        self.shown.add(place.item.log)
        if place.body is not None:
            return self._with_body(place.body, feeds.held(self._conn, place.item.log))
        local = feeds.held(self._conn, place.item.log)
        h_end = local and feeds.entry_hash(self._conn, local.local_no, place.item.a + place.item.n)
        if local is None or h_end is None:
            raise _differs("body left out of entries not held")
        self.confirmed += place.item.n
        return local.local_no, h_end

    def _with_body(self, body: Segment, local: Held | None) -> tuple[int, bytes]:
        device = _device(body, local)
        before = self._before(body, local, device)
        h_end = _verified(body, before, device)
        if before is None or h_end is None:
            raise _differs("segment")
        alike = self._alike(body, local, before)
        if alike < min(local.head_seq if local else 0, body.end):
            self._rescue(body.log, alike)
            local = feeds.held(self._conn, body.log)
        return self._hold(body, local, device), h_end

    def _before(self, body: Segment, local: Held | None, device: str) -> bytes | None:
        """Chain hash before a segment."""
        if body.a == 0:
            return chain.start(body.log, device)
        return feeds.entry_hash(self._conn, local.local_no, body.a) if local else None

    def _alike(self, body: Segment, local: Held | None, before: bytes) -> int:
        """The last entry up to which we hold what the segment says, by its hash: lines may be erased, or let go."""
        if local is None or local.head_seq <= body.a:
            return body.a
        ours = feeds.hashes(self._conn, local.local_no, body.a, min(local.head_seq, body.end))
        pairs = zip(ours, chain.walk(before, body.lines), strict=False)
        return body.a + next((at for at, (mine, theirs) in enumerate(pairs) if mine != theirs), len(ours))

    def _hold(self, body: Segment, local: Held | None, device: str) -> int:
        have = max(local.head_seq if local else 0, body.a)
        self.confirmed += min(have, body.end) - body.a
        if body.end > have:
            self._books.take_in(self._conn, body.log, device, body.a, list(body.lines))
            self.taken += body.end - have
            local = feeds.held(self._conn, body.log)
        if local is None:
            raise RuntimeError("taken in, yet not held")
        if body.end > have:
            seeds.keep(self._conn, local.local_no, body.seeds)
        if device != self._me:
            feeds.put_seal(self._conn, local.local_no, body.end, body.sig)
        return local.local_no


def _device(body: Segment, local: Held | None) -> str:
    """Public key in hex of a segment's author; empty when it cannot be told."""
    if body.a > 0:
        return local.device if local else ""
    named = device_named(body.lines[0])
    return named.hex() if named else ""


def _verified(body: Segment, h_before: bytes | None, device: str) -> bytes | None:
    if h_before is None or not device:
        return None
    try:
        return segment.verify(body, h_before, bytes.fromhex(device))
    except BadSegment:
        return None


def _differs(detail: str) -> FeedDiffers:
    return FeedDiffers(TroubleCode.NOT_OUR_SERVER, f"feed: {detail}")
