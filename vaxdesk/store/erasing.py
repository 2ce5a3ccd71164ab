"""Holes in the journal of a desk: entries that the law had erased, once the server's own device has said so.

A `forget` entry is folded and obeyed only when its log is of the server's own device (decision 0018): no desk can have
others' records erased. On the shelf, under `forget.LOCAL_NO.SEQ`, stands nothing until then, and its hash once done.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.payloads import Forget
from vaxdesk.journal import hole, line, ref
from vaxdesk.registry import bulk, fold, forgetting
from vaxdesk.registry.entry import Incoming
from vaxdesk.registry.names import SEQ_BITS, LogNames
from vaxdesk.registry.tables_exchange import forgotten
from vaxdesk.store import kv, seeds, voices
from vaxdesk.store.tables import entry, logname

_ORDER = "forget."
_WAITS = b""
_TRACES = "erasing.traces"  # there while the log of writes may still hold what was erased
_KIND = b'"k":"forget"'
_MASK = (1 << SEQ_BITS) - 1
_NAMED = sa.select(forgotten.c.id).where(bulk.among(forgotten.c.by, "ids"))
_ORDERS = sa.select(forgotten.c.id, forgotten.c.by).where(bulk.among(forgotten.c.id, "ids"))
_LOG = sa.select(logname.c.log).where(logname.c.local_no == sa.bindparam("number"))
_AT = (entry.c.local_no == sa.bindparam("number"), entry.c.seq == sa.bindparam("at"))


def sifted(conn: sa.Connection, incoming: Iterable[Incoming]) -> list[Incoming]:
    """What of new entries may be folded: without orders to erase that nobody has vouched for; those are noted."""
    fit = []
    for one in incoming:
        if not _is_order(one.line) or kv.find(conn, _key(one.id)) == one.h:
            fit.append(one)
        else:
            kv.put(conn, _key(one.id), _WAITS)
    return fit


def emptied(conn: sa.Connection, incoming: list[Incoming]) -> list[Incoming]:
    """New entries with holes in the place of those that were erased before they came."""
    gone = forgetting.entries(conn, [one.id for one in incoming])
    marks = _marks(conn, gone)
    return [
        Incoming(one.id, hole.of(one.line), one.h) if _is_meant(one.line, marks.get(one.id)) else one
        for one in incoming
    ]


def obey(conn: sa.Connection, names: LogNames) -> frozenset[int]:
    """Erases what orders that wait name, in the caller's transaction; returns what they name, held or not."""
    waiting = [key for key in kv.keys(conn, _ORDER) if kv.find(conn, key) == _WAITS]
    if not waiting:
        return frozenset()
    hosted = voices.of(conn).hosted
    orders = [id_ for id_ in map(_id, waiting) if id_ >> SEQ_BITS in hosted]
    for id_ in orders:
        row = conn.execute(sa.select(entry.c.line, entry.c.h).where(*_AT), _place(id_)).first()
        if row is None:  # it has left its log
            kv.drop(conn, _key(id_))
            continue
        fold.apply(conn, names, [Incoming(id_, row.line, row.h)])
        kv.put(conn, _key(id_), row.h)
    named = frozenset(conn.execute(_NAMED, {"ids": orders}).scalars()) if orders else frozenset()
    if named:
        _empty(conn, named)
        seeds.drop(conn, named)
        kv.put(conn, _TRACES, b"1")
    return named


def forgets_lost(conn: sa.Connection) -> None:
    """Orders that are held no more, since a page was damaged, are obeyed anew when they come again."""
    for key in kv.keys(conn, _ORDER):
        if conn.execute(sa.select(entry.c.seq).where(*_AT), _place(_id(key))).first() is None:
            kv.drop(conn, key)


def strangers(conn: sa.Connection, names: LogNames, log: str, a: int, lines: Iterable[bytes]) -> bool:
    """Whether some of the lines a+1 … of a log are holes that no order known here explains."""
    holes = {seq: text for seq, text in enumerate(lines, a + 1) if hole.is_hole(text)}
    if not holes:
        return False
    base = names.number(log) << SEQ_BITS
    marks = _marks(conn, forgetting.entries(conn, {base | seq for seq in holes}))
    return not all(_is_meant(text, marks.get(base | seq)) for seq, text in holes.items())


def logs_behind(conn: sa.Connection, named: Collection[int]) -> list[str]:
    """Logs of which erased entries are not held yet: what was refused of them may now come."""
    if not named:
        return []
    ends: dict[int, int] = {}
    for id_ in named:
        ends[id_ >> SEQ_BITS] = max(ends.get(id_ >> SEQ_BITS, 0), id_ & _MASK)
    rows = conn.execute(sa.select(logname.c.local_no, logname.c.log, logname.c.head_seq))
    return [row.log for row in rows if ends.get(row.local_no, 0) > row.head_seq]


def has_traces(conn: sa.Connection) -> bool:
    """Whether the file's log of writes may still hold what was erased."""
    return kv.find(conn, _TRACES) is not None


def wipe_traces(conn: sa.Connection) -> bool:
    """Empties the log of writes, outside of any transaction; false while somebody still reads."""
    if conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]:
        return False
    kv.drop(conn, _TRACES)
    return True


def _empty(conn: sa.Connection, named: Collection[int]) -> None:
    change = entry.update().where(*_AT).values(line=sa.bindparam("hole"))
    for id_, marks in _marks(conn, named).items():
        text = conn.execute(sa.select(entry.c.line).where(*_AT), _place(id_)).scalar()
        if text and not hole.is_hole(text) and _is_meant(text, marks):  # what was let go holds nothing to be erased
            conn.execute(change, {**_place(id_), "hole": hole.of(text)})


def _marks(conn: sa.Connection, named: Collection[int]) -> dict[int, set[str]]:
    """The marks by which orders name entries: of two histories of one log only one is meant."""
    found: dict[int, set[str]] = {}
    rows = conn.execute(_ORDERS, {"ids": named}).all() if named else []
    stated = {by: _stated(conn, by) for by in {row.by for row in rows}}
    for row in rows:
        place = ref.join(conn.execute(_LOG, {"number": row.id >> SEQ_BITS}).scalar_one(), row.id & _MASK)
        found.setdefault(row.id, set()).add(stated[row.by].get(place, ""))
    return found


def _stated(conn: sa.Connection, order: int) -> dict[str, str]:
    """The mark of each entry that an order names."""
    text = conn.execute(sa.select(entry.c.line).where(*_AT), _place(order)).scalar()
    if text is None:
        return {}
    said = msgspec.json.decode(line.decode(text).d, type=Forget)
    return dict(zip(said.entries, said.digests, strict=False))


def _is_meant(text: bytes, marks: Collection[str] | None) -> bool:
    return marks is not None and any(hole.is_meant(text, one) for one in marks)


def _is_order(text: bytes) -> bool:
    """Whether a line is a `forget`; the bytes are looked at first, since that is quicker than reading them."""
    if _KIND not in text:
        return False
    try:
        return line.decode(text).k == "forget"
    except line.BadLine:
        return False


def _place(id_: int) -> dict[str, int]:
    return {"number": id_ >> SEQ_BITS, "at": id_ & _MASK}


def _key(id_: int) -> str:
    return f"{_ORDER}{id_ >> SEQ_BITS}.{id_ & _MASK}"


def _id(key: str) -> int:
    number, _, seq = key.removeprefix(_ORDER).partition(".")
    return int(number) << SEQ_BITS | int(seq)
