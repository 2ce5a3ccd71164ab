"""The certificates of other devices that a reader is handed with their entries, and takes back from who brings those.

A desk that holds entries of a neighbour can send them again after the server was put back; where that was to before the
neighbour's enrolment, and the neighbour is gone, nobody else could show who it was. So a log never comes without its
author's certificate. Those of the own unit come as a list with a tag, and only when that is no longer known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from hashlib import sha256

import sqlalchemy as sa
from msgspec import UNSET, UnsetType

from sync_server.authority.given import ACTIVE
from sync_server.durable.database import reading, writing
from sync_server.durable.tables import device, log, org
from sync_server.joining import devices
from sync_server.joining.devices import NO_UNIT, Device
from sync_server.joining.enrol import CERTIFICATE_MS
from sync_server.settings import Server
from vaxdesk.journal import enrolment
from vaxdesk.journal.enrolment import Certificate
from vaxdesk.journal.frames import Cards

_TAG_LETTERS = 8
_MOST = 100  # of one answer
_STATED = sa.select(device, org.c.scheme, org.c.code).join_from(device, org, org.c.org_no == device.c.org_no)


def told(server: Server, reader: Device, known: str | UnsetType, begun: Collection[int]) -> Cards | UnsetType:
    """Certificates for a reader who is sent the beginnings of these logs; nothing when it did not ask or knows them.

    Args:
        known: tag of the unit's list as the reader was last told it.
        begun: numbers of logs.
    """
    if known is UNSET or not begun:
        return UNSET
    with reading(server.engine) as conn:
        authors = _authors(conn, reader, begun)
        ours = _ours(conn, reader) if any(row.org_no == reader.org for row in authors) else []
    tag = _tag(ours) if ours else known
    wanted = [row for row in authors if row.org_no != reader.org] + (ours if tag != known else [])
    return Cards(tag, [_certificate(server, row) for row in wanted[:_MOST]]) if wanted else UNSET


def readmit(server: Server, certificates: Iterable[str]) -> None:
    """Enters authors anew that a restored database has forgotten; what this server did not sign is passed over."""
    with writing(server.engine) as conn:
        for text in certificates:
            devices.readmit(conn, text, server_keys=server.key.generations, now_ms=server.now_ms())


def _authors(conn: sa.Connection, reader: Device, begun: Collection[int]) -> list[sa.Row]:
    wrote = sa.select(log.c.device_no).where(log.c.log_id.in_(begun))
    others = (device.c.device_no.in_(wrote), device.c.device_no != reader.no, device.c.org_no != NO_UNIT)
    return list(conn.execute(_STATED.where(*others).order_by(device.c.pubkey)))


def _ours(conn: sa.Connection, reader: Device) -> list[sa.Row]:
    active = (device.c.org_no == reader.org, device.c.status == ACTIVE)
    return list(conn.execute(_STATED.where(*active).order_by(device.c.pubkey)))


def _tag(rows: Iterable[sa.Row]) -> str:
    return sha256(b"".join(bytes(row.pubkey) for row in rows)).hexdigest()[:_TAG_LETTERS]


def _certificate(server: Server, row: sa.Row) -> str:
    stated = Certificate(
        device=row.device_no,
        org=row.org_no,
        unit=f"{row.scheme}:{row.code}",
        key=bytes(row.pubkey).hex(),
        not_after=server.now_ms() + CERTIFICATE_MS,
        serial="",
        box=bytes(row.box).hex() if row.box else None,
    )
    return enrolment.certify(server.key.sign, stated)
