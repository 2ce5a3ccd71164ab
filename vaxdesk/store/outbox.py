"""Cuts what waits into slices that can be signed: own entries anywhere, those of others at their own signatures."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import takewhile

import msgspec
import sqlalchemy as sa

from vaxdesk.journal import segment
from vaxdesk.journal.pack import MAX_BODY
from vaxdesk.journal.salts import NO_SEEDS, Seeds
from vaxdesk.store import seeds
from vaxdesk.store.feeds import Unsent, lines
from vaxdesk.store.tables import entry, seal

_AFTER = (
    sa.select(entry.c.line, entry.c.h)
    .where(entry.c.local_no == sa.bindparam("no"), entry.c.seq > sa.bindparam("after"))
    .order_by(entry.c.seq)
)


class Slice(msgspec.Struct, frozen=True, kw_only=True):
    """Consecutive lines of a log after entry `a`. `sig` is empty where this device signs itself.

    `seeds` are those known of the log's: the salts that they give need not travel.
    """

    log: str
    a: int
    lines: tuple[bytes, ...]
    h_end: bytes
    sig: bytes = b""
    seeds: Seeds = NO_SEEDS


def slices(conn: sa.Connection, logs: list[Unsent], *, device: str, first: int, room: int) -> list[Slice]:
    """Slices of the waiting entries in log order, up to about `room` bytes of lines.

    Args:
        device: public key in hex of this device.
        first: entries in the first slice; each further one of the log is twice as large.
        room: bytes of lines; the first entry is given whatever its size.
    """
    ready: list[Slice] = []
    for one in logs:
        if room <= 0:
            break
        cut = _own(conn, one, first, room) if one.device == device else _others(conn, one, room)
        for piece in cut:
            ready.append(piece)
            room -= sum(map(len, piece.lines))
    return ready


def _own(conn: sa.Connection, one: Unsent, first: int, room: int) -> Iterator[Slice]:
    rows = []
    for row in conn.execute(_AFTER, {"no": one.local_no, "after": one.covered}):
        if not row.line:  # the server has lost what it said was safe, and here it was let go: nothing follows on it
            break
        rows.append(row)
        room -= len(row.line)
        if room <= 0:
            break
    texts, known = [row.line for row in rows], seeds.held(conn, one.local_no, one.covered, len(rows))
    for part in segment.cut(texts, first=first):
        end = rows[part.stop - 1].h
        yield Slice(log=one.log, a=one.covered + part.start, lines=tuple(texts[part]), h_end=end, seeds=known)


def _others(conn: sa.Connection, one: Unsent, room: int) -> Iterator[Slice]:
    """Slices that end where their author signed; what follows the last signature cannot be sent by us."""
    signed = (seal.c.local_no == one.local_no, seal.c.seq > one.covered, seal.c.seq <= one.head_seq)
    sigs = {row.seq: row.sig for row in conn.execute(sa.select(seal.c.seq, seal.c.sig).where(*signed))}
    wanted = sa.select(entry.c.seq, sa.func.length(entry.c.line).label("size"))
    after = wanted.where(entry.c.local_no == one.local_no, entry.c.seq > one.covered).order_by(entry.c.seq)
    a = one.covered
    sizes = {row.seq: row.size for row in takewhile(lambda row: row.size, conn.execute(after))}
    known = seeds.held(conn, one.local_no, a, len(sizes))
    for end in _ends(sizes, [seq for seq in sigs if seq <= a + len(sizes)], a):
        texts = tuple(lines(conn, one.local_no, a, end))
        yield Slice(log=one.log, a=a, lines=texts, h_end=b"", sig=sigs[end], seeds=known)
        a = end
        room -= sum(map(len, texts))
        if room <= 0:
            return


def _ends(sizes: Mapping[int, int], signed: Collection[int], a: int) -> Iterator[int]:
    """Signed entries to cut at: several spans in one slice, as far as a segment's limits allow."""
    size, best = 0, a
    for end in sorted(signed):
        span = sum(sizes[seq] + 1 for seq in range(best + 1, end + 1))
        if end - best > segment.MAX_LINES:  # no author signs so rarely; nothing after it can be sent by us
            break
        if best > a and (end - a > segment.MAX_LINES or size + span > MAX_BODY):
            yield best
            a, size = best, 0
        size, best = size + span, end
    if best > a:
        yield best
