"""The session board and single visits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from vaxdesk.domain.outcomes import Outcome, Stage
from vaxdesk.domain.views import EventView, VisitRow
from vaxdesk.registry import bulk
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import people, verified
from vaxdesk.registry.tables import IS_CERT, appt, event, person, roster, visit
from vaxdesk.registry.visits import events_of, same_people, view

_LISTED = (
    sa.select(
        person.c.canon.label("person"), sa.func.min(appt.c.row).label("row"), sa.func.min(appt.c.slot).label("slot")
    )
    .join(person, person.c.id == appt.c.person)
    .where(appt.c.day == sa.bindparam("day"), appt.c.voided == 0)
    .group_by(person.c.canon)
)
_VISITS = sa.select(visit).where(visit.c.day == sa.bindparam("day"))
_COUNTS = (
    sa.select(visit.c.stage, visit.c.outcome, sa.func.count().label("n"))
    .where(visit.c.day == sa.bindparam("day"))
    .group_by(visit.c.stage, visit.c.outcome)
)


def of_person(conn: sa.Connection, names: LogNames, reference: str, day: str) -> list[EventView]:
    """The events of a person's day under any of its records, voided ones included, for `domain.visit.fold`."""
    return events_of(conn, names, same_people(conn, [names.known(reference)]), day)


def board(
    conn: sa.Connection, names: LogNames, day: str, *, only: Iterable[str] | None = None, stage: Stage | None = None
) -> list[VisitRow]:
    """Everyone on the day's list or received on the day, by queue number, then by row of the list.

    Args:
        only: references of the people wanted, to bring single rows of a screen up to date.
        stage: only visits that stand there; whoever is only on the list waits.
    """
    listed = {row.person: row for row in conn.execute(_LISTED, {"day": day})}
    visits = {row.person: row for row in conn.execute(_VISITS, {"day": day})}
    wanted = set(listed) | set(visits)
    if stage is not None:
        wanted = {id_ for id_ in wanted if (visits[id_].stage if id_ in visits else Stage.WAITING) == stage}
    if only is not None:
        wanted &= set(same_people(conn, {names.known(reference) for reference in only}).values())
    known = people.many(conn, names, (names.ref(id_) for id_ in wanted))
    seen = verified.results(conn, wanted)
    rows = [
        _row(known[names.ref(id_)], day, listed.get(id_), visits.get(id_), verified=seen.get(id_, ""))
        for id_ in wanted
        if names.ref(id_) in known
    ]
    alive = [row for row in rows if not row.person.voided]
    return sorted(alive, key=lambda row: (row.no == 0, row.no, row.row == 0, row.row, row.person.id))


def _row(one: Any, day: str, listed: Any, found: Any, *, verified: str) -> VisitRow:
    place = {"verified": verified, **({"row": listed.row, "slot": listed.slot} if listed else {})}
    if found is None:
        return VisitRow(person=one, day=day, stage=Stage.WAITING, **place)
    return VisitRow(
        person=one,
        day=day,
        stage=Stage(found.stage),
        outcome=Outcome(found.outcome) if found.outcome else None,
        no=found.no,
        received_at=found.received_at,
        screened_at=found.screened_at,
        injected_at=found.injected_at,
        left_at=found.left_at,
        conclusion=found.conclusion,
        product=found.product,
        reaction=found.reaction,
        walk_in=bool(found.walk_in),
        **place,
    )


def counts(conn: sa.Connection, day: str) -> tuple[dict[str, int], dict[str, int], int]:
    """Visits by stage, visits by outcome, and how many are on the day's list."""
    stages: dict[str, int] = {}
    outcomes: dict[str, int] = {}
    for row in conn.execute(_COUNTS, {"day": day}):
        stages[row.stage] = stages.get(row.stage, 0) + row.n
        if row.outcome:
            outcomes[row.outcome] = outcomes.get(row.outcome, 0) + row.n
    listed = conn.execute(
        sa.select(sa.func.count(sa.distinct(person.c.canon)))
        .join(appt, appt.c.person == person.c.id)
        .where(appt.c.day == day, appt.c.voided == 0)
    ).scalar_one()
    return stages, outcomes, listed


def next_number(conn: sa.Connection, day: str) -> int:
    """The next queue number of the day on this device."""
    return (conn.execute(sa.select(sa.func.max(visit.c.no)).where(visit.c.day == day)).scalar() or 0) + 1


def days(conn: sa.Connection) -> list[str]:
    """Days that have a list or a visit, newest first."""
    query = sa.union(sa.select(appt.c.day).where(appt.c.voided == 0), sa.select(visit.c.day))
    return sorted(conn.execute(query).scalars(), reverse=True)


def appointments(conn: sa.Connection, names: LogNames, day: str) -> dict[str, str]:
    """Person to roster line, both as references, for everyone on the day's list."""
    rows = conn.execute(sa.select(appt.c.person, appt.c.id).where(appt.c.day == day, appt.c.voided == 0))
    return {names.ref(row.person): names.ref(row.id) for row in rows}


def rosters(conn: sa.Connection) -> list[dict[str, Any]]:
    """Imported lists, newest first."""
    query = sa.select(roster).where(roster.c.voided == 0).order_by(roster.c.stamp.desc(), roster.c.id.desc())
    return [dict(row) for row in conn.execute(query).mappings()]


def events_of_kind(conn: sa.Connection, names: LogNames, kind: str, day: str) -> list[EventView]:
    """Events of one kind on a day, not voided, in the order of time."""
    query = (
        sa.select(event)
        .where(event.c.kind == kind, event.c.day == day, event.c.voided == 0)
        .order_by(event.c.stamp, event.c.h)
    )
    return [view(names, row) for row in conn.execute(query)]


def event_by_ref(conn: sa.Connection, names: LogNames, reference: str) -> EventView | None:
    """One event."""
    row = conn.execute(sa.select(event).where(event.c.id == names.known(reference))).first()
    return view(names, row) if row else None


def person_of_appointment(conn: sa.Connection, names: LogNames, reference: str) -> str:
    """The person of a roster line; empty when there is none."""
    found = conn.execute(
        sa.select(person.c.id).join(appt, appt.c.person == person.c.id).where(appt.c.id == names.known(reference))
    ).scalar()
    return names.ref(found) if found else ""


def person_of_certificate(conn: sa.Connection, names: LogNames, code: str) -> str:
    """The person of an issued certificate code; empty when it is not known here."""
    query = sa.select(event.c.person, event.c.d).where(IS_CERT, event.c.d.contains(f'"code":"{code}"'))
    found = conn.execute(query).first()
    return names.ref(found.person) if found else ""


def injections_and_reactions(conn: sa.Connection, names: LogNames, reference: str) -> list[EventView]:
    """Doses given to a person and reactions reported under any of its records, of all days, not voided."""
    query = sa.select(event).where(
        bulk.among(event.c.person, "ids"), event.c.kind.in_(("aefi", "inject")), event.c.voided == 0
    )
    people = list(same_people(conn, [names.known(reference)]))
    return [view(names, row) for row in conn.execute(query, {"ids": people})]


def reactions(conn: sa.Connection, names: LogNames, *, day: str, since: int, serious: str) -> list[EventView]:
    """Reactions, not voided, newest first: of visits on a day, told since an instant, or serious of any day."""
    query = (
        sa.select(event)
        .join(person, person.c.id == event.c.person)
        .join(visit, sa.and_(person.c.canon == visit.c.person, event.c.day == visit.c.day))
        .where(visit.c.reaction.in_(("common", "serious")), event.c.kind == "aefi", event.c.voided == 0)
        .where(sa.or_(visit.c.day == day, event.c.stamp >= since, visit.c.reaction == serious))
        .order_by(event.c.stamp.desc(), event.c.h)
    )
    return [view(names, row) for row in conn.execute(query)]
