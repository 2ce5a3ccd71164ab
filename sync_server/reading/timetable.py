"""The timetable for the public: sessions to come with their free places, an index over the fold, kept up behind it.

The fold notes the sessions that it changed something of; any process brings them in line, one at a time. A session that
was cancelled or is over goes out; its day passed is enough for pages to leave it out. Registrations go along
with one that was moved (`moving`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

import sqlalchemy as sa

from sync_server.durable.database import need_not_last, reading, writing
from sync_server.durable.locks import Lock, alone
from sync_server.durable.tables_portal import portal_session, portal_signup, portal_slot, portal_stale
from sync_server.reading import moving, naming
from sync_server.reading.readers import Rests, guarded
from sync_server.settings import Server
from vaxdesk.domain import times
from vaxdesk.domain.days import span
from vaxdesk.domain.plan import slots
from vaxdesk.domain.signups import STANDING
from vaxdesk.registry import bulk
from vaxdesk.registry.entry import Entry
from vaxdesk.registry.evicting import Touched
from vaxdesk.registry.tables import appt, person
from vaxdesk.registry.tables_plan import plan

NAME = "timetable"
_MOST = 100  # sessions in one transaction: on SQLite no push is filed meanwhile
_ALL_FEEDS = 0  # what rests after a bug: the timetable as a whole
_STALE = sa.select(portal_stale.c.plan).order_by(portal_stale.c.plan)
_OF_LINES = sa.select(appt.c.plan).where(bulk.among(appt.c.id, "ids"), appt.c.plan != 0).distinct()
_PLANS = sa.select(plan).where(bulk.among(plan.c.id, "ids"))
_HELD = sa.select(portal_slot.c.plan, portal_slot.c.slot).where(bulk.among(portal_slot.c.plan, "ids"))
_PLACED = (
    sa.select(appt.c.plan, appt.c.slot, sa.func.count(sa.distinct(person.c.canon)).label("n"))
    .join(person, person.c.id == appt.c.person)
    .where(bulk.among(appt.c.plan, "ids"), appt.c.voided == 0, appt.c.replan == 0, person.c.voided == 0)
    .where(~sa.exists().where(portal_signup.c.line == appt.c.id, portal_signup.c.state.in_(STANDING)))
    .group_by(appt.c.plan, appt.c.slot)
)
_STANDS = (  # a line that is not folded yet stands; one that the station took away or moved does not
    (appt.c.voided == 0)
    & (appt.c.replan == 0)
    & (appt.c.plan == portal_signup.c.plan)
    & (appt.c.slot == portal_signup.c.slot)
)
_TAKEN = (
    sa.select(portal_signup.c.plan, portal_signup.c.slot, sa.func.count().label("n"))
    .outerjoin(appt, appt.c.id == portal_signup.c.line)
    .where(bulk.among(portal_signup.c.plan, "ids"), portal_signup.c.state.in_(STANDING))
    .where(appt.c.id.is_(None) | _STANDS)
    .group_by(portal_signup.c.plan, portal_signup.c.slot)
)


def heard(conn: sa.Connection, entries: Iterable[Entry], touched: Touched) -> None:
    """Notes the sessions that a batch of the fold touched (`registry.news.Heard`)."""
    found = {one for kind, one in touched.things if kind == "plan"}
    found |= {one.refs[1] for one in entries if one.kind == "appt" and one.refs}
    lines = [one for kind, one in touched.things if kind == "appt"]
    if lines:
        found |= set(conn.execute(_OF_LINES, {"ids": lines}).scalars())
    bulk.insert_new(conn, portal_stale, [{"plan": one} for one in sorted(found) if one])


def go_through(server: Server, rests: Rests) -> int:
    """Brings some sessions in line; returns how many, 0 when another process is at it."""
    if rests.rests(NAME, _ALL_FEEDS):
        return 0
    with reading(server.engine) as conn:
        if conn.execute(_STALE.limit(1)).first() is None:
            return 0
    return guarded(rests, NAME, _ALL_FEEDS, lambda: _step(server))


def _step(server: Server) -> int:
    with writing(server.engine) as conn:
        need_not_last(conn)
        if not alone(conn, Lock.TIMETABLE):
            return 0
        some = list(conn.execute(_STALE.limit(_MOST).with_for_update()).scalars())
        bulk.delete(conn, portal_stale.c.plan, some)  # before anything is read of them
        today = times.day_of(server.now())
        moved = {row.id: row.day for row in conn.execute(_PLANS, {"ids": some}) if _is_open(row, today)}
        later = moving.follow(conn, server, moved)
        bring(conn, some, today=today)
        bulk.insert_new(conn, portal_stale, [{"plan": one} for one in sorted(later)])
        return len(some) - len(later)


def bring(conn: sa.Connection, ids: Collection[int], *, today: str) -> None:
    """Brings sessions in line with the fold, in the caller's transaction."""
    held = {(row.plan, row.slot) for row in conn.execute(_HELD.with_for_update(), {"ids": ids})}
    units = naming.feeds_of(conn, ids)
    rows = [row for row in conn.execute(_PLANS, {"ids": ids}) if row.id in units and _is_open(row, today)]
    placed, taken = (_counted(conn, query, [row.id for row in rows]) for query in (_PLACED, _TAKEN))
    hours = [one for row in rows for one in _hours(row, placed[row.id], taken[row.id])]
    bulk.delete(conn, portal_session.c.plan, set(ids) - {row.id for row in rows})
    _drop(conn, held - {(one["plan"], one["slot"]) for one in hours})
    bulk.put(conn, portal_session, [_session(row, units[row.id]) for row in rows])
    bulk.put(conn, portal_slot, hours)


def _counted(conn: sa.Connection, query: sa.Select, ids: list[int]) -> dict[int, dict[str, int]]:
    """Figures of sessions by hour."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for row in conn.execute(query, {"ids": ids}):
        found[row.plan][row.slot] = row.n
    return found


def _is_open(row: sa.Row, today: str) -> bool:
    day = span(row.day)
    return not row.voided and not row.closed and day is not None and day.exact and row.day >= today


def _session(row: sa.Row, org_no: int) -> dict[str, object]:
    shown = {name: getattr(row, name) for name in ("day", "place", "products", "kinds")}
    return {"plan": row.id, "org_no": org_no, **shown}


def _hours(row: sa.Row, placed: Mapping[str, int], taken: Mapping[str, int]) -> list[dict[str, object]]:
    places = slots.read(row.slots)
    quota = slots.left_to_portal(places, row.portal)
    return [
        {"plan": row.id, "slot": hour, "places": n, "site": placed.get(hour, 0), "quota": quota[hour],
         "taken": taken.get(hour, 0)}
        for hour, n in places.items()
    ]  # fmt: skip


def _drop(conn: sa.Connection, hours: Collection[tuple[int, str]]) -> None:
    gone = portal_slot.delete().where(
        portal_slot.c.plan == sa.bindparam("of"), portal_slot.c.slot == sa.bindparam("hour")
    )
    if hours:
        conn.execute(gone, [{"of": of, "hour": hour} for of, hour in sorted(hours)])
