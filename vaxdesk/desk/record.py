"""The page of one person: record, today, earlier days with who did what, doses, corrections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

import msgspec
import sqlalchemy as sa

from vaxdesk.desk import delivery, lease, plea, timekeeping
from vaxdesk.desk.context import Desk
from vaxdesk.desk.corrections import field_changes
from vaxdesk.desk.identify import last_contact
from vaxdesk.domain import permission, rights
from vaxdesk.domain import visit as visits
from vaxdesk.domain.delivery import EntryDelivery, least
from vaxdesk.domain.person_record import ChangeView, FieldChange, PastDay, PastEvent, PersonRecord
from vaxdesk.domain.refusals import Allowed, Refusal, Refused
from vaxdesk.domain.views import EventView
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import history, people, things, verified
from vaxdesk.registry.queries import visits as queries
from vaxdesk.registry.queries.presences import presences
from vaxdesk.store import enrolment

_GONE = Refused(reason=Refusal.PERSON_GONE)


def record(desk: Desk, person: str) -> PersonRecord | None:
    """Everything known about a person; None when the reference is unknown or the person was taken back."""
    with desk.store.reading() as conn:
        names = desk.store.names
        found = people.by_ref(conn, names, person)
        erased = people.is_erased(conn, names, person)
        if found is None or (found.voided and not erased) or not lease.shown(desk, conn, [found]):
            return None
        today = visits.fold(queries.of_person(conn, names, person, desk.day), person=person, day=desk.day)
        events = history.events(conn, names, person)
        undone = _undone(conn, names, events)
        changes = field_changes(conn, names, person)
        written = (*(one.id for one in events), *(one.id for one in undone.values()), *(one.entry for one in changes))
        sent = delivery.of_entries(desk, conn, (person, *written))
        true = _true_times(desk, conn, events, changes)
        asked = plea.of_person(desk, conn, person)
        return PersonRecord(
            presence=presences(conn, names, desk.day, [found])[0],
            check_in=_GONE if erased else permission.may_check_in(today),
            decline=_GONE if erased else permission.may_decline(today),
            days=_days(desk, conn, events, undone, sent, true),
            doses=tuple(people.doses(conn, names, person)),
            changes=tuple(
                msgspec.structs.replace(one, sent=sent[one.entry], true_t=true.get(one.entry, 0)) for one in changes
            ),
            entered_at=history.first_seen(conn, names, person),
            last_contact=last_contact(conn),
            erased=erased,
            enrolled=enrolment.enrolment(conn) is not None,
            entered=sent[person],
            plea=asked,
            verified=verified.of_person(conn, names, person),
            may_plead=not (erased or (asked and asked.waits)) and not desk.refuses(rights.Act.RECEIVE_PLEA),
        )


def _undone(conn: sa.Connection, names: LogNames, events: list[EventView]) -> dict[str, ChangeView]:
    """The taking-back of each event that was taken back, by the event's reference."""
    voided = [one.id for one in events if one.voided]
    return {one.of: one for one in history.changes(conn, names, voided) if one.kind == "void"}


def _true_times(
    desk: Desk, conn: sa.Connection, events: list[EventView], changes: Iterable[FieldChange]
) -> dict[str, int]:
    written = {one.id: one.t for one in events} | {one.entry: one.t for one in changes}
    return timekeeping.mended(desk, conn, written)


def _days(
    desk: Desk,
    conn: sa.Connection,
    events: list[EventView],
    undone: Mapping[str, ChangeView],
    sent: Mapping[str, EntryDelivery],
    true: Mapping[str, int],
) -> tuple[PastDay, ...]:
    users = {one.no: one.name for one in things.users(conn)}
    days = groupby(events, key=lambda one: one.day)
    return tuple(PastDay(day, _past(desk, tuple(of_day), users, undone, sent, true)) for day, of_day in days)


def _past(
    desk: Desk,
    events: tuple[EventView, ...],
    users: Mapping[int, str],
    undone: Mapping[str, ChangeView],
    sent: Mapping[str, EntryDelivery],
    true: Mapping[str, int],
) -> tuple[PastEvent, ...]:
    visit = visits.fold(events)
    return tuple(
        PastEvent(
            event=event,
            user=users.get(event.user, ""),
            undo=_undo(desk, visit, event),
            sent=_farthest_behind(sent[event.id], sent.get(undone[event.id].id) if event.id in undone else None),
            true_t=true.get(event.id, 0),
            **_back(undone.get(event.id), users),
        )
        for event in events
    )


def _farthest_behind(entry: EntryDelivery, undo: EntryDelivery | None) -> EntryDelivery:
    """A step that was taken back has come as far as its taking-back."""
    return undo if undo is not None and least((entry.state, undo.state)) is undo.state else entry


def _back(undone: ChangeView | None, users: Mapping[int, str]) -> dict[str, Any]:
    if undone is None:
        return {}
    return {"undone_at": undone.t, "undone_by": users.get(undone.user, ""), "undone_why": undone.why}


def _undo(desk: Desk, visit: visits.Visit, event: EventView) -> Allowed | Refused:
    if not rights.may_undo(desk.user.roles, event.kind):
        return Refused(reason=Refusal.NO_RIGHT, facts={"act": rights.Act.VOID_STEP.value})
    return permission.may_void(visit, event)
