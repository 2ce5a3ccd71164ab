"""The server's own device: writes into the feed of a unit what other sites, or those above, have to say there.

It has a key of its own (`ServerKey.hosted_sign`) and writes like every device: logs with random names, chained lines,
signed segments, filed by `placing.place`. A process opens one log a feed. What it wrote before the database was
restored comes back from the devices that hold it: the first line of each log names the unit, as `SCHEME:CODE`.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

import msgspec
import sqlalchemy as sa

from sync_server.durable.database import writing
from sync_server.durable.tables import device, feed, log, org
from sync_server.joining import devices
from sync_server.segments import placing
from sync_server.settings import OwnLog, Server
from vaxdesk import __version__
from vaxdesk.domain.erasable import names_people
from vaxdesk.domain.payload import Payload
from vaxdesk.domain.payloads import Open
from vaxdesk.journal import chain, line, ref, salts
from vaxdesk.journal import segment as segments
from vaxdesk.registry.entry import insert_new

_NUMBER_BYTES = 6


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """An entry to write. `of` is a reference `LOG.seq` or empty."""

    kind: str
    payload: Payload
    of: str = ""
    rev: int = 0
    user: int = 0  # who wanted it; 0 is the program


def enter(server: Server) -> None:
    """Makes the own device known to the database; again changes nothing. For the start of every process."""
    with writing(server.engine) as conn:
        _device(conn, server)


def write(conn: sa.Connection, server: Server, feed_no: int, notes: Iterable[Note]) -> list[str]:
    """Writes entries into a feed inside the caller's transaction, and returns their references in order.

    Nothing is there unless the caller commits, so what it notes beside it is true exactly when the entries are filed.
    The feed's row is locked until then: whoever writes into several feeds goes in the order of their numbers.

    Raises:
        BadLine: an entry of more than 16 KiB, a quote of more than `line.MAX_QUOTE`; nothing was written.
        sqlalchemy.exc.NoResultFound: no such feed.
    """
    wanted = list(notes)
    if not wanted:
        return []
    unit = conn.execute(
        sa.select(org)
        .join(feed, feed.c.feed_no == org.c.org_no)
        .where(org.c.org_no == feed_no)
        .with_for_update(of=feed)
    ).one()
    author = _device(conn, server)
    at = _continued(conn, server, feed_no)
    lines = []
    if at is None:
        name = ref.log_name(server.rng.getrandbits(ref.LOG_BITS))
        at = OwnLog(name, 0, chain.start(name, author.public.hex()))
        lines.append(_opening(server, author, unit))
    first = at.seq + len(lines) + 1
    lines += [_line(server, at.log, note) for note in wanted]
    server.logs[feed_no] = _file(conn, server, author, feed_no, at=at, lines=lines)
    return [ref.join(at.log, first + number) for number in range(len(wanted))]


def _continued(conn: sa.Connection, server: Server, feed_no: int) -> OwnLog | None:
    """The log of this run if it stands where this run left it; after a rollback or a restore it does not."""
    at = server.logs.get(feed_no)
    if at is None:
        return None
    row = conn.execute(sa.select(log).where(log.c.log_id == ref.log_number(at.log))).first()
    stands = row is not None and (row.head_seq, bytes(row.head_hash)) == (at.seq, at.h)
    return at if stands and at.seq < segments.MAX_SEQ // 2 else None


def _file(
    conn: sa.Connection, server: Server, author: devices.Device, feed_no: int, *, at: OwnLog, lines: list[bytes]
) -> OwnLog:
    for piece in segments.cut(lines, first=segments.MAX_LINES):
        part = lines[piece]
        h_end = at.h
        for h_end in chain.walk(at.h, part):  # noqa: B007 - the last hash is what is signed
            pass
        plan = placing.Plan(
            log_id=ref.log_number(at.log),
            feed=feed_no,
            author=author,
            new=at.seq == 0,
            a=at.seq,
            n=len(part),
            h_before=at.h,
            h_end=h_end,
            data=segments.build(at.log, server.key.hosted_sign, at.seq, part, h_end),
        )
        if placing.place(conn, plan, pusher=author.no, now_ms=server.now_ms()) is None:
            raise RuntimeError("a log of this process was moved by somebody else under the lock of its feed")
        at = OwnLog(at.log, at.seq + len(part), h_end)
    return at


def _opening(server: Server, author: devices.Device, unit: Any) -> bytes:
    named = Open(device=author.public.hex(), station=f"{unit.scheme}:{unit.code}", app=__version__)
    return line.encode("open", named, t=int(server.now()))


def _line(server: Server, log_name: str, note: Note) -> bytes:
    of: str | int | None = note.of or None
    if note.of:
        target, seq = ref.split(note.of)
        of = seq if target == log_name else note.of
    salt = salts.free(server.rng.randbytes) if names_people(note.kind, note.payload) else ""
    return line.encode(note.kind, note.payload, t=int(server.now()), user=note.user, of=of, rev=note.rev, salt=salt)


def _device(conn: sa.Connection, server: Server) -> devices.Device:
    public = server.key.hosted_public
    known = devices.by_key(conn, public)
    if known is not None:
        return known
    row = {"device_no": int.from_bytes(sha256(public).digest()[:_NUMBER_BYTES], "big"), "org_no": devices.NO_UNIT}
    row |= {"pubkey": public, "name": "", "status": devices.ACTIVE, "enrolled_ms": server.now_ms()}
    insert_new(conn, device, [row])
    known = devices.by_key(conn, public)
    if known is None:
        raise RuntimeError("entered, yet not there")
    return known
