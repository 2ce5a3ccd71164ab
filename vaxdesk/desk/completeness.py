"""The same-day completeness meter: how far the people of a day have come, from the door to the server's book."""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.desk.context import Desk
from vaxdesk.domain.completeness import Completeness, DayPerson, completeness
from vaxdesk.domain.delivery import NOWHERE, state_of
from vaxdesk.domain.views import PersonView
from vaxdesk.registry.queries import completeness as queries
from vaxdesk.registry.queries import people
from vaxdesk.store import delivery, enrolment


def meter(desk: Desk, day: str = "") -> Completeness:
    """The ladder of a day, by default the session's."""
    with desk.store.reading() as conn:
        return ladder(desk, conn, day or desk.day)


def ladder(desk: Desk, conn: sa.Connection, day: str) -> Completeness:
    """The ladder of a day inside the caller's transaction."""
    found = queries.of_day(conn, day)
    logs = delivery.standings(conn, {number for one in found for number in one.newest})
    return completeness(
        day,
        (
            DayPerson(
                person=desk.store.names.ref(one.person),
                stage=one.stage,
                outcome=one.outcome,
                states=tuple(state_of(logs.get(number, NOWHERE), seq) for number, seq in one.newest.items()),
            )
            for one in found
        ),
        alone=enrolment.enrolment(conn) is None,
    )


def people_of(desk: Desk, persons: tuple[str, ...]) -> tuple[PersonView, ...]:
    """People by reference, in the same order; for the list of who is missing."""
    with desk.store.reading() as conn:
        found = people.many(conn, desk.store.names, persons)
    return tuple(found[one] for one in persons if one in found)
