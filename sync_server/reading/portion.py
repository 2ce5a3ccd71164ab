"""Unread parts of feeds, taken apart: the entries with their hashes, and who wrote them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain as each_of

import msgspec
import sqlalchemy as sa

from sync_server.durable.tables import cursor, device, feed, log, segment
from sync_server.joining.devices import NO_UNIT
from vaxdesk.dictionaries import shipped
from vaxdesk.journal import chain, ref
from vaxdesk.journal import segment as segments
from vaxdesk.registry import bulk

_PAGE = 16  # segments of a feed that are asked for at once
_before = segment.alias("before")
_H_BEFORE = (  # the nearest before, which the index finds; a look at all that end somewhere grows with the log
    sa.select(_before.c.h_end)
    .where(_before.c.log_id == segment.c.log_id, _before.c.from_seq < segment.c.from_seq)
    .where(_before.c.from_seq + _before.c.n == segment.c.from_seq)
    .order_by(_before.c.from_seq.desc())
    .limit(1)
    .scalar_subquery()
)
_COLUMNS = (*(segment.c[name] for name in ("feed_no", "pos", "log_id", "from_seq", "n", "received_ms", "data")),
            device.c.org_no, device.c.pubkey)  # fmt: skip
_WRITTEN = segment.join(log, log.c.log_id == segment.c.log_id).join(device, device.c.device_no == log.c.device_no)
_FEEDS = sa.select(feed.c.feed_no, feed.c.part, feed.c.part_pos).where(bulk.among(feed.c.feed_no, "ids"))


def _both(query: sa.Select) -> tuple[sa.Select, sa.Select]:
    """A query without the hash before each segment, and with it."""
    return query, query.add_columns(_H_BEFORE.label("h_before"))


_PAGES = _both(  # a reader that is up to date needs the last month alone
    sa.select(*_COLUMNS)
    .select_from(_WRITTEN.join(cursor, cursor.c.feed_no == segment.c.feed_no))
    .where(cursor.c.name == sa.bindparam("reader"), bulk.among(cursor.c.feed_no, "ids"))
    .where(segment.c.pos > cursor.c.pos, segment.c.pos <= cursor.c.pos + _PAGE)
    .where(segment.c.part == sa.bindparam("part"))
    .order_by(segment.c.feed_no, segment.c.pos)
)
_FURTHER = _both(
    sa.select(*_COLUMNS)
    .select_from(_WRITTEN)
    .where(segment.c.feed_no == sa.bindparam("feed"))
    .where(segment.c.pos > sa.bindparam("after"), segment.c.pos <= sa.bindparam("upto"))
    .order_by(segment.c.pos)
    .limit(_PAGE)
)


class Span(msgspec.Struct, frozen=True):
    """The positions of a feed after one, up to another, that a reader has not seen."""

    feed: int
    after: int
    upto: int


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


def read(conn: sa.Connection, reader: str, spans: Sequence[Span], *, most: int, hashed: bool = True) -> list[Portion]:
    """The beginning of each span: segments until they hold its share of `most` entries or more, at least one.

    Args:
        reader: whose cursors stand where the spans begin.
    """
    pages = _pages(conn, reader, spans, hashed=hashed)
    share = max(most // len(spans), 1)
    return [_portion(conn, span, pages.get(span.feed, ()), most=share, hashed=hashed) for span in spans]


def logs_of(portions: Iterable[Portion]) -> set[str]:
    """The logs whose entries these are."""
    return {piece.log for portion in portions for piece in portion.pieces}


def _portion(conn: sa.Connection, span: Span, page: Sequence[sa.Row], *, most: int, hashed: bool) -> Portion:
    pieces: list[Piece] = []
    upto, room = span.after, most
    for row in each_of(page, _further(conn, span, page[-1].pos if page else span.after, hashed=hashed)):
        if row.pos > span.upto:
            break
        pieces.append(_piece(row, hashed=hashed))
        upto = row.pos
        room -= row.n
        if room <= 0:
            break
    return Portion(feed=span.feed, upto=upto, pieces=tuple(pieces))


def _piece(row: sa.Row, *, hashed: bool) -> Piece:
    name, given = ref.log_name(row.log_id), segments.read(bytes(row.data), shipped())
    hashes: tuple[bytes, ...] = ()
    if hashed:
        before = bytes(row.h_before) if row.from_seq else chain.start(name, bytes(row.pubkey).hex())
        hashes = tuple(chain.walk(before, given.lines))
    return Piece(
        log=name,
        a=row.from_seq,
        received_ms=row.received_ms,
        lines=given.lines,
        hashes=hashes,
        hosted=row.org_no == NO_UNIT,
    )


def _pages(conn: sa.Connection, reader: str, spans: Sequence[Span], *, hashed: bool) -> dict[int, list[sa.Row]]:
    """The first segments of the spans that begin in their feed's last month, by feed."""
    after = {one.feed: one.after for one in spans}
    months: dict[int, list[int]] = defaultdict(list)
    for row in conn.execute(_FEEDS, {"ids": list(after)}).all():
        if after[row.feed_no] + 1 >= row.part_pos:
            months[row.part].append(row.feed_no)
    found: dict[int, list[sa.Row]] = defaultdict(list)
    for part, feeds in months.items():
        for row in conn.execute(_PAGES[hashed], {"reader": reader, "ids": feeds, "part": part}).all():
            found[row.feed_no].append(row)
    return found


def _further(conn: sa.Connection, span: Span, after: int, *, hashed: bool) -> Iterator[sa.Row]:
    while after < span.upto:
        page = conn.execute(_FURTHER[hashed], {"feed": span.feed, "after": after, "upto": span.upto}).all()
        if not page:
            return
        yield from page
        after = page[-1].pos
