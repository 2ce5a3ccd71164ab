"""What an operator does about a PC: list, revoke, suspend, let back in (sync design 3.4).

A revocation is an entry in the feed of the unit, so that its other PCs refuse the lost one on their own network too. A
suspension is the server's alone: the PC goes on recording, and sends when it is let back in.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import sqlalchemy as sa

from sync_server.authority import access
from sync_server.durable.tables import device, org, revocation
from sync_server.joining import devices
from sync_server.segments import hosted, strays
from sync_server.segments.hosted import Note
from sync_server.settings import Server
from vaxdesk.domain.payloads import Void
from vaxdesk.domain.payloads_sync import Revoke


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A device as it is listed. Times in ms, 0 for never; `kept` bytes lie in review."""

    device: int
    name: str
    unit: str
    status: str
    key: str
    enrolled_ms: int
    last_seen_ms: int
    revoked_from_ms: int
    kept: int


class UnknownDevice(LookupError):
    """No device has that number, or several have a name that begins so."""


def find(conn: sa.Connection, wanted: str) -> sa.Row:
    """The device of a number, or of a name that only one has.

    Raises:
        UnknownDevice: none, or several.
    """
    named = device.c.name == wanted
    known = device.c.device_no == int(wanted) if wanted.isascii() and wanted.isdigit() else named
    rows = conn.execute(sa.select(device).where(known, device.c.org_no != devices.NO_UNIT)).all()
    if len(rows) != 1:
        raise UnknownDevice(wanted)
    return rows[0]


def listed(conn: sa.Connection, below: sa.Row | None = None) -> Iterator[Listed]:
    """Devices in the order of the tree."""
    joined = sa.select(device, org.c.scheme, org.c.code).join_from(device, org, org.c.org_no == device.c.org_no)
    if below is not None:
        joined = joined.where(org.c.path.startswith(below.path, autoescape=True))
    for row in conn.execute(joined.order_by(org.c.path, device.c.enrolled_ms)).all():
        yield Listed(
            device=row.device_no,
            name=row.name,
            unit=f"{row.scheme}:{row.code}",
            status=row.status,
            key=bytes(row.pubkey).hex(),
            enrolled_ms=row.enrolled_ms,
            last_seen_ms=row.last_seen_ms or 0,
            revoked_from_ms=row.revoked_from_ms or 0,
            kept=strays.size(conn, row.device_no),
        )


def revoke(conn: sa.Connection, server: Server, known: sa.Row, *, from_ms: int, why: str = "") -> None:
    """Takes a device out for good: it is told so with the server's signature, hands over what it holds, and is erased.

    Args:
        from_ms: since when it is no longer in our hands.
    """
    entry = Revoke(device=bytes(known.pubkey).hex(), from_ms=from_ms, why=why)
    hosted.write(conn, server, known.org_no, [Note(kind="revoke", payload=entry)])
    access.note(conn, "revoke", result=str(from_ms), at_ms=server.now_ms(), device=known.device_no)


def suspend(conn: sa.Connection, server: Server, known: sa.Row) -> None:
    """Refuses a device until it is let back in; it keeps everything."""
    conn.execute(
        device.update().where(device.c.device_no == known.device_no, device.c.status == devices.ACTIVE),
        {"status": devices.SUSPENDED},
    )
    access.note(conn, "suspend", result="ok", at_ms=server.now_ms(), device=known.device_no)


def readmit(conn: sa.Connection, server: Server, known: sa.Row) -> None:
    """Lets a device back in; a PC that was already erased has to be joined anew, with a new key."""
    standing = sa.select(revocation).where(revocation.c.pubkey == known.pubkey, revocation.c.voided == 0)
    back = [
        Note(kind="void", payload=Void(v=True, why=""), of=row.ref, rev=row.rev + 1)
        for row in conn.execute(standing).all()
    ]
    hosted.write(conn, server, known.org_no, back)
    conn.execute(device.update().where(device.c.device_no == known.device_no), {"status": devices.ACTIVE})
    access.note(conn, "readmit", result="ok", at_ms=server.now_ms(), device=known.device_no)
