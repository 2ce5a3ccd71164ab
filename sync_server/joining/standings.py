"""What the server tells a device of its standing, when it asks and no longer knows (`journal.standing`)."""

from __future__ import annotations

import hmac

import sqlalchemy as sa
from msgspec import UNSET, UnsetType

from sync_server.authority.rights import above
from sync_server.durable.database import reading
from sync_server.durable.tables import org
from sync_server.joining.devices import Device
from sync_server.settings import Server
from vaxdesk.journal import standing
from vaxdesk.journal.standing import Standing


def told(server: Server, device: Device, known: str | UnsetType) -> str | UnsetType:
    """The statement for a device that no longer knows it; empty when it does, nothing when it did not ask."""
    if known is UNSET:
        return UNSET
    text = standing.state(server.key.sign, of(server, device))
    return "" if standing.tag(text) == known else text


def of(server: Server, device: Device) -> Standing:
    """How a device stands now."""
    numbers = above(device.path)
    with reading(server.engine) as conn:
        rows = conn.execute(sa.select(org.c.org_no, org.c.scheme, org.c.code).where(org.c.org_no.in_(numbers)))
        names = {row.org_no: f"{row.scheme}:{row.code}" for row in rows}
    return Standing(
        device=device.no,
        units=[names[number] for number in numbers if number in names],
        hosted=[server.key.hosted_public.hex()],
        lease=lease_key(server, device.public).hex(),
        lease_days=server.settings.lease_days,
        box=server.key.box_public.hex(),
        recovery=server.key.recovery,
        listed_days=server.settings.window_before,
        served_days=server.settings.window_served,
    )


def lease_key(server: Server, public: bytes) -> bytes:
    """The key of a device's lease codes: it follows from the server's secret, so nothing has to be kept for it."""
    return hmac.digest(server.key.leases, b"vaxdesk/1 lease" + public, "sha256")
