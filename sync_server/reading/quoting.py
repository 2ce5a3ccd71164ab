"""Takes entries out of the feeds they stand in, to be quoted elsewhere: bytes, hash and unit of each."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import sqlalchemy as sa

from sync_server.durable.tables import log, org, segment
from sync_server.reading import naming
from sync_server.reading.components import chunks
from sync_server.reading.entries import hashes_of
from vaxdesk.dictionaries import shipped
from vaxdesk.domain.payloads import Quote
from vaxdesk.journal import hole, ref
from vaxdesk.journal import segment as segments
from vaxdesk.journal.line import decode
from vaxdesk.registry.names import SEQ_BITS, LogNames
from vaxdesk.registry.tables_exchange import quoted

_MASK = (1 << SEQ_BITS) - 1


class Carried(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that may be quoted, by its surrogate."""

    id: int
    feed: int
    quote: Quote


def carried(conn: sa.Connection, names: LogNames, ids: Iterable[int], *, besides: Iterable[int]) -> list[Carried]:
    """Entries as quotes, each after those of the same log before it.

    Args:
        besides: feeds whose entries are left out; so are entries that the law has erased.
    """
    left_out = set(besides)
    homes = {one: feed_no for one, feed_no in naming.feeds_of(conn, ids).items() if feed_no not in left_out}
    units = _units(conn, set(homes.values()))
    found = filed(conn, names, homes)
    quotes = {one: _quote(names, one, line, h) for one, (line, h) in found.items() if not hole.is_hole(line)}
    quotes |= _rescued(conn, names, [one for one in homes if one not in found])
    return [
        Carried(id=one, feed=homes[one], quote=msgspec.structs.replace(quotes[one], unit=units[homes[one]]))
        for one in sorted(quotes)
    ]


def _quote(names: LogNames, id_: int, line: bytes, h: bytes) -> Quote:
    return Quote(id=names.ref(id_), h=h.hex(), line=line.decode())


def _units(conn: sa.Connection, feeds: set[int]) -> dict[int, str]:
    rows = conn.execute(sa.select(org.c.org_no, org.c.scheme, org.c.code).where(org.c.org_no.in_(feeds)))
    return {row.org_no: f"{row.scheme}:{row.code}" for row in rows}


def filed(conn: sa.Connection, names: LogNames, wanted: Iterable[int]) -> dict[int, tuple[bytes, bytes]]:
    """Line and hash of entries that a segment carries; each segment is read once."""
    found: dict[int, tuple[bytes, bytes]] = {}
    held: dict[int, tuple[bytes, bytes]] = {}
    at = (0, 0, 0)  # log, first and last number of the segment in hand
    for one in sorted(wanted):
        log, seq = one >> SEQ_BITS, one & _MASK
        if not (at[0] == log and at[1] <= seq <= at[2]):
            row = _segment_with(conn, ref.log_number(names.name(log)), seq)
            if row is None:
                continue
            given = segments.read(bytes(row.data), shipped())
            held = dict(enumerate(zip(given.lines, hashes_of(conn, row, given), strict=True), given.a + 1))
            at = (log, given.a + 1, given.end)
        found[one] = held[seq]
    return found


def _segment_with(conn: sa.Connection, log_id: int, seq: int) -> sa.Row | None:
    since = sa.select(log.c.part).where(log.c.log_id == log_id).scalar_subquery()  # months before it hold nothing of it
    before = (segment.c.log_id == log_id, segment.c.from_seq < seq, segment.c.part >= since)
    row = conn.execute(sa.select(segment).where(*before).order_by(segment.c.from_seq.desc()).limit(1)).first()
    return row if row is not None and seq <= row.from_seq + row.n else None


def _rescued(conn: sa.Connection, names: LogNames, wanted: list[int]) -> dict[int, Quote]:
    """Entries that are known by a desk's quote alone: its quote is handed on."""
    by_quote: dict[int, int] = {}
    for part in chunks(wanted):
        rows = conn.execute(
            sa.select(quoted.c.id, quoted.c.target).where(quoted.c.target.in_(part), quoted.c.apart == 0)
        )
        by_quote |= {row.id: row.target for row in rows}
    found = filed(conn, names, by_quote)
    lines = {by_quote[one]: decode(line) for one, (line, _) in found.items() if not hole.is_hole(line)}
    return {one: msgspec.json.decode(line.d, type=Quote) for one, line in lines.items()}
