"""Devices as the server knows them, and the way back for one that a restored database has forgotten."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from sync_server.tables import device, org
from vaxdesk.journal.enrolment import read_certificate

ACTIVE, SUSPENDED, REVOKED = "active", "suspended", "revoked"
_SEEN_EVERY_MS = 60_000
NO_UNIT, NO_PATH = 0, "/"  # of the server's own device: it belongs to no unit, its logs say which feed they are for


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """An enrolled device and the unit it belongs to."""

    no: int
    org: int
    path: str
    public: bytes
    status: str
    last_seen_ms: int

    @property
    def active(self) -> bool:
        """Whether it may push and pull."""
        return self.status == ACTIVE

    @property
    def hosted(self) -> bool:
        """Whether it is the server's own."""
        return self.org == NO_UNIT


def by_number(conn: sa.Connection, number: int) -> Device | None:
    """The device of a number."""
    return _one(conn, device.c.device_no == number)


def by_key(conn: sa.Connection, public: bytes) -> Device | None:
    """The device of a public key."""
    return _one(conn, device.c.pubkey == public)


def readmit(conn: sa.Connection, certificate: str, *, server_public: bytes, now_ms: int) -> Device | None:
    """Enters a device anew by the certificate this server once gave it; None when that does not hold.

    Needed after the database was restored from a time before the enrolment.
    """
    stated = read_certificate(certificate, server_public)
    if stated is None or stated.not_after < now_ms:
        return None
    unit = conn.execute(sa.select(org).where(org.c.org_no == stated.org, org.c.active == 1)).first()
    if unit is None or f"{unit.scheme}:{unit.code}" != stated.unit:
        return None
    public = bytes.fromhex(stated.key)
    taken = sa.or_(device.c.device_no == stated.device, device.c.pubkey == public)
    if conn.execute(sa.select(device.c.device_no).where(taken)).first() is None:
        box = bytes.fromhex(stated.box) if stated.box else None
        add(conn, stated.device, org_no=stated.org, public=public, box=box, name="", now_ms=now_ms)
    return by_key(conn, public)


def add(
    conn: sa.Connection, number: int, *, org_no: int, public: bytes, box: bytes | None, name: str, now_ms: int
) -> None:
    """Enters a device."""
    row = {"device_no": number, "org_no": org_no, "pubkey": public, "box": box, "name": name}
    conn.execute(device.insert(), {**row, "status": ACTIVE, "enrolled_ms": now_ms})


def seen(conn: sa.Connection, known: Device, now_ms: int) -> None:
    """Notes the contact."""
    conn.execute(device.update().where(device.c.device_no == known.no), {"last_seen_ms": now_ms})


def is_stale(known: Device, now_ms: int) -> bool:
    """Whether the note of the last contact is old enough to be worth a write."""
    return abs(now_ms - known.last_seen_ms) > _SEEN_EVERY_MS


def _one(conn: sa.Connection, condition: sa.ColumnElement[bool]) -> Device | None:
    joined = sa.select(device, org.c.path).outerjoin_from(device, org, org.c.org_no == device.c.org_no)
    row = conn.execute(joined.where(condition)).first()
    if row is None or (row.path is None and row.org_no != NO_UNIT):
        return None
    return Device(
        no=row.device_no,
        org=row.org_no,
        path=row.path or NO_PATH,
        public=bytes(row.pubkey),
        status=row.status,
        last_seen_ms=row.last_seen_ms or 0,
    )
