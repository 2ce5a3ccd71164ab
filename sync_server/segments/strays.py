"""Segments that are signed and kept but not filed: evidence of forks, and what a revoked device handed over.

An operator who has looked at them may file them: those of a lost PC that were written before it was lost, say.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

import msgspec
import sqlalchemy as sa

from sync_server.authority import access
from sync_server.durable.database import reading, writing
from sync_server.durable.tables import stray
from sync_server.joining import devices
from sync_server.segments import erasing, filing
from sync_server.settings import Server
from vaxdesk.dictionaries import shipped
from vaxdesk.journal import segment
from vaxdesk.journal.frames import Filed, Refused
from vaxdesk.journal.verdict import BadSegment


class Stray(msgspec.Struct, frozen=True, kw_only=True):
    """A kept segment: entries a+1 … a+n of a log; `log` is empty when the bytes cannot be read.

    `device` is the author as far as it proves one, else whoever sent it.
    """

    id: int
    device: int
    reason: str
    received_ms: int
    log: str
    a: int
    n: int
    size: int


class Reviewed(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the segments that an operator accepted; `left` maps those still kept to the verdict."""

    filed: int
    entries: int
    left: dict[int, str]


def keep(conn: sa.Connection, data: bytes, *, device: int, reason: str, at_ms: int) -> None:
    """Keeps a segment once, however often it comes."""
    data = erasing.emptied(conn, data)
    if not _is_held(conn, data):
        digest = sha256(data).digest()
        row = {"device_no": device, "received_ms": at_ms, "reason": reason, "digest": digest, "data": data}
        conn.execute(stray.insert(), row)


def is_kept(conn: sa.Connection, data: bytes) -> bool:
    """Whether a segment is kept already, with what the law has erased of it left out."""
    return _is_held(conn, erasing.emptied(conn, data))


def size(conn: sa.Connection, device: int) -> int:
    """Bytes kept of a device."""
    total = sa.select(sa.func.sum(sa.func.length(stray.c.data))).where(stray.c.device_no == device)
    return int(conn.execute(total).scalar() or 0)


def listed(conn: sa.Connection, device: int | None = None) -> Iterator[Stray]:
    """Kept segments, oldest first."""
    wanted = sa.select(stray).order_by(stray.c.id)
    for row in conn.execute(wanted if device is None else wanted.where(stray.c.device_no == device)).all():
        data = bytes(row.data)
        log, a, n = _place(data)
        yield Stray(
            id=row.id,
            device=row.device_no,
            reason=row.reason,
            received_ms=row.received_ms,
            log=log,
            a=a,
            n=n,
            size=len(data),
        )


def accept(server: Server, ids: set[int]) -> Reviewed:
    """Files kept segments into the feeds of their authors, in the order of their logs; what is filed is kept no more.

    Each is filed by itself: what was filed stays filed when a later one cannot be, and again accepting changes nothing.
    """
    filed, entries, left = 0, 0, {}
    with reading(server.engine) as conn:
        chosen = sorted((one for one in listed(conn) if one.id in ids), key=lambda one: (one.log, one.a, one.n))
    for one in chosen:
        with reading(server.engine) as conn:
            data = bytes(conn.execute(sa.select(stray.c.data).where(stray.c.id == one.id)).scalar_one())
            pusher = devices.by_number_in(conn, one.device)
        if pusher is None:
            left[one.id] = "unknown_device"
            continue
        outcome = filing.settle(server.engine, data, pusher=pusher, now_ms=server.now_ms(), reviewed=True)
        if isinstance(outcome, Refused):
            left[one.id] = outcome.code
            continue
        filed, entries = filed + 1, entries + one.n
        _done(server, one, outcome)
    return Reviewed(filed=filed, entries=entries, left=left)


def _done(server: Server, one: Stray, outcome: Filed) -> None:
    with writing(server.engine) as conn:
        conn.execute(stray.delete().where(stray.c.id == one.id))
        result = f"{outcome.log} {one.a + 1}-{one.a + one.n} {outcome.pos}"
        access.note(conn, "stray_accept", result=result, at_ms=server.now_ms(), device=one.device)


def _place(data: bytes) -> tuple[str, int, int]:
    try:
        given = segment.read(data, shipped())
    except BadSegment:
        return "", 0, 0
    return given.log, given.a, given.n


def _is_held(conn: sa.Connection, data: bytes) -> bool:
    found = sa.select(stray.c.id).where(stray.c.digest == sha256(data).digest())
    return conn.execute(found).first() is not None
