"""X.509 certificates for devices that are enrolled: those from before there were any, and those that run out."""

from __future__ import annotations

import sqlalchemy as sa

from sync_server.durable.database import reading
from sync_server.durable.tables import org
from sync_server.joining.devices import Device
from sync_server.joining.enrol import CERTIFICATE_MS
from sync_server.settings import Server
from vaxdesk.journal import identity
from vaxdesk.journal.enrolment import Certificate
from vaxdesk.journal.identity import Credentials


def renewed(server: Server, device: Device) -> Credentials:
    """Certificates of a device whose request was proven, valid for as long as a new one."""
    with reading(server.engine) as conn:
        unit = conn.execute(sa.select(org).where(org.c.org_no == device.org)).one()
    stated = Certificate(
        device=device.no,
        org=device.org,
        unit=f"{unit.scheme}:{unit.code}",
        key=device.public.hex(),
        not_after=server.now_ms() + CERTIFICATE_MS,
        serial="",
    )
    return identity.credentials(server.key.authority, stated)
