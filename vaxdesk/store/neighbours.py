"""What the store knows for the desks next to it: recent logs, whose devices wrote them, feed items to show."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from vaxdesk.store import feeds, kv
from vaxdesk.store.tables import entry, item, logname

_CARD = "lan.card."


class Holding(msgspec.Struct, frozen=True, kw_only=True):
    """A log as far as it is held; `h` is the chain hash of its last entry."""

    local_no: int
    log: str
    device: str
    head_seq: int
    h: bytes


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """An item of a feed with what its hash covers. `h_end` is None where its entries are not held."""

    pos: int
    log: str
    a: int
    n: int
    h_end: bytes | None


def signature(conn: sa.Connection) -> tuple[int, ...]:
    """A value that changes whenever entries or feed items came or went; cheap enough to be asked all the time."""
    logs = conn.execute(sa.select(sa.func.max(logname.c.local_no), sa.func.sum(logname.c.head_seq))).one()
    shown = conn.execute(sa.select(sa.func.max(item.c.pos), sa.func.sum(item.c.pos)).group_by(item.c.feed))
    return tuple(value or 0 for row in (logs, *shown) for value in row)


def recent(conn: sa.Connection, most: int) -> list[Holding]:
    """The logs that came last, and whichever others the feed has not shown whole, oldest first."""
    columns = (logname.c.local_no, logname.c.log, logname.c.device, logname.c.head_seq, logname.c.head_hash.label("h"))
    last = sa.select(*columns).where(logname.c.head_seq > 0).order_by(logname.c.local_no.desc()).limit(most)
    rows = {row.local_no: Holding(**row._mapping) for row in conn.execute(last)}
    others = [one.local_no for one in feeds.unsent(conn) if one.local_no not in rows]
    if others:
        older = sa.select(*columns).where(logname.c.local_no.in_(others))
        rows |= {row.local_no: Holding(**row._mapping) for row in conn.execute(older)}
    return [rows[number] for number in sorted(rows)]


def named(conn: sa.Connection, logs: list[str]) -> list[Holding]:
    """How far these logs are held; those never seen are left out."""
    columns = (logname.c.local_no, logname.c.log, logname.c.device, logname.c.head_seq, logname.c.head_hash.label("h"))
    wanted = sa.select(*columns).where(logname.c.log.in_(logs), logname.c.head_seq > 0)
    return [Holding(**row._mapping) for row in conn.execute(wanted.order_by(logname.c.local_no))]


def shown(conn: sa.Connection, feed_no: int, after: int, upto: int) -> list[Shown]:
    """Items of a feed after a position, in order."""
    end = sa.and_(entry.c.local_no == item.c.local_no, entry.c.seq == item.c.from_seq + item.c.n)
    columns = (item.c.pos, logname.c.log, item.c.from_seq.label("a"), item.c.n, entry.c.h.label("h_end"))
    joined = sa.outerjoin(sa.outerjoin(item, logname, logname.c.local_no == item.c.local_no), entry, end)
    wanted = sa.select(*columns).select_from(joined)
    wanted = wanted.where(item.c.feed == feed_no, item.c.pos > after, item.c.pos <= upto).order_by(item.c.pos)
    return [Shown(**{**row._mapping, "log": row.log or ""}) for row in conn.execute(wanted)]


def is_filed_author(conn: sa.Connection, feed_no: int, device: str) -> bool:
    """Whether a feed has shown entries of a device: it belonged to that unit then."""
    filed = sa.select(item.c.pos).join(logname, logname.c.local_no == item.c.local_no)
    filed = filed.where(logname.c.device == device, item.c.feed == feed_no)
    return conn.execute(filed.limit(1)).first() is not None


def is_from_above(conn: sa.Connection, local_no: int) -> bool:
    """Whether a log was written by no desk of this station, and so came under the server's word alone."""
    row = conn.execute(sa.select(logname.c.device, logname.c.mine).where(logname.c.local_no == local_no)).first()
    return row is not None and not row.mine and bool(row.device) and not card(conn, row.device)


def card(conn: sa.Connection, device: str) -> str:
    """The certificate of a neighbour's device, by its public key in hex; empty when it never came."""
    return kv.text(conn, _CARD + device)


def keep_card(conn: sa.Connection, device: str, certificate: str) -> None:
    """Keeps the certificate of a neighbour's device, to show it to others when its entries are passed on."""
    if card(conn, device) != certificate:
        kv.put(conn, _CARD + device, certificate.encode())
