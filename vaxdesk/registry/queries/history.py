"""Everything that was ever written about a person: all days' events, and each correction as it came."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.person_record import ChangeView
from vaxdesk.domain.views import EventView
from vaxdesk.registry import bulk
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables import appt, change, event, person
from vaxdesk.registry.tables_exchange import edge, quoted
from vaxdesk.registry.visits import FROM_ABOVE, same_people, view

Test = Callable[[sa.Column], sa.ColumnElement[bool]]

_EVENTS = (
    sa.select(event)
    .where(bulk.among(event.c.person, "ids"), event.c.kind.not_in(("history", "photo")))
    .order_by(event.c.day.desc(), event.c.stamp.desc(), event.c.id.desc())
)
_CHANGES = (
    sa.select(change)
    .where(bulk.among(change.c.obj, "ids"), change.c.kind != "vialclose")
    .order_by(change.c.rev, change.c.h)
)


def events(conn: sa.Connection, names: LogNames, reference: str) -> list[EventView]:
    """Events of a person on all days under any of its records, voided ones included, newest first."""
    people = list(same_people(conn, [names.known(reference)]))
    return [view(names, row) for row in conn.execute(_EVENTS, {"ids": people})]


def changes(conn: sa.Connection, names: LogNames, references: list[str]) -> list[ChangeView]:
    """Corrections and takings-back of some entries in the order in which they hold, those that lost included."""
    rows = conn.execute(_CHANGES, {"ids": [names.known(one) for one in references]}) if references else ()
    return [_change(names, row) for row in rows]


def _change(names: LogNames, row: Any) -> ChangeView:
    data = msgspec.json.decode(row.d)
    return ChangeView(
        id=names.ref(row.id),
        of=names.ref(row.obj),
        kind=row.kind,
        t=row.stamp,
        user=row.user if not row.origin or row.user >= FROM_ABOVE else 0,
        set=data.get("set", {}),
        voids=bool(data.get("v", False)),
        why=data.get("why", ""),
        evidence=data.get("evidence", ""),
    )


def first_seen(conn: sa.Connection, names: LogNames, reference: str) -> int:
    """When a person was entered, seconds since 1970; 0 when the reference is unknown."""
    return conn.execute(sa.select(person.c.stamp).where(person.c.id == names.known(reference))).scalar() or 0


def people_of_entries(conn: sa.Connection, first: int, last: int, *, limit: int) -> set[int]:
    """Surrogates of the people whom entries of a range of surrogates are about, as far as `limit` of each kind.

    Of several records of a person it is the one that stands for them; what the range quotes counts as well.
    """
    quotes = sa.select(quoted.c.target).where(quoted.c.id.between(first, last)).limit(limit)
    inside = list(conn.execute(quotes).scalars())
    tests: list[Test] = [lambda column: column.between(first, last), lambda column: column.in_(inside)]
    corrected = [sa.select(change.c.obj).where(test(change.c.id)).limit(limit) for test in tests]
    objects = [one for query in corrected for one in conn.execute(query).scalars()]
    tests.append(lambda column: column.in_(objects))
    queries = [query.distinct().limit(limit) for test in tests for query in _about(test)]
    found = {one for query in queries for one in conn.execute(query).scalars()}
    return found | set(same_people(conn, found).values())


def _about(chosen: Test) -> list[sa.Select]:
    """People of the entries that a test chooses, one query a table."""
    return [
        sa.select(person.c.id).where(chosen(person.c.id)),
        sa.select(event.c.person).where(chosen(event.c.id)),
        sa.select(appt.c.person).where(chosen(appt.c.id)),
        sa.select(edge.c.a).where(chosen(edge.c.id)),
        sa.select(edge.c.b).where(chosen(edge.c.id)),
    ]
