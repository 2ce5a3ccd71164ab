"""Takes the end of a log out of it, as quotes that say every byte again (sync design 2.8, decision 0011).

A second history gets a name of its own. What merely stands behind a gap keeps its names: another desk, the server or a
copy may hold it too, and then it is one entry, not two.
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.payloads import Quote
from vaxdesk.journal import branch, hole, line, ref
from vaxdesk.store import feeds, kv, seeds
from vaxdesk.store.tables import entry, leaving, logname, seal

_ADRIFT = "adrift"
_quote = msgspec.json.Decoder(Quote)


def part(conn: sa.Connection, log: str, after: int, *, forked: bool) -> list[Quote]:
    """Ends a log after an entry; what stood behind it comes back as quotes, to be entered in the caller's transaction.

    A log of which nothing stays is nobody's again: its name belongs to another device. A line that no quote can hold
    (bytes that are no text) stays on the shelf under `adrift.NAME.SEQ`.

    Args:
        forked: whether what stood there is the second history of the log.
    """
    local = feeds.held(conn, log)
    if local is None:
        return []
    behind = (entry.c.local_no == local.local_no, entry.c.seq > after)
    rows = conn.execute(sa.select(entry.c.seq, entry.c.line, entry.c.h).where(*behind).order_by(entry.c.seq)).all()
    if not rows:
        return []
    name = branch.name(log, rows[0].h) if forked else ""
    quotes = [quote for row in rows if (quote := _quoted(conn, row, log, name, after if forked else 0))]
    _cut(conn, local.local_no, after)
    return quotes


def adrift(conn: sa.Connection) -> int:
    """Lines that no quote could hold; for technicians."""
    return len(kv.keys(conn, f"{_ADRIFT}."))


def _quoted(conn: sa.Connection, row: sa.Row, log: str, name: str, a: int) -> Quote | None:
    if not row.line or hole.is_hole(row.line):
        return None  # let go, whoever holds it says it again; or erased by law, and not said again
    try:
        known = line.decode(row.line)
        if known.k == "quote":  # entered once before: what it says is said again, never a quote in a quote
            return _quote.decode(known.d)
    except (line.BadLine, msgspec.DecodeError):
        pass
    try:
        quote = Quote(id=ref.join(log, row.seq), h=row.h.hex(), line=row.line.decode(), branch=name, a=a)
        line.encode("quote", quote, t=1 << 40)
    except (UnicodeDecodeError, line.BadLine):
        kv.put(conn, f"{_ADRIFT}.{name or log}.{row.seq}", row.line)
        return None
    return quote


def _cut(conn: sa.Connection, number: int, after: int) -> None:
    head_hash = feeds.entry_hash(conn, number, after) if after else b""
    conn.execute(leaving.insert(), {"local_no": number, "after": after})
    conn.execute(entry.delete().where(entry.c.local_no == number, entry.c.seq > after))
    conn.execute(leaving.delete())
    conn.execute(seal.delete().where(seal.c.local_no == number, seal.c.seq > after))
    seeds.drop_behind(conn, number, after)
    values = {"head_seq": after, "head_hash": head_hash}
    conn.execute(
        logname.update().where(logname.c.local_no == number), values if after else {**values, "device": "", "mine": 0}
    )
