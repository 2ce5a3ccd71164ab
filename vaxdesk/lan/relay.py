"""Feed items from desk to desk: a desk without a line sees what the server has confirmed, under the server's own head.

The giver is believed in nothing: the items must lead, hash by hash, from what the receiver holds to a head that the
enrolled server has signed later than the newest one known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
import sqlalchemy as sa

from vaxdesk.journal import feed as feed_chain
from vaxdesk.journal.frames import Head, Mark
from vaxdesk.lan.wire import MAX_ITEMS, FeedPart, Held, Row
from vaxdesk.store import enrolment as shelf
from vaxdesk.store import feeds, neighbours
from vaxdesk.store.enrolment import SignedHead
from vaxdesk.store.feeds import NewItem


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """A part that leads to its signed head. `hashes` are the feed hashes after each item."""

    number: int
    since: int
    head: SignedHead
    items: tuple[Row, ...]
    hashes: tuple[bytes, ...]


class Noted(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a part.

    Args:
        confirmed: entries that the feed now shows.
        wanted: how far logs are held of which an item's entries are missing here.
        forked: a log that has another history in the feed than here; wanted from its beginning, to see where they part.
    """

    confirmed: int = 0
    wanted: Mapping[str, Held] = {}
    forked: str = ""


def parts(conn: sa.Connection, marks: Mapping[int, list[Mark]], *, own: int) -> dict[int, FeedPart]:
    """What may be shown to a desk that holds the feeds as far as these marks say."""
    found = {}
    for number, head in shelf.heads(conn).items():
        theirs = marks.get(number, [])
        if not theirs and number == own:
            continue  # it has not spoken yet
        since = _meeting(conn, number, theirs, upto=head.pos)
        items = _rows(conn, number, since, head.pos)
        if items or (head.safe and since == head.pos):  # the server's backups have come further
            signed = Head(head.pos, head.fh, head.safe, head.sig)
            found[number] = FeedPart(since=since, head=signed, time=head.time_ms, items=items)
    return found


def verify(conn: sa.Connection, number: int, part: FeedPart, *, server: Iterable[bytes]) -> Verified | None:
    """A part that holds and is news; None for any other. `server` are its keys that count."""
    head = SignedHead(*msgspec.structs.astuple(part.head), part.time)
    known = shelf.heads(conn).get(number)
    fh = feeds.hash_at(conn, number, part.since)
    if fh is None or (known and known.time_ms >= head.time_ms) or part.since > feeds.newest(conn, number):
        return None
    hashes = []
    for row in part.items:
        fh = feed_chain.step(fh, row.log, a=row.a, n=row.n, h_end=bytes.fromhex(row.h_end))
        hashes.append(fh)
    if (part.since + len(hashes), fh.hex()) != (head.pos, head.fh):
        return None
    if not any(_is_signed(key, number, head, fh) for key in server):
        return None
    return Verified(number=number, since=part.since, head=head, items=tuple(part.items), hashes=tuple(hashes))


def note(conn: sa.Connection, part: Verified) -> Noted:
    """Notes the items whose entries are held, in order, up to the first that has to wait."""
    known = _agreed(conn, part)
    if part.since + known < feeds.newest(conn, part.number) and known < len(part.items):
        feeds.drop_above(conn, part.number, part.since + known)  # the server went back; what it lost waits again
    fresh: list[NewItem] = []
    stop = Noted()
    for i, (row, fh) in enumerate(zip(part.items[known:], part.hashes[known:], strict=True), known):
        local = feeds.held(conn, row.log)
        h = local and feeds.entry_hash(conn, local.local_no, row.a + row.n)
        if local is None or h is None:
            stop = Noted(wanted=_wanted(conn, part.items[i:]))
            break
        if h.hex() != row.h_end:
            stop = Noted(forked=row.log)
            break
        pos = part.since + i + 1
        fresh.append(NewItem(feed=part.number, pos=pos, fh=fh, local_no=local.local_no, from_seq=row.a, n=row.n))
    feeds.note(conn, fresh)
    if known + len(fresh) == len(part.items):
        shelf.note_heads(conn, {part.number: part.head})
    return msgspec.structs.replace(stop, confirmed=sum(one.n for one in fresh))


def _agreed(conn: sa.Connection, part: Verified) -> int:
    """How many of the items are noted already."""
    for i, fh in enumerate(part.hashes):
        if feeds.hash_at(conn, part.number, part.since + i + 1) != fh:
            return i
    return len(part.hashes)


def _meeting(conn: sa.Connection, number: int, theirs: list[Mark], *, upto: int) -> int:
    """The newest of their marks that is in our history too."""
    for mark in theirs:
        fh = feeds.hash_at(conn, number, mark.pos) if mark.pos <= upto else None
        if fh is not None and fh.hex()[:16] == mark.fh:
            return mark.pos
    return 0


def _rows(conn: sa.Connection, number: int, since: int, upto: int) -> list[Row]:
    """The items after a position; none where one is not held here, since its hash could not be shown."""
    if upto - since > MAX_ITEMS:
        return []
    found = neighbours.shown(conn, number, since, upto)
    if len(found) != upto - since or any(one.h_end is None for one in found):
        return []
    return [Row(one.log, one.a, one.n, one.h_end.hex()) for one in found if one.h_end]


def _is_signed(server: bytes, number: int, head: SignedHead, fh: bytes) -> bool:
    return feed_chain.head_is_signed(server, head.sig, number, head.pos, fh, safe=head.safe, time_ms=head.time_ms)


def _wanted(conn: sa.Connection, rows: tuple[Row, ...]) -> dict[str, Held]:
    ends: dict[str, int] = {}
    for row in rows:
        ends[row.log] = max(ends.get(row.log, 0), row.a + row.n)
    held = {one.log: one for one in neighbours.named(conn, list(ends))}
    wanted = {}
    for log, end in ends.items():
        one = held.get(log)
        if one is None or one.head_seq < end:
            wanted[log] = Held.of(one.head_seq, one.h) if one else Held(0)
    return wanted
