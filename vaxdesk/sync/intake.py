"""Walks the items of an answer along the feed's chain, up to the signed head: confirms, takes in, or finds a fork."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from vaxdesk.journal import chain, segment
from vaxdesk.journal import feed as feed_chain
from vaxdesk.journal.frames import Head
from vaxdesk.journal.opening import device_named
from vaxdesk.journal.segment import Segment
from vaxdesk.journal.verdict import BadSegment
from vaxdesk.store import enrolment as shelf
from vaxdesk.store import feeds
from vaxdesk.store.enrolment import Stranded
from vaxdesk.store.feeds import NOT_HELD, Held, NewItem
from vaxdesk.sync.answer import Place
from vaxdesk.sync.pace import FeedDiffers
from vaxdesk.trouble import TroubleCode

# conn, log, device's public key in hex, number of entries before, lines; writes and folds in the caller's transaction
TakeIn = Callable[[sa.Connection, str, str, int, list[bytes]], object]


class Intake:
    """The taking in of one answer, inside one write transaction."""

    def __init__(self, conn: sa.Connection, take_in: TakeIn, *, me: str) -> None:
        self._conn = conn
        self._take_in = take_in
        self._me = me
        self._stranded = shelf.stranded(conn)
        self.confirmed = 0
        self.taken = 0
        self.shown: set[str] = set()
        self.newly_stranded: set[str] = set()

    def read_feed(self, number: int, places: list[Place], *, since: int, head: Head) -> bool:
        """Notes the items of a feed after `since`; tells whether the server was further before.

        Raises:
            FeedDiffers: the items do not lead from what we hold to the signed head.
        """
        newest = feeds.newest(self._conn, number)
        fh = feeds.hash_at(self._conn, number, since)
        if fh is None or since > newest:
            raise _differs("mark")
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

    def close(self) -> None:
        """Keeps what was learned of logs with another history."""
        if self.newly_stranded:
            shelf.strand(self._conn, self._stranded)

    def _place(self, place: Place) -> tuple[int, bytes]:
        """Local number (0: not held) and chain hash of the last entry of an item."""
        self.shown.add(place.item.log)
        if place.body is not None:
            return self._with_body(place.body, feeds.held(self._conn, place.item.log))
        local = feeds.held(self._conn, place.item.log)
        h_end = local and feeds.entry_hash(self._conn, local.local_no, place.item.a + place.item.n)
        if local is None or h_end is None or place.item.log in self._stranded:
            raise _differs("body left out of entries not held")
        self.confirmed += place.item.n
        return local.local_no, h_end

    def _with_body(self, body: Segment, local: Held | None) -> tuple[int, bytes]:
        device = self._device(body, local)
        h_end = _verified(body, self._own_before(body, local, device), device)
        if h_end is not None and self._agrees(body, local):
            return self._hold(body, local, device), h_end
        known = self._stranded.get(body.log)
        if h_end is None and known is not None and body.a in known.ends:
            h_end = _verified(body, bytes.fromhex(known.ends[body.a]), device)
        if h_end is None:
            raise _differs("segment")
        ends = {**(known.ends if known else {}), body.end: h_end.hex()}
        self._stranded[body.log] = Stranded(device, ends)
        self.newly_stranded.add(body.log)
        return NOT_HELD, h_end

    def _device(self, body: Segment, local: Held | None) -> str:
        if body.a == 0:
            named = device_named(body.lines[0])
            return named.hex() if named else ""
        known = self._stranded.get(body.log)
        return known.device if known else (local.device if local else "")

    def _own_before(self, body: Segment, local: Held | None, device: str) -> bytes | None:
        """Chain hash before a segment by what we hold."""
        if body.a == 0:
            return chain.start(body.log, device)
        return feeds.entry_hash(self._conn, local.local_no, body.a) if local else None

    def _agrees(self, body: Segment, local: Held | None) -> bool:
        if local is None or local.head_seq <= body.a:
            return True
        end = min(local.head_seq, body.end)
        return feeds.lines(self._conn, local.local_no, body.a, end) == list(body.lines[: end - body.a])

    def _hold(self, body: Segment, local: Held | None, device: str) -> int:
        have = max(local.head_seq if local else 0, body.a)
        self.confirmed += min(have, body.end) - body.a
        if body.end > have:
            self._take_in(self._conn, body.log, device, body.a, list(body.lines))
            self.taken += body.end - have
            local = feeds.held(self._conn, body.log)
        if local is None:
            raise RuntimeError("taken in, yet not held")
        if device != self._me:
            feeds.put_seal(self._conn, local.local_no, body.end, body.sig)
        return local.local_no


def _verified(body: Segment, h_before: bytes | None, device: str) -> bytes | None:
    if h_before is None or not device:
        return None
    try:
        return segment.verify(body, h_before, bytes.fromhex(device))
    except BadSegment:
        return None


def _differs(detail: str) -> FeedDiffers:
    return FeedDiffers(TroubleCode.NOT_OUR_SERVER, f"feed: {detail}")
