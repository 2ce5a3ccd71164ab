"""The folder: brings what is filed in all feeds into one fold, the same tables as on a desk, for the whole country.

Every entry is folded from the feed it was written into. What the server's own device quoted elsewhere is therefore
passed over; a quote by a desk is a rescue (its own log cannot carry the entry any more) and is folded as the entry.
An erasure is passed over unless the server's own device ordered it: no station can have others' people forgotten.
Several processes may fold at once: the fold itself locks what must not be worked on twice (`registry.locks`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
import sqlalchemy as sa

from sync_server.durable.database import writing
from sync_server.durable.locks import Lock, hold
from sync_server.durable.tables import cursor, interest
from sync_server.reading import casebook, certifying, naming, timetable
from sync_server.reading.interests import LACKS, SERVED
from sync_server.reading.portion import Piece, Portion, logs_of
from sync_server.reading.readers import Reader
from sync_server.segments import erasing
from sync_server.settings import Server
from sync_server.totals import clocks, queue
from sync_server.totals import run as totals
from vaxdesk.domain import times
from vaxdesk.domain.payloads import Quote
from vaxdesk.journal import ref
from vaxdesk.journal.line import NOT_JSON, BadLine, decode
from vaxdesk.registry import fold
from vaxdesk.registry.entry import Entry, Incoming
from vaxdesk.registry.evicting import Touched
from vaxdesk.registry.names import SEQ_BITS

NAME = "folder"
_QUOTE = b'"k":"quote"'


def prepare(server: Server) -> None:
    """Makes the tables of the fold, anew when this program folds by other rules; everything is then read again."""
    with writing(server.engine) as conn:
        hold(conn, Lock.TABLES)
        if fold.is_current(conn):
            totals.prepare(conn, times.day_of(server.now()))
            certifying.prepare(conn)
            return
        fold.drop(conn)
        fold.create(conn)
        casebook.clear(conn)
        totals.empty(conn)
        totals.forget_times(conn)
        totals.prepare(conn, times.day_of(server.now()))
        certifying.anew(conn)
        certifying.pause(conn)
        conn.execute(cursor.delete().where(cursor.c.name == NAME))
        conn.execute(interest.update().where(interest.c.served == SERVED).values(served=LACKS))


def act(conn: sa.Connection, _server: Server, portions: Sequence[Portion]) -> None:
    """Folds portions; during the day each is a few entries, and a fold has its price."""
    names = naming.names(conn, logs_of(portions))
    incoming: list[Incoming] = []
    homes: dict[int, int] = {}
    for portion in portions:
        for piece in portion.pieces:
            number = names.number(piece.log)
            for one in (number, *(names.number(one) for one in _rescued(piece))):
                homes.setdefault(one, portion.feed)
            incoming += _entries(piece, number << SEQ_BITS)
    naming.filed(conn, homes)
    fold.apply(conn, names, incoming, heard=_heard)
    clocks.keep(conn, ((one.id, one.line) for one in incoming))


def _heard(conn: sa.Connection, entries: Iterable[Entry], touched: Touched) -> None:
    queue.heard(conn, entries, touched)
    timetable.heard(conn, entries, touched)
    certifying.heard(conn, entries, touched)


def _entries(piece: Piece, base: int) -> list[Incoming]:
    return [
        Incoming(base | seq, line, h)
        for seq, (line, h) in enumerate(zip(piece.lines, piece.hashes, strict=True), piece.a + 1)
        if (not is_quote(line) if piece.hosted else erasing.order_in(line) is None)
    ]


def _rescued(piece: Piece) -> set[str]:
    """Logs of which a desk has quoted entries that no segment carries: they count as filed where the rescue is."""
    found = set()
    for line in () if piece.hosted else filter(is_quote, piece.lines):
        try:
            said = msgspec.json.decode(decode(line).d, type=Quote)
            log, seq = ref.split(said.id)
            found.add(ref.split(ref.join(said.branch or log, seq))[0])
        except (*NOT_JSON, ref.BadRef):
            continue
    return found


def is_quote(line: bytes) -> bool:
    """Whether a line is a quote; the bytes are looked at first, since that is quicker than reading them."""
    if _QUOTE not in line:
        return False
    try:
        return decode(line).k == "quote"
    except BadLine:
        return False


READER = Reader(name=NAME, act=act, hashed=True, lasting=False)
