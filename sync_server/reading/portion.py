"""An unread part of a feed, taken apart: the entries with their hashes, and who wrote them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import sqlalchemy as sa

from sync_server.durable.tables import device, feed, log, segment
from sync_server.joining.devices import NO_UNIT
from sync_server.reading.entries import hashes_of
from vaxdesk.dictionaries import shipped
from vaxdesk.journal import ref
from vaxdesk.journal import segment as segments

_PAGE = 16
_ALL = (
    sa.select(segment, device.c.org_no)
    .join(log, log.c.log_id == segment.c.log_id)
    .join(device, device.c.device_no == log.c.device_no)
    .where(segment.c.feed_no == sa.bindparam("feed"))
    .where(segment.c.pos > sa.bindparam("after"), segment.c.pos <= sa.bindparam("upto"))
    .order_by(segment.c.pos)
    .limit(_PAGE)
)
_NEW = _ALL.where(segment.c.part == sa.bindparam("part"))
_FEED = sa.select(feed.c.part, feed.c.part_pos).where(feed.c.feed_no == sa.bindparam("feed"))


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """One filed segment. `a` is the number of entries before it; `hosted`: the server's own device wrote it.

    `hashes` are those of the chain, none where they were not asked for.
    """

    log: str
    a: int
    received_ms: int
    lines: tuple[bytes, ...]
    hashes: tuple[bytes, ...]
    hosted: bool


class Portion(msgspec.Struct, frozen=True, kw_only=True):
    """Segments of one feed up to position `upto`, in its order."""

    feed: int
    upto: int
    pieces: tuple[Piece, ...]

    @property
    def entries(self) -> int:
        """How many entries it holds."""
        return sum(len(piece.lines) for piece in self.pieces)


def read(conn: sa.Connection, feed_no: int, *, after: int, upto: int, most: int, hashed: bool = True) -> Portion:
    """Segments after a position, until they hold `most` entries or more; at least one if there is any."""
    pieces: list[Piece] = []
    room = most
    for row in _rows(conn, feed_no, after, upto):
        given = segments.read(bytes(row.data), shipped())
        pieces.append(
            Piece(
                log=ref.log_name(row.log_id),
                a=row.from_seq,
                received_ms=row.received_ms,
                lines=given.lines,
                hashes=tuple(hashes_of(conn, row, given)) if hashed else (),
                hosted=row.org_no == NO_UNIT,
            )
        )
        after = row.pos
        room -= row.n
        if room <= 0:
            break
    return Portion(feed=feed_no, upto=after, pieces=tuple(pieces))


def _rows(conn: sa.Connection, feed_no: int, after: int, upto: int) -> Iterator[sa.Row]:
    head = conn.execute(_FEED, {"feed": feed_no}).one()
    while after < upto:
        given = {"feed": feed_no, "after": after, "upto": upto, "part": head.part}
        # A reader that is up to date needs the last month alone.
        page = conn.execute(_NEW if after + 1 >= head.part_pos else _ALL, given).all()
        if not page:
            return
        yield from page
        after = page[-1].pos

