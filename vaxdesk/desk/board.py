"""The session board: who is where today, and how the day stands."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from vaxdesk.desk.context import Desk
from vaxdesk.domain import visit as visits
from vaxdesk.domain.views import DoseView, PersonView, VisitRow
from vaxdesk.registry.queries import people
from vaxdesk.registry.queries import visits as queries


class DayCounts(msgspec.Struct, frozen=True, kw_only=True):
    """How the day stands: visits by stage (`Stage`), by outcome (`Outcome`), and people on the list."""

    listed: int = 0
    stages: dict[str, int] = {}
    outcomes: dict[str, int] = {}

    @property
    def received(self) -> int:
        """People who came through the door."""
        return sum(self.stages.values())

    @property
    def waiting(self) -> int:
        """People on the list who have not come; walk-ins make this a lower bound."""
        return max(0, self.listed - self.received)


class PersonDay(msgspec.Struct, frozen=True, kw_only=True):
    """A person with their visit of the day and all doses known."""

    person: PersonView
    visit: visits.Visit
    doses: tuple[DoseView, ...] = ()


def rows(desk: Desk, *, only: Iterable[str] | None = None) -> tuple[VisitRow, ...]:
    """The board's lines; `only` names the people whose lines are wanted anew."""
    with desk.store.reading() as conn:
        return tuple(queries.board(conn, desk.store.names, desk.day, only=only))


def counts(desk: Desk) -> DayCounts:
    """Figures of the day."""
    with desk.store.reading() as conn:
        stages, outcomes, listed = queries.counts(conn, desk.day)
    return DayCounts(listed=listed, stages=stages, outcomes=outcomes)


def person_day(desk: Desk, person: str) -> PersonDay | None:
    """One person's record, visit and doses; None when the reference is unknown."""
    with desk.store.reading() as conn:
        names = desk.store.names
        found = people.by_ref(conn, names, person)
        if found is None:
            return None
        visit = visits.fold(queries.of_person(conn, names, person, desk.day), person=person, day=desk.day)
        return PersonDay(person=found, visit=visit, doses=tuple(people.doses(conn, names, person)))
