"""Sessions that people may come to, with their hours and the places that the portal may still give away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec
import sqlalchemy as sa

from sync_server.authority.orgs import below
from sync_server.durable.tables import org
from sync_server.durable.tables_portal import portal_session, portal_slot
from vaxdesk.registry import bulk

_MOST = 40
_SESSIONS = (
    sa.select(portal_session, org.c.name)
    .join(org, org.c.org_no == portal_session.c.org_no)
    .where(portal_session.c.day >= sa.bindparam("today"), org.c.active == 1)
    .order_by(portal_session.c.day, portal_session.c.plan)
    .limit(_MOST)
)
_HOURS = (
    sa.select(portal_slot).where(bulk.among(portal_slot.c.plan, "ids")).order_by(portal_slot.c.plan, portal_slot.c.slot)
)


class Hour(msgspec.Struct, frozen=True):
    """An hour of a session and the places that are free in it."""

    slot: str
    free: int


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A session to come."""

    plan: int
    unit: int
    unit_name: str
    day: str
    place: str
    products: tuple[str, ...]
    kinds: tuple[str, ...]
    hours: tuple[Hour, ...]

    @property
    def free(self) -> int:
        """Places that are free."""
        return sum(one.free for one in self.hours)


def of_unit(conn: sa.Connection, org_no: int, *, today: str) -> list[Session]:
    """The next sessions of a unit."""
    return _read(conn, conn.execute(_SESSIONS.where(portal_session.c.org_no == org_no), {"today": today}).all())


def under(conn: sa.Connection, row: sa.Row, *, today: str) -> list[Session]:
    """The next sessions of all units below one, itself left out."""
    wanted = _SESSIONS.where(below(org.c.path, [row.path]), org.c.org_no != row.org_no)
    return _read(conn, conn.execute(wanted, {"today": today}).all())


def one(conn: sa.Connection, plan: int, *, today: str) -> Session | None:
    """A session to come by its number."""
    found = _read(conn, conn.execute(_SESSIONS.where(portal_session.c.plan == plan), {"today": today}).all())
    return found[0] if found else None


def free_of(row: sa.Row) -> int:
    """Places of an hour that the portal may still give away: of its share, and of all that are left."""
    return max(0, min(row.quota - row.taken, row.places - row.site - row.taken))


def _read(conn: sa.Connection, rows: Iterable[sa.Row]) -> list[Session]:
    rows = list(rows)
    hours: dict[int, list[Hour]] = defaultdict(list)
    for row in conn.execute(_HOURS, {"ids": [row.plan for row in rows]}) if rows else ():
        hours[row.plan].append(Hour(row.slot, free_of(row)))
    return [
        Session(
            plan=row.plan,
            unit=row.org_no,
            unit_name=row.name,
            day=row.day,
            place=row.place,
            products=_split(row.products),
            kinds=_split(row.kinds),
            hours=tuple(hours[row.plan]),
        )
        for row in rows
    ]


def _split(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split(",")))
