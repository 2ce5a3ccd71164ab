"""What a device may read of the feeds: from the newest mark that is recognised, under a signed head."""

from __future__ import annotations

from collections.abc import Iterator

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
        at = _recognised(conn, number, head, ask.marks.get(number, []))
        since[number], fh = at, _fh(conn, number, at)
        for row in _items(conn, number, at, head.head) if room > 0 else ():
            given = _frames(row, sent)
            frames += given
            room -= sum(map(len, given))
            at, fh = row.pos, bytes(row.fh)
            if room <= 0:
                break
        heads[number] = _head(server, number, at, fh, safe=head.safe, time_ms=time_ms)
        more = more or at < head.head
    return Pulled(heads=heads, since=since, frames=frames, more=more)


def _recognised(conn: sa.Connection, number: int, head: sa.Row, marks: list[Mark]) -> int:
    """The newest of the reader's marks that this feed's history holds; 0 holds always."""
    shown = {mark.pos: mark.fh for mark in marks if 0 < mark.pos <= head.head}
    columns = sa.select(segment.c.pos, segment.c.fh)
    rows = conn.execute(columns.where(segment.c.feed_no == number, segment.c.pos.in_(shown))) if shown else ()
    return max((row.pos for row in rows if bytes(row.fh).hex()[:16] == shown[row.pos]), default=0)


def _fh(conn: sa.Connection, number: int, pos: int) -> bytes:
    if pos == 0:
        return chain.START
    row = conn.execute(sa.select(segment.c.fh).where(segment.c.feed_no == number, segment.c.pos == pos)).one()
    return bytes(row.fh)


def _items(conn: sa.Connection, number: int, after: int, upto: int) -> Iterator[sa.Row]:
    while after < upto:
        wanted = (segment.c.feed_no == number, segment.c.pos > after, segment.c.pos <= upto)
        page = conn.execute(sa.select(segment).where(*wanted).order_by(segment.c.pos).limit(_PAGE)).all()
        yield from page
        after = page[-1].pos


def _frames(row: sa.Row, sent: dict[str, int]) -> list[bytes]:
    name = ref.log_name(row.log_id)
    item = encode(Item(f=row.feed_no, p=row.pos, log=name, a=row.from_seq, n=row.n))
    held = row.from_seq + row.n <= sent.get(name, 0)
    return [item] if held else [item, bytes(row.data)]


def _head(server: Server, number: int, pos: int, fh: bytes, *, safe: int, time_ms: int) -> Head:
    sig = chain.sign_head(server.key.sign, number, pos, fh, safe=safe, time_ms=time_ms)
    return Head(pos, fh.hex(), safe, sig)
