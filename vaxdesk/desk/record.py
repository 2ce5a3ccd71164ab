"""The page of one person: record, today, earlier days with who did what, doses, corrections."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

import sqlalchemy as sa

from vaxdesk.desk.context import Desk
from vaxdesk.desk.corrections import field_changes
from vaxdesk.desk.identify import last_contact
from vaxdesk.domain import permission, rights
from vaxdesk.domain import visit as visits
from vaxdesk.domain.person_record import ChangeView, PastDay, PastEvent, PersonRecord
from vaxdesk.domain.refusals import Allowed, Refusal, Refused
from vaxdesk.domain.views import EventView
from vaxdesk.registry.queries import history, people, things
from vaxdesk.registry.queries import visits as queries
from vaxdesk.registry.queries.presences import presences


def record(desk: Desk, person: str) -> PersonRecord | None:
    """Everything known about a person; None when the reference is unknown or the person was taken back."""
    with desk.store.reading() as conn:
        names = desk.store.names
        found = people.by_ref(conn, names, person)
        if found is None or found.voided:
            return None
        today = visits.fold(queries.of_person(conn, names, person, desk.day), person=person, day=desk.day)
        return PersonRecord(
            presence=presences(conn, names, desk.day, [found])[0],
            check_in=permission.may_check_in(today),
            decline=permission.may_decline(today),
            days=_days(desk, conn, history.events(conn, names, person)),
            doses=tuple(people.doses(conn, names, person)),
            changes=field_changes(conn, names, person),
            entered_at=history.first_seen(conn, names, person),
            last_contact=last_contact(conn),
        )


def _days(desk: Desk, conn: sa.Connection, events: list[EventView]) -> tuple[PastDay, ...]:
    users = {one.no: one.name for one in things.users(conn)}
    undone = [one.id for one in events if one.voided]
    taken = {one.of: one for one in history.changes(conn, desk.store.names, undone) if one.kind == "void"}
    days = groupby(events, key=lambda one: one.day)
    return tuple(PastDay(day, _past(desk, tuple(of_day), users, taken)) for day, of_day in days)


def _past(
    desk: Desk, events: tuple[EventView, ...], users: Mapping[int, str], taken: Mapping[str, ChangeView]
) -> tuple[PastEvent, ...]:
    visit = visits.fold(events)
    return tuple(_one(desk, visit, event, users, taken.get(event.id)) for event in events)


def _one(
    desk: Desk, visit: visits.Visit, event: EventView, users: Mapping[int, str], undone: ChangeView | None
) -> PastEvent:
    back = {}
    if undone is not None:
        back = {"undone_at": undone.t, "undone_by": users.get(undone.user, ""), "undone_why": undone.why}
    return PastEvent(event=event, user=users.get(event.user, ""), undo=_undo(desk, visit, event), **back)


def _undo(desk: Desk, visit: visits.Visit, event: EventView) -> Allowed | Refused:
    if not rights.may_undo(desk.user.roles, event.kind):
        return Refused(reason=Refusal.NO_RIGHT, facts={"act": rights.Act.VOID_STEP.value})
    return permission.may_void(visit, event)
