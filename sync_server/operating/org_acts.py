"""What an operator does with one unit of the tree: list, move, close, open again. A unit keeps its number and its feed.

Stations learn of a move with their next request: what they may read follows from the path that the server holds.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import sqlalchemy as sa

from sync_server.authority import access, orgs
from sync_server.authority.orgs import BadUnits, Fault
from sync_server.durable.tables import device, org


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A unit as it is listed: `depth` below the root of its tree, `devices` that are active."""

    code: str
    scheme: str
    name: str
    kind: str
    depth: int
    active: bool
    old: list[str]
    devices: int
    path: str


def listed(conn: sa.Connection, below: sa.Row | None = None) -> Iterator[Listed]:
    """Units in the order of the tree, of the whole forest or of one unit and what is below it."""
    chosen = sa.select(org).order_by(org.c.path)
    if below is not None:
        chosen = chosen.where(org.c.path.startswith(below.path, autoescape=True))
    at_work = sa.select(device.c.org_no, sa.func.count().label("n")).where(device.c.status == "active")
    devices = {row.org_no: row.n for row in conn.execute(at_work.group_by(device.c.org_no))}
    for row in conn.execute(chosen).all():
        yield Listed(
            code=row.code,
            scheme=row.scheme,
            name=row.name,
            kind=row.kind,
            depth=row.path.count("/") - 2,
            active=bool(row.active),
            old=orgs.carried(conn, row.org_no),
            devices=devices.get(row.org_no, 0),
            path=row.path,
        )


def move(conn: sa.Connection, unit: sa.Row, parent: sa.Row | None, *, at_ms: int) -> str:
    """Hangs a unit and all below it under another parent, or at the root; gives its new path.

    Raises:
        BadUnits: CIRCLE, the parent lies below the unit.
    """
    trunk = parent.path if parent else "/"
    if trunk.startswith(unit.path):
        raise BadUnits(Fault.CIRCLE, code=unit.code)
    number = parent.org_no if parent else None
    conn.execute(org.update().where(org.c.org_no == unit.org_no).values(parent=number))
    path = f"{trunk}{unit.org_no}/"
    orgs.hang(conn, unit.path, path)
    access.note(conn, "org_move", result=f"{unit.path} {path}", at_ms=at_ms)
    return path


def close(conn: sa.Connection, unit: sa.Row, *, at_ms: int) -> None:
    """Closes a unit: no device is enrolled there any more; those there still send what they hold.

    Raises:
        BadUnits: NOT_EMPTY, an open unit is below it.
    """
    below = sa.select(org.c.org_no).where(org.c.parent == unit.org_no, org.c.active == 1)
    if conn.execute(below.limit(1)).first() is not None:
        raise BadUnits(Fault.NOT_EMPTY, code=unit.code)
    conn.execute(org.update().where(org.c.org_no == unit.org_no).values(active=0))
    access.note(conn, "org_close", result=unit.path, at_ms=at_ms)
