"""Campaigns, planned sessions, who is allotted to them, and the tasks around them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from vaxdesk.domain.outcomes import Stage
from vaxdesk.domain.plan import slots
from vaxdesk.domain.plan.session import AllottedView, CampaignView, SessionView
from vaxdesk.domain.plan.tasks import TaskView, in_order
from vaxdesk.domain.views import PersonView
from vaxdesk.registry import bulk
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import people
from vaxdesk.registry.tables import IN_PLAN, appt, event, person, visit
from vaxdesk.registry.tables_plan import campaign, plan, task

_CAMPAIGNS = sa.select(campaign).where(campaign.c.voided == 0).order_by(campaign.c.from_day.desc(), campaign.c.id)
_SESSIONS = sa.select(plan).order_by(plan.c.day, plan.c.id)
_TASKS = sa.select(task).where(task.c.voided == 0)
_FILLED = (
    sa.select(appt.c.plan, appt.c.slot, sa.func.count(sa.distinct(person.c.canon)).label("n"))
    .join(person, person.c.id == appt.c.person)
    .where(IN_PLAN, appt.c.voided == 0, person.c.voided == 0)
    .group_by(appt.c.plan, appt.c.slot)
)
_LINES = (
    sa.select(appt.c.id, appt.c.slot, appt.c.product, person.c.canon)
    .join(person, person.c.id == appt.c.person)
    .where(appt.c.plan == sa.bindparam("plan"), IN_PLAN, appt.c.voided == 0)
)
_CAME = (
    sa.select(person.c.canon, visit.c.outcome)
    .join(appt, appt.c.person == person.c.id)
    .join(visit, visit.c.person == person.c.canon)
    .where(appt.c.plan == sa.bindparam("plan"), IN_PLAN, appt.c.voided == 0)
    .where(visit.c.day == sa.bindparam("day"), visit.c.stage != Stage.WAITING.value)
    .distinct()
)
_ALLOTTED = (
    sa.select(person.c.canon)
    .join(appt, appt.c.person == person.c.id)
    .join(plan, plan.c.id == appt.c.plan)
    .where(IN_PLAN, appt.c.voided == 0, appt.c.replan == 0, plan.c.voided == 0, appt.c.day >= sa.bindparam("day"))
    .distinct()
)
_WITHOUT_PLACE = (
    sa.select(person.c.canon, sa.func.min(appt.c.day).label("day"))
    .join(appt, appt.c.person == person.c.id)
    .join(plan, plan.c.id == appt.c.plan)
    .where(IN_PLAN, sa.or_(plan.c.voided == 1, appt.c.replan == 1), appt.c.day >= sa.bindparam("since"))
    .group_by(person.c.canon)
)
_LAST_DOSE = (
    sa.select(person.c.canon, sa.func.max(event.c.day).label("day"))
    .join(event, event.c.person == person.c.id)
    .where(bulk.among(person.c.canon, "ids"), event.c.kind.in_(("inject", "history")), event.c.voided == 0)
    .group_by(person.c.canon)
)
_LISTED = (
    sa.select(appt.c.id, appt.c.row, appt.c.roster, person.c.canon)
    .join(person, person.c.id == appt.c.person)
    .where(appt.c.plan == 0, appt.c.voided == 0, bulk.among(person.c.canon, "ids"))
)


def campaigns(conn: sa.Connection, names: LogNames) -> tuple[CampaignView, ...]:
    """All campaigns, newest first."""
    fields = ("no", "name", "decision", "from_day", "until_day", "closed")
    rows = conn.execute(_CAMPAIGNS).mappings()
    return tuple(CampaignView(id=names.ref(row["id"]), **{name: row[name] for name in fields}) for row in rows)


def sessions(conn: sa.Connection, names: LogNames, *, cancelled: bool = False) -> tuple[SessionView, ...]:
    """Planned sessions by day; those cancelled only when asked for."""
    query = _SESSIONS if cancelled else _SESSIONS.where(plan.c.voided == 0)
    filled: dict[int, dict[str, int]] = defaultdict(dict)
    for row in conn.execute(_FILLED):
        filled[row.plan][row.slot] = row.n
    return tuple(_session(names, row, filled.get(row["id"], {})) for row in conn.execute(query).mappings())


def session(conn: sa.Connection, names: LogNames, reference: str) -> SessionView | None:
    """One session, cancelled or not."""
    id_ = names.known(reference)
    row = conn.execute(sa.select(plan).where(plan.c.id == id_)).mappings().first()
    if row is None:
        return None
    filled = {one.slot: one.n for one in conn.execute(_FILLED.where(appt.c.plan == id_))}
    return _session(names, row, filled)


def _session(names: LogNames, row: Any, filled: dict[str, int]) -> SessionView:
    lists = {name: tuple(one for one in row[name].split(",") if one) for name in ("products", "lots", "kinds")}
    return SessionView(
        id=names.ref(row["id"]),
        day=row["day"],
        campaign=names.ref(row["campaign"]),
        place=row["place"],
        slots=slots.read(row["slots"]),
        note=row["note"],
        filled=filled,
        cancelled=bool(row["voided"]),
        closed=row["closed"],
        portal=row["portal"],
        **lists,
    )


def allotted(conn: sa.Connection, names: LogNames, reference: str) -> tuple[AllottedView, ...]:
    """People of a session by slot and name; of several lines of one person the first."""
    rows = conn.execute(_LINES, {"plan": names.known(reference)}).all()
    known = {one.id: one for one in people.standing(conn, names, (row.canon for row in rows))}
    found: dict[str, AllottedView] = {}
    for row in sorted(rows, key=lambda row: (row.slot, row.id)):
        one = known.get(names.ref(row.canon))
        if one is not None and not one.voided and one.id not in found:
            line = {"id": names.ref(row.id), "slot": row.slot, "product": row.product}
            found[one.id] = AllottedView(plan=reference, person=one, **line)
    return tuple(found.values())


def came(conn: sa.Connection, names: LogNames, session: SessionView) -> dict[str, str]:
    """Of the people of a session those who were received on its day, each with the outcome so far."""
    lines = {"plan": names.known(session.id), "day": session.day}
    return {names.ref(row.canon): row.outcome for row in conn.execute(_CAME, lines)}


def meant(conn: sa.Connection, names: LogNames, reference: str) -> Counter[str]:
    """For how many standing lines of a session each product is meant; those of which it is not known are left out."""
    rows = conn.execute(_LINES, {"plan": names.known(reference)})
    return Counter(row.product for row in rows if row.product)


def missed(conn: sa.Connection, names: LogNames, reference: str) -> tuple[tuple[str, str], ...]:
    """Lines of a session that is over whose people need another place, each with the person."""
    rows = conn.execute(_LINES.where(appt.c.replan == 1), {"plan": names.known(reference)})
    return tuple((names.ref(row.id), names.ref(row.canon)) for row in rows)


def lines(conn: sa.Connection, names: LogNames, reference: str) -> tuple[str, ...]:
    """Every standing line of a session, also of records whose person was taken back."""
    rows = conn.execute(_LINES, {"plan": names.known(reference)})
    return tuple(names.ref(row.id) for row in rows)


def taken(conn: sa.Connection, names: LogNames, day: str) -> set[str]:
    """People who have a place in a session on or after a day that was not cancelled."""
    return {names.ref(one) for one in conn.execute(_ALLOTTED, {"day": day}).scalars()}


def to_plan_anew(conn: sa.Connection, names: LogNames, *, since: str, today: str) -> tuple[PersonView, ...]:
    """People who lost or missed their place in a session planned for `since` or later, and need another.

    A session was cancelled, or corrected so that it suits them no longer, or closed before they came. Whoever has
    another place, or had a dose since the day of the place that was lost, needs none.
    """
    lost = {row.canon: row.day for row in conn.execute(_WITHOUT_PLACE, {"since": since})}
    placed = {names.known(one) for one in taken(conn, names, today)}
    served = {row.canon for row in conn.execute(_LAST_DOSE, {"ids": list(lost)}) if row.day >= lost[row.canon]}
    found = people.standing(conn, names, (one for one in lost if one not in placed | served))
    return tuple(one for one in found if not one.voided)


def listed(conn: sa.Connection, names: LogNames, references: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """Standing lines of imported lists, without a session, of some people: each with id, day, row and roster."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    query = _LISTED.add_columns(appt.c.day)
    for row in conn.execute(query, {"ids": [names.known(one) for one in references]}):
        line = {"id": names.ref(row.id), "day": row.day, "row": row.row, "roster": names.ref(row.roster)}
        found[names.ref(row.canon)].append(line)
    return found


def of_roster(conn: sa.Connection, names: LogNames, roster: str) -> tuple[PersonView, ...]:
    """People of an imported list, in the order of its rows."""
    rows = conn.execute(
        sa.select(person.c.canon)
        .join(appt, appt.c.person == person.c.id)
        .where(appt.c.roster == names.known(roster), appt.c.voided == 0)
        .order_by(appt.c.row, appt.c.id)
    ).scalars()
    return tuple(one for one in people.standing(conn, names, rows) if not one.voided)


def tasks(conn: sa.Connection, names: LogNames, reference: str = "") -> tuple[TaskView, ...]:
    """Tasks of a campaign, or of all, by deadline."""
    query = _TASKS.where(task.c.campaign == names.known(reference)) if reference else _TASKS
    fields = ("code", "title", "lead", "partners", "person", "deadline", "state", "note")
    rows = conn.execute(query).mappings()
    return in_order(
        TaskView(
            id=names.ref(row["id"]), campaign=names.ref(row["campaign"]), **{name: row[name] for name in fields}
        )
        for row in rows
    )
