"""Everything that was ever written about a person: all days' events, and each correction as it came."""

from __future__ import annotations

from typing import Any

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.person_record import ChangeView
from vaxdesk.domain.views import EventView
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables import appt, change, event, person
from vaxdesk.registry.visits import view

_EVENTS = (
    sa.select(event)
    .where(event.c.person == sa.bindparam("person"), event.c.kind != "history")
    .order_by(event.c.day.desc(), event.c.stamp.desc(), event.c.id.desc())
)
_CHANGES = (
    sa.select(change).where(change.c.obj.in_(sa.bindparam("ids", expanding=True))).order_by(change.c.rev, change.c.h)
)


def events(conn: sa.Connection, names: LogNames, reference: str) -> list[EventView]:
    """Events of a person on all days, voided ones included, newest first."""
    return [view(names, row) for row in conn.execute(_EVENTS, {"person": names.id(reference)})]


def changes(conn: sa.Connection, names: LogNames, references: list[str]) -> list[ChangeView]:
    """Corrections and takings-back of some entries in the order in which they hold, those that lost included."""
    rows = conn.execute(_CHANGES, {"ids": [names.id(one) for one in references]}) if references else ()
    return [_change(names, row) for row in rows]


def _change(names: LogNames, row: Any) -> ChangeView:
    data = msgspec.json.decode(row.d)
    return ChangeView(
        id=names.ref(row.id),
        of=names.ref(row.obj),
        kind=row.kind,
        t=row.stamp,
        user=row.user,
        set=data.get("set", {}),
        voids=bool(data.get("v", False)),
        why=data.get("why", ""),
    )


def first_seen(conn: sa.Connection, names: LogNames, reference: str) -> int:
    """When a person was entered, seconds since 1970; 0 when the reference is unknown."""
    return conn.execute(sa.select(person.c.stamp).where(person.c.id == names.id(reference))).scalar() or 0


def people_of_entries(conn: sa.Connection, first: int, last: int, *, limit: int) -> set[int]:
    """Surrogates of the people whom entries of a range of surrogates are about, as far as `limit` of each kind."""
    corrected = sa.select(change.c.obj).where(change.c.id.between(first, last)).limit(limit).subquery()
    queries = (
        sa.select(person.c.id).where(person.c.id.between(first, last)),
        sa.select(event.c.person).where(event.c.id.between(first, last)),
        sa.select(appt.c.person).where(appt.c.id.between(first, last)),
        sa.select(person.c.id).where(person.c.id.in_(sa.select(corrected))),
        sa.select(event.c.person).where(event.c.id.in_(sa.select(corrected))),
        sa.select(appt.c.person).where(appt.c.id.in_(sa.select(corrected))),
    )
    return {id_ for query in queries for id_ in conn.execute(query.distinct().limit(limit)).scalars()}
