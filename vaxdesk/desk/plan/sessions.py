"""Planned sessions: make one known, correct it, cancel it, see them all."""

from __future__ import annotations

import msgspec

from vaxdesk.desk import rules
from vaxdesk.desk.context import Desk, Done
from vaxdesk.desk.plan import voiding
from vaxdesk.desk.plan.hands import doses_at_hand, injectors
from vaxdesk.desk.plan.shipped import defaults
from vaxdesk.domain import rights
from vaxdesk.domain.days import span
from vaxdesk.domain.names import clean
from vaxdesk.domain.payloads import Amend, Plan
from vaxdesk.domain.plan import slots as hours
from vaxdesk.domain.plan.board import PlanBoard, SessionPage
from vaxdesk.domain.plan.capacity import lacks
from vaxdesk.domain.plan.session import SessionView
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.registry import registers
from vaxdesk.registry.queries import plan as queries
from vaxdesk.store.writer import Writer

_TEXTS = ("day", "place", "note")
_LISTS = ("products", "lots", "kinds")


def board(desk: Desk) -> PlanBoard:
    """Campaigns and sessions that were not cancelled."""
    today = desk.today()
    with desk.store.reading() as conn:
        names = desk.store.names
        return PlanBoard(
            today=today,
            campaigns=queries.campaigns(conn, names),
            sessions=queries.sessions(conn, names),
            replan=len(queries.to_plan_anew(conn, names, since="", today=today)),
        )


def page(desk: Desk, session: str) -> SessionPage | Refused:
    """A session as the lead works on it."""
    with desk.store.reading() as conn:
        names = desk.store.names
        found = queries.session(conn, names, session)
        if found is None or found.cancelled:
            return Refused(reason=Refusal.SESSION_GONE)
        doses = doses_at_hand(conn, names, found)
        hands = injectors(conn, names, found)
        people = queries.allotted(conn, names, session)
    missing = lacks(found.slots, found.filled, doses=doses, injectors=hands, defaults=defaults())
    return SessionPage(session=found, people=people, shortages=missing, doses=doses)


def add(desk: Desk, plan: Plan) -> Done | Refused:
    """Plans a session; without slots it gets the default hours. `value` is its reference."""
    refused = desk.refuses(rights.Act.PLAN_SESSIONS)
    if refused:
        return refused
    shipped = defaults()
    slots = plan.slots or hours.even(shipped.hours, shipped.places)
    tidy = msgspec.structs.replace(plan, place=clean(plan.place), note=clean(plan.note), slots=slots)
    wrong = _wrong(desk, tidy)
    if wrong:
        return wrong
    with desk.store.writing(user=desk.user.no) as w:
        if plan.campaign and plan.campaign not in {one.id for one in queries.campaigns(w.conn, w.names)}:
            return Refused(reason=Refusal.CAMPAIGN_GONE)
        reference = w.add("plan", tidy)
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds, value=reference)


def change(desk: Desk, session: str, plan: Plan) -> Done | Refused:
    """Corrects a session; its people go with it to another day. The campaign it belongs to stays."""
    refused = desk.refuses(rights.Act.PLAN_SESSIONS) or _wrong(desk, plan)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        held = queries.session(w.conn, w.names, session)
        if held is None or held.cancelled:
            return Refused(reason=Refusal.SESSION_GONE)
        before, after = _as_texts(held), _as_texts(plan)
        fresh = {name: value for name, value in after.items() if value != before[name]}
        refs = [w.change("amend", Amend(set=fresh), of=session)] if fresh else []
        if "day" in fresh:
            refs += _with_their_people(w, session, fresh["day"])
        w.flush()
    return Done(refs=tuple(refs), kinds=w.kinds, value=session)


def cancel(desk: Desk, session: str, *, why: str) -> Done | Refused:
    """Cancels a session; its people leave the day's list and are to be planned anew. `value`: how many they are."""
    refused = desk.refuses(rights.Act.PLAN_SESSIONS, why=why)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        held = queries.session(w.conn, w.names, session)
        if held is None or held.cancelled:
            return Refused(reason=Refusal.SESSION_GONE)
        lines = queries.lines(w.conn, w.names, session)
        refs = voiding.put(w, (session, *lines), voided=True, why=why.strip())
        w.flush()
    return Done(refs=refs, kinds=w.kinds, value=held.people)


def _with_their_people(w: Writer, session: str, day: str) -> list[str]:
    w.flush()
    return [
        w.add("amend", Amend(set={"day": day}), of=one, rev=registers.next_rev(w.conn, w.names.id(one)))
        for one in queries.lines(w.conn, w.names, session)
    ]


def _as_texts(plan: Plan | SessionView) -> dict[str, str]:
    texts = {name: clean(getattr(plan, name)) for name in _TEXTS}
    return texts | {name: ",".join(getattr(plan, name)) for name in _LISTS} | {"slots": hours.written(plan.slots)}


def _wrong(desk: Desk, plan: Plan) -> Refused | None:
    day = span(plan.day)
    if day is None or not day.exact:
        return Refused(reason=Refusal.DAY_UNREADABLE, facts={"day": plan.day})
    if plan.day < desk.day:
        return Refused(reason=Refusal.SESSION_PAST, facts={"day": plan.day})
    if not any(plan.slots.values()):
        return Refused(reason=Refusal.NO_SLOTS)
    for hour, places in plan.slots.items():
        if hours.clock(hour) != hour or not 0 <= places <= hours.MOST_PLACES:
            return Refused(reason=Refusal.SLOT_UNKNOWN, facts={"slot": hour})
    unknown = next((one for one in plan.products if rules.schedule().find(one) is None), None)
    return Refused(reason=Refusal.PRODUCT_UNKNOWN, facts={"product": unknown}) if unknown else None
