"""Lists what is filed under a unit, entry by entry in the order of its feed, for operators and tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import sqlalchemy as sa

from sync_server.durable.tables import device, log, segment
from vaxdesk.dictionaries import shipped
from vaxdesk.journal import chain, ref
from vaxdesk.journal import segment as segments
from vaxdesk.journal.line import NOT_JSON

_PAGE = 200
_OF_LOG = segment.c.log_id == sa.bindparam("log")
_ENDS_HERE = (  # the nearest before, which the index finds; a look at all that end somewhere grows with the log
    sa.select(segment.c.h_end)
    .where(_OF_LOG, segment.c.from_seq < sa.bindparam("seq"), segment.c.from_seq + segment.c.n == sa.bindparam("seq"))
    .order_by(segment.c.from_seq.desc())
    .limit(1)
)
_AUTHOR = (
    sa.select(device.c.pubkey)
    .join(log, log.c.device_no == device.c.device_no)
    .where(log.c.log_id == sa.bindparam("log"))
)


def filed(conn: sa.Connection, feed_no: int, *, after: int = 0) -> Iterator[dict[str, Any]]:
    """Entries after a position of the feed.

    Yields:
        `ref`, `feed`, `pos`, `h` (hex), `received_ms`, `by` (device that pushed), `line` (exact text; bytes that
        are no text have their odd ones escaped) and `entry` (the line decoded; null if it is no JSON object).
    """
    rows = conn.execute(
        sa.select(segment)
        .where(segment.c.feed_no == feed_no, segment.c.pos > after)
        .order_by(segment.c.pos)
        .execution_options(yield_per=_PAGE)
    )
    for row in rows:
        yield from _entries(conn, row)


def _entries(conn: sa.Connection, row: sa.Row) -> Iterator[dict[str, Any]]:
    given = segments.read(bytes(row.data), shipped())
    for seq, (line, h) in enumerate(zip(given.lines, hashes_of(conn, row, given), strict=True), given.a + 1):
        yield {
            "ref": ref.join(given.log, seq),
            "feed": row.feed_no,
            "pos": row.pos,
            "h": h.hex(),
            "received_ms": row.received_ms,
            "by": row.pushed_by,
            "line": line.decode("utf-8", "backslashreplace"),
            "entry": _decoded(line),
        }


def hashes_of(conn: sa.Connection, row: sa.Row, given: segments.Segment) -> Iterator[bytes]:
    """Chain hashes of the entries of a filed segment."""
    return chain.walk(_h_before(conn, row, given), given.lines)


def _h_before(conn: sa.Connection, row: sa.Row, given: segments.Segment) -> bytes:
    """Chain hash of the entry before a filed segment: the end of the one before it, or the start of its log."""
    if given.a:
        return bytes(conn.execute(_ENDS_HERE, {"log": row.log_id, "seq": given.a}).scalar_one())
    public = conn.execute(_AUTHOR, {"log": row.log_id}).scalar_one()
    return chain.start(given.log, bytes(public).hex())


def _decoded(line: bytes) -> Any:
    try:
        decoded = msgspec.json.decode(line)
    except NOT_JSON:
        return None
    return decoded if isinstance(decoded, dict) else None
