"""What a device may read of the feeds: from the newest mark that is recognised, under a signed head."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
import sqlalchemy as sa

from sync_server.devices import Device
from sync_server.rights import Act, above, may
from sync_server.settings import Server
from sync_server.tables import feed, org, segment
from vaxdesk.journal import feed as chain
from vaxdesk.journal import ref
from vaxdesk.journal.frames import Ask, Head, Item, Mark, encode

_PAGE = 32


class Pulled(msgspec.Struct, frozen=True, kw_only=True):
    """The feed part of an answer. A head covers the feed up to the last position given here."""

    heads: dict[int, Head]
    since: dict[int, int]
    frames: list[bytes]
    more: bool


def readable(conn: sa.Connection, reader: Device) -> list[int]:
    """Feeds that a device may read, its own first, then upwards."""
    units = above(reader.path)
    rows = conn.execute(sa.select(org.c.org_no, org.c.path).where(org.c.org_no.in_(units)))
    paths = {row.org_no: row.path for row in rows}
    return [number for number in units if number in paths and may(Act.READ, reader.path, paths[number])]


def pull(conn: sa.Connection, server: Server, reader: Device, *, ask: Ask, whole: set[str], time_ms: int) -> Pulled:
    """Items after the reader's marks, up to about the bytes it wants, at least one if there is any.

    Args:
        whole: logs whose bodies are sent whatever the reader says it holds.
    """
    sent = {one.log: one.upto for one in ask.sent if one.log not in whole}
    room = min(max(ask.most, 1), server.settings.max_answer)
    heads, since, frames, more = {}, {}, [], False
    for number in readable(conn, reader):
        head = conn.execute(sa.select(feed).where(feed.c.feed_no == number)).one()
        at, fh = _recognised(conn, head, ask.marks.get(number, []))
        since[number] = at
        for row in _items(conn, head, at) if room > 0 else ():
            given = _frames(row, sent)
            frames += given
            room -= sum(map(len, given))
            at, fh = row.pos, bytes(row.fh)
            if room <= 0:
                break
        heads[number] = _head(server, number, at, fh, safe=head.safe, time_ms=time_ms)
        more = more or at < head.head
    return Pulled(heads=heads, since=since, frames=frames, more=more)


def _recognised(conn: sa.Connection, head: sa.Row, marks: list[Mark]) -> tuple[int, bytes]:
    """Position and feed hash of the newest of the reader's marks that this feed's history holds; 0 holds always."""
    shown = {mark.pos: mark.fh for mark in marks if 0 < mark.pos <= head.head}
    if _is(bytes(head.fh), shown.get(head.head)):
        return head.head, bytes(head.fh)
    for asked in ([*shown][:1], [*shown][1:]):  # the newest holds unless the server or the reader was restored
        known = [(row.pos, bytes(row.fh)) for row in _at(conn, head, asked)]
        held = [(pos, fh) for pos, fh in known if _is(fh, shown[pos])]
        if held:
            return max(held)
    return 0, chain.START


def _is(fh: bytes, shown: str | None) -> bool:
    return fh.hex()[:16] == shown


def _at(conn: sa.Connection, head: sa.Row, positions: list[int]) -> Iterable[sa.Row]:
    if not positions:
        return ()
    wanted = (segment.c.feed_no == head.feed_no, segment.c.pos.in_(positions), months_of(head, min(positions)))
    return conn.execute(sa.select(segment.c.pos, segment.c.fh).where(*wanted))


def _items(conn: sa.Connection, head: sa.Row, after: int) -> Iterator[sa.Row]:
    while after < head.head:
        wanted = (segment.c.feed_no == head.feed_no, segment.c.pos > after, segment.c.pos <= head.head)
        found = sa.select(segment).where(*wanted, months_of(head, after + 1)).order_by(segment.c.pos).limit(_PAGE)
        page = conn.execute(found).all()
        yield from page
        after = page[-1].pos


def months_of(head: sa.Row, first: int) -> sa.ColumnElement[bool]:
    """Where positions from the first on lie: a reader that is up to date needs the last month alone."""
    return segment.c.part == head.part if first >= head.part_pos else sa.true()


def _frames(row: sa.Row, sent: dict[str, int]) -> list[bytes]:
    name = ref.log_name(row.log_id)
    item = encode(Item(f=row.feed_no, p=row.pos, log=name, a=row.from_seq, n=row.n))
    held = row.from_seq + row.n <= sent.get(name, 0)
    return [item] if held else [item, bytes(row.data)]


def _head(server: Server, number: int, pos: int, fh: bytes, *, safe: int, time_ms: int) -> Head:
    sig = chain.sign_head(server.key.sign, number, pos, fh, safe=safe, time_ms=time_ms)
    return Head(pos, fh.hex(), safe, sig)
