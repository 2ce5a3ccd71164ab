"""What the server's feeds have shown of the journal, and so what still waits: marks, items, outbox.

An entry is confirmed when an item covers it.
"""

from __future__ import annotations

from itertools import takewhile

import msgspec
import sqlalchemy as sa

from vaxdesk.journal import feed, line
from vaxdesk.journal.frames import Mark
from vaxdesk.store import asides, feed_heads
from vaxdesk.store.tables import entry, item, logname, seal

_BYTES_PER_ENTRY = 13  # with the dictionary; measured on a day of 500 people
_BYTES_PER_REQUEST = 700

# Built once: every round asks them.
_NEWEST = sa.select(sa.func.max(item.c.pos)).where(item.c.feed == sa.bindparam("feed_no"))
_KNOWN = sa.select(item.c.feed).distinct().order_by(item.c.feed)
_LAST = sa.select(item.c.from_seq + item.c.n).where(item.c.local_no == logname.c.local_no)
_COVERED = sa.func.coalesce(_LAST.order_by(item.c.from_seq.desc()).limit(1).scalar_subquery(), 0).label("covered")
_UNSENT = (
    sa.select(logname.c.local_no, logname.c.log, logname.c.device, _COVERED, logname.c.head_seq)
    .where(logname.c.head_seq > _COVERED)
    .order_by(logname.c.local_no)
)
_HELD = sa.select(logname.c.local_no, logname.c.device, logname.c.head_seq).where(logname.c.log == sa.bindparam("name"))
_ITEM = sa.select(item.c.fh).where(item.c.feed == sa.bindparam("feed_no"), item.c.pos == sa.bindparam("at"))
_ITEMS = sa.select(item.c.pos, item.c.fh).where(
    item.c.feed == sa.bindparam("feed_no"), item.c.pos.in_(sa.bindparam("wanted", expanding=True))
)
_HASH = sa.select(entry.c.h).where(entry.c.local_no == sa.bindparam("no"), entry.c.seq == sa.bindparam("at"))
_SEAL = sa.select(seal.c.seq).where(seal.c.local_no == sa.bindparam("no"), seal.c.seq == sa.bindparam("at"))


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """What the feed has not shown yet.

    `since_t`: clock of the oldest such entry that tells one, in seconds; 0 when none waits.
    """

    entries: int = 0
    since_t: int = 0
    bytes_estimate: int = 0


class Unsent(msgspec.Struct, frozen=True, kw_only=True):
    """A log with entries after `covered` that no item shows."""

    local_no: int
    log: str
    device: str
    covered: int
    head_seq: int


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """What is held of a log: entries 1 … head_seq by the device of that key in hex (empty if never seen)."""

    local_no: int
    device: str
    head_seq: int


class NewItem(msgspec.Struct, frozen=True, kw_only=True):
    """An item to note."""

    feed: int
    pos: int
    fh: bytes
    local_no: int
    from_seq: int
    n: int


def newest(conn: sa.Connection, feed_no: int) -> int:
    """Position of the last item noted of a feed."""
    return conn.execute(_NEWEST, {"feed_no": feed_no}).scalar() or 0


def known_feeds(conn: sa.Connection) -> list[int]:
    """Feeds of which there are items."""
    return list(conn.execute(_KNOWN).scalars())


def hash_at(conn: sa.Connection, feed_no: int, pos: int) -> bytes | None:
    """Feed hash at a position; None where there is no item."""
    if pos == 0:
        return feed.START
    return conn.execute(_ITEM, {"feed_no": feed_no, "at": pos}).scalar()


def marks(conn: sa.Connection, feed_no: int) -> list[Mark]:
    """Cursor of a feed as shown to the server, newest first."""
    wanted = feed.mark_positions(newest(conn, feed_no))
    rows = conn.execute(_ITEMS, {"feed_no": feed_no, "wanted": wanted})
    held = {row.pos: row.fh for row in rows} | {0: feed.START}
    return [Mark(pos, held[pos].hex()[:16]) for pos in wanted if pos in held]


def note(conn: sa.Connection, items: list[NewItem]) -> None:
    """Notes items that the server has shown."""
    if items:
        conn.execute(item.insert(), [msgspec.structs.asdict(one) for one in items])


def drop_above(conn: sa.Connection, feed_no: int, pos: int) -> None:
    """Forgets items that the server no longer shows; their entries wait again."""
    conn.execute(item.delete().where(item.c.feed == feed_no, item.c.pos > pos))
    feed_heads.go_back(conn, feed_no, pos)


def unsent(conn: sa.Connection) -> list[Unsent]:
    """Logs with entries that no item covers, oldest log first."""
    return [Unsent(**row._mapping) for row in conn.execute(_UNSENT)]


def saved(conn: sa.Connection) -> int:
    """Entries held here, own ones and those of other desks."""
    return conn.execute(sa.select(sa.func.sum(logname.c.head_seq))).scalar() or 0


def waiting(conn: sa.Connection) -> Waiting:
    """Counts what the feed has not shown, for the status line."""
    logs = unsent(conn)
    if not logs:
        return Waiting()
    entries = sum(one.head_seq - one.covered for one in logs)
    return Waiting(
        entries=entries,
        since_t=min(filter(None, (_clock_of(conn, one.local_no, one.covered + 1) for one in logs)), default=1),
        bytes_estimate=_BYTES_PER_REQUEST + sum(_bytes(conn, one) for one in logs),
    )


def _bytes(conn: sa.Connection, one: Unsent) -> int:
    if asides.is_aside(conn, one.local_no):
        return asides.size(conn, one.local_no, one.covered)
    return _BYTES_PER_ENTRY * (one.head_seq - one.covered)


def held(conn: sa.Connection, log: str) -> Held | None:
    """What is held of a log; None when its name was never seen."""
    row = conn.execute(_HELD, {"name": log}).first()
    return Held(**row._mapping) if row else None


def entry_hash(conn: sa.Connection, local_no: int, seq: int) -> bytes | None:
    """Chain hash of an entry; None when it is not held."""
    return conn.execute(_HASH, {"no": local_no, "at": seq}).scalar()


def hashes(conn: sa.Connection, local_no: int, a: int, end: int) -> list[bytes]:
    """Chain hashes of the entries a+1 … end of a log: they are alike where a line was erased or let go."""
    wanted = sa.select(entry.c.h).where(entry.c.local_no == local_no, entry.c.seq > a, entry.c.seq <= end)
    return list(conn.execute(wanted.order_by(entry.c.seq)).scalars())


def lines(conn: sa.Connection, local_no: int, a: int, end: int) -> list[bytes]:
    """The lines a+1 … end of a log, up to the first that was let go."""
    wanted = sa.select(entry.c.line).where(entry.c.local_no == local_no, entry.c.seq > a, entry.c.seq <= end)
    return list(takewhile(bool, conn.execute(wanted.order_by(entry.c.seq)).scalars()))


def lacks(conn: sa.Connection) -> list[str]:
    """Logs with entries that the server has lost though it once said they were safe, and that were let go here."""
    gone = (entry.c.line == b"", entry.c.seq > sa.bindparam("covered"), entry.c.local_no == sa.bindparam("local_no"))
    query = sa.select(entry.c.seq).where(*gone).limit(1)
    waits = unsent(conn)
    return [
        one.log
        for one in waits
        if conn.execute(query, {"covered": one.covered, "local_no": one.local_no}).first() is not None
    ]


def put_seal(conn: sa.Connection, local_no: int, seq: int, sig: bytes) -> None:
    """Keeps the signature of another device over its chain head."""
    if conn.execute(_SEAL, {"no": local_no, "at": seq}).first() is None:
        conn.execute(seal.insert(), {"local_no": local_no, "seq": seq, "sig": sig})


def _clock_of(conn: sa.Connection, local_no: int, seq: int) -> int:
    try:
        return line.decode(b"".join(lines(conn, local_no, seq - 1, seq))).t
    except line.BadLine:  # a damaged or erased entry waits as any other, as one let go; it tells no time
        return 0
