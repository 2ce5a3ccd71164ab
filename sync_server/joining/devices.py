"""Devices as the server knows them, and the way back for one that a restored database has forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from sync_server.authority.given import ACTIVE, REVOKED, revoked_from
from sync_server.durable.quick import Quick, Several, Statement
from sync_server.durable.tables import device, org
from vaxdesk.journal.enrolment import read_certificate

SUSPENDED = "suspended"
_SEEN_EVERY_MS = 60_000
NO_UNIT, NO_PATH = 0, "/"  # of the server's own device: it belongs to no unit, its logs say which feed they are for

COLUMNS = (device.c.device_no, device.c.org_no, org.c.path, device.c.pubkey, device.c.status, device.c.last_seen_ms)
WITH_UNIT = device.outerjoin(org, org.c.org_no == device.c.org_no)
_BY_NUMBER = Several(lambda numbers: sa.select(*COLUMNS).select_from(WITH_UNIT).where(device.c.device_no.in_(numbers)))

_SEEN = Statement(
    device.update()
    .where(device.c.device_no == sa.bindparam("at_device"))
    .values(
        last_seen_ms=sa.bindparam("seen_ms", type_=sa.BigInteger),
        app=sa.bindparam("told_app", type_=sa.Text),
    )
)


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


class Heard(msgspec.Struct, frozen=True):
    """A device at a contact, and the version of its program."""

    device: Device
    app: str = ""


def by_number(quick: Quick, number: int) -> Device | None:
    """The device of a number."""
    return by_numbers(quick, [number]).get(number)


def by_numbers(quick: Quick, numbers: Sequence[int]) -> dict[int, Device]:
    """Devices of some numbers, at least one."""
    statement, values = _BY_NUMBER.of(numbers)
    return {one.no: one for one in map(read, quick.all(statement, **values)) if one is not None}


def by_number_in(conn: sa.Connection, number: int) -> Device | None:
    """The device of a number, seen inside a transaction."""
    return _one(conn, device.c.device_no == number)


def by_key(conn: sa.Connection, public: bytes) -> Device | None:
    """The device of a public key."""
    return _one(conn, device.c.pubkey == public)


def readmit(conn: sa.Connection, certificate: str, *, server_keys: Sequence[bytes], now_ms: int) -> Device | None:
    """Enters a device anew by the certificate this server once gave it; None when that does not hold.

    Needed after the database was restored from a time before the enrolment. Certificates under any key that this
    server has ever signed with count.
    """
    stated = next(filter(None, (read_certificate(certificate, key) for key in reversed(server_keys))), None)
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
    """Enters a device; one whose key a filed entry revokes is revoked from the start."""
    since = revoked_from(conn, public)
    row = {"device_no": number, "org_no": org_no, "pubkey": public, "box": box, "name": name, "enrolled_ms": now_ms}
    conn.execute(device.insert(), {**row, "status": ACTIVE if since is None else REVOKED, "revoked_from_ms": since})


def seen(way: Quick, heard: Iterable[Heard], now_ms: int) -> None:
    """Notes the contact of those whose last note is old enough to be worth a write."""
    rows = [
        {"at_device": one.device.no, "seen_ms": now_ms, "told_app": one.app}
        for one in heard
        if _is_stale(one.device, now_ms)
    ]
    if rows:
        with way.transaction() as run:
            run.each((_SEEN, sorted(rows, key=lambda row: row["at_device"])))


def _is_stale(known: Device, now_ms: int) -> bool:
    return abs(now_ms - known.last_seen_ms) > _SEEN_EVERY_MS


def read(row: Sequence[Any]) -> Device | None:
    """The device of a row of `COLUMNS`; None when there is none, or its unit is gone."""
    number, org_no, path, public, status, last_seen_ms = row
    if number is None or (path is None and org_no != NO_UNIT):
        return None
    public = bytes(public)
    seen_ms = last_seen_ms or 0
    return Device(no=number, org=org_no, path=path or NO_PATH, public=public, status=status, last_seen_ms=seen_ms)


def _one(conn: sa.Connection, condition: sa.ColumnElement[bool]) -> Device | None:
    row = conn.execute(sa.select(*COLUMNS).select_from(WITH_UNIT).where(condition)).first()
    return None if row is None else read(row)
