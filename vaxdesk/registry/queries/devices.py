"""Which devices are no longer ours, by the `revoke` entries that stand."""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.registry.names import SEQ_BITS
from vaxdesk.registry.tables_exchange import revoke


def revoked_from(conn: sa.Connection, device: str) -> int | None:
    """From when on, milliseconds since 1970, nothing is taken from a device (public key in hex); None: it is ours."""
    query = sa.select(sa.func.min(revoke.c.from_ms)).where(revoke.c.device == device, revoke.c.voided == 0)
    return conn.execute(query).scalar()


def revoked(conn: sa.Connection) -> dict[str, int]:
    """All devices that are no longer ours, by public key in hex, with the instant from which on."""
    query = sa.select(revoke.c.device, sa.func.min(revoke.c.from_ms).label("at")).where(revoke.c.voided == 0)
    return {row.device: row.at for row in conn.execute(query.group_by(revoke.c.device))}


def said_in(conn: sa.Connection) -> dict[str, list[int]]:
    """All such devices with the local numbers of the logs that say so: whether those may is for the caller to judge."""
    found: dict[str, list[int]] = {}
    for row in conn.execute(sa.select(revoke.c.id, revoke.c.device).where(revoke.c.voided == 0)):
        found.setdefault(row.device, []).append(row.id >> SEQ_BITS)
    return found
