"""The lines of an organisation's list, written together: which have an hour, which are off, what was answered.

They follow each other in one log, so their surrogates are a range.
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from sync_server.durable.tables_portal import portal_group, portal_group_answer
from vaxdesk.domain.group_requests import GroupAnswer, GroupVerdict
from vaxdesk.journal import ref
from vaxdesk.registry.tables import IN_PLAN, appt, field, person
from vaxdesk.registry.tables_plan import plan

_listed, _mine, _same = appt.alias("listed"), person.alias("mine"), person.alias("same")
_STANDS = (IN_PLAN, appt.c.voided == 0, appt.c.replan == 0, plan.c.voided == 0)
# A station that gives somebody an hour writes a line in the session with the list and row of the old one, of whichever
# record of them stands, and takes the old one off.
_WITH_HOURS = (
    _listed.join(_mine, _mine.c.id == _listed.c.person)
    .join(_same, _same.c.canon == _mine.c.canon)
    .join(appt, sa.and_(appt.c.person == _same.c.id, appt.c.roster == _listed.c.roster, appt.c.row == _listed.c.row))
    .join(plan, plan.c.id == appt.c.plan)
)
_RANGE = (_listed.c.id >= sa.bindparam("first"), _listed.c.id < sa.bindparam("end"))
_PLACED = (
    sa.select(plan.c.day, plan.c.place, sa.func.count(sa.distinct(_mine.c.canon)).label("people"))
    .select_from(_WITH_HOURS)
    .where(*_RANGE, *_STANDS)
    .group_by(plan.c.id, plan.c.day, plan.c.place)
    .order_by(plan.c.day, plan.c.id)
)
_HOURS = (
    sa.select(_listed.c.id.label("line"), appt.c.id, appt.c.day, appt.c.slot, plan.c.place)
    .select_from(_WITH_HOURS)
    .where(*_RANGE, *_STANDS)
    .order_by(_listed.c.id, appt.c.day)
)
_LINES = sa.select(_listed.c.id, _listed.c.plan, _listed.c.voided).where(*_RANGE)
_REVS = (
    sa.select(field.c.obj, sa.func.max(field.c.rev))
    .where(field.c.obj >= sa.bindparam("first"), field.c.obj < sa.bindparam("end"))
    .group_by(field.c.obj)
)
# of the row of `portal_group` of a query around it: whether the station has given anybody of the list an hour
IS_PLACED = (
    sa.select(sa.literal(1))
    .select_from(_WITH_HOURS)
    .where(_listed.c.id >= portal_group.c.line, _listed.c.id < portal_group.c.line + portal_group.c.people)
    .where(portal_group.c.line > 0, *_STANDS)
    .correlate(portal_group)
    .exists()
)


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """How many of a list have an hour in a session of a day."""

    day: str
    place: str
    people: int


def placed(conn: sa.Connection, line: int, people: int) -> tuple[Placed, ...]:
    """Sessions in which the station has given people of a list an hour, by day."""
    rows = conn.execute(_PLACED, {"first": line, "end": line + people}) if line else ()
    return tuple(Placed(day=row.day, place=row.place, people=row.people) for row in rows)


def hours(conn: sa.Connection, line: int, people: int) -> list[sa.Row]:
    """Lines in sessions: that of the list which each is for (`line`), its own surrogate, day, slot and place."""
    return list(conn.execute(_HOURS, {"first": line, "end": line + people})) if line else []


def references(row: sa.Row) -> list[str]:
    """The lines of a row of `portal_group` in their order, as `LOG.seq`."""
    log, first = ref.split(row.ref)
    return [ref.join(log, first + at) for at in range(row.people)]


def free(conn: sa.Connection, row: sa.Row) -> list[int]:
    """Which lines stand and are in no session, numbered from 0; those not folded yet are free."""
    rows = conn.execute(_LINES, {"first": row.line, "end": row.line + row.people})
    held = {one.id - row.line for one in rows if one.voided or one.plan}
    return [at for at in range(row.people) if at not in held]


def next_revs(conn: sa.Connection, row: sa.Row) -> list[int]:
    """For each line a revision above all that was written of it, also by answers that are not folded yet."""
    known = dict(map(tuple, conn.execute(_REVS, {"first": row.line, "end": row.line + row.people})))
    mine = portal_group_answer.c
    sums = sa.select(sa.func.count(mine.no), sa.func.count(mine.gone_ms)).where(mine.digest == row.digest)
    written = sum(conn.execute(sums).one())
    return [known.get(row.line + at, 0) + 1 + written for at in range(row.people)]


def standing_answer(conn: sa.Connection, no: int) -> sa.Row | None:
    """An answer by its number."""
    mine = portal_group_answer.c.no == no
    return conn.execute(sa.select(portal_group_answer).where(mine)).first() if no else None


def said(row: sa.Row) -> GroupAnswer:
    """What an answer says."""
    words = {name: getattr(row, name) for name in ("day", "hour", "place", "reason", "text")}
    return GroupAnswer(verdict=GroupVerdict(row.verdict), **words)
