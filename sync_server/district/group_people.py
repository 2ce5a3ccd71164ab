"""The people of an organisation's list as they stand at the station: with an hour, vaccinated since, taken off."""

from __future__ import annotations

from collections.abc import Container
from enum import StrEnum, nonmember

import msgspec
import sqlalchemy as sa

from sync_server.district.groups import View
from sync_server.reading import group_lines, naming
from vaxdesk.domain import times
from vaxdesk.domain.views import PersonView
from vaxdesk.registry.queries import people
from vaxdesk.registry.tables import appt, event, person

PAGE = 50
_record = sa.alias(person)
_DOSED = (
    sa.select(sa.literal(1))
    .select_from(_record.join(event, event.c.person == _record.c.id))
    .where(_record.c.canon == person.c.canon, event.c.kind.in_(("inject", "history")), event.c.voided == 0)
    .where(event.c.day >= sa.bindparam("since"))
    .correlate(person)
    .exists()
)
_ROWS = (
    sa.select(appt.c.id, appt.c.day, appt.c.slot, appt.c.voided, person.c.canon, _DOSED.label("dosed"))
    .select_from(appt.join(person, person.c.id == appt.c.person))
    .where(appt.c.id >= sa.bindparam("first"), appt.c.id < sa.bindparam("end"))
    .order_by(appt.c.id)
)
_DONE = (
    sa.select(sa.func.count(sa.distinct(person.c.canon)))
    .select_from(appt.join(person, person.c.id == appt.c.person))
    .where(appt.c.id >= sa.bindparam("first"), appt.c.id < sa.bindparam("end"), _DOSED)
)


class Standing(StrEnum):
    """How far somebody of a list is."""

    WORDS = nonmember("district_groups.standing")

    OPEN = "open"
    PLACED = "placed"
    DOSED = "dosed"
    OFF = "off"


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of a list, numbered from 1. `person` is None when they are gone; day, slot and place of their line."""

    no: int
    person: PersonView | None
    standing: Standing
    day: str
    slot: str
    place: str


def rows(conn: sa.Connection, view: View, *, after: int = 0) -> tuple[Row, ...]:
    """Some of the people in the order of the list, from behind a number; none before the station has the list."""
    if not view.line:
        return ()
    first, end = view.line + after, view.line + min(after + PAGE, view.people)
    names = naming.names(conn)
    found = conn.execute(_ROWS, {"first": first, "end": end, "since": _since(view)}).all()
    known = people.many(conn, names, {names.ref(one.canon) for one in found})
    hours = {one.line: one for one in group_lines.hours(conn, first, end - first)}
    return tuple(
        Row(
            no=one.id - view.line + 1, person=known.get(names.ref(one.canon)), standing=_standing(one, hours),
            day=hours.get(one.id, one).day, slot=hours.get(one.id, one).slot,
            place=hours[one.id].place if one.id in hours else "",
        )
        for one in found
    )  # fmt: skip


def dosed(conn: sa.Connection, view: View) -> int:
    """How many of the list have got a dose since it was sent."""
    facts = {"first": view.line, "end": view.line + view.people, "since": _since(view)}
    return conn.execute(_DONE, facts).scalar_one() if view.line else 0


def _since(view: View) -> str:
    return times.day_of(view.at_ms / 1000)


def _standing(row: sa.Row, hours: Container[int]) -> Standing:
    if row.dosed:
        return Standing.DOSED
    if row.id in hours:
        return Standing.PLACED
    return Standing.OFF if row.voided else Standing.OPEN
