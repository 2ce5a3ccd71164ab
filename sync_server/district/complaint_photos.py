"""Photos that the public sent with a request for a correction, beside the complaint that it became (decision 0052)."""

from __future__ import annotations

import sqlalchemy as sa

from sync_server.district import complaints
from sync_server.district.who import Who
from sync_server.durable.tables_portal import portal_correction, portal_photo
from sync_server.settings import Server

_OF = sa.select(portal_photo).join(portal_correction, portal_correction.c.digest == portal_photo.c.digest)


def of(conn: sa.Connection, ref: str) -> list[int]:
    """Numbers of the photos of a complaint."""
    wanted = _OF.with_only_columns(portal_photo.c.no).where(portal_correction.c.ref == ref)
    return list(conn.execute(wanted.order_by(portal_photo.c.no)).scalars())


def one(conn: sa.Connection, server: Server, who: Who, ref: str, number: int) -> bytes:
    """A photo of a complaint of one's units, as it was made anew when it came; empty where there is none."""
    if complaints.find(conn, who, ref, now=int(server.now())) is None:
        return b""
    wanted = _OF.with_only_columns(portal_photo.c.data)
    found = conn.execute(wanted.where(portal_correction.c.ref == ref, portal_photo.c.no == number)).scalar()
    return bytes(found) if found else b""
