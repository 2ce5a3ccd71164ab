"""Planned sessions: make one known, see one and all of them."""

from __future__ import annotations

import msgspec

from vaxdesk.desk import rules
from vaxdesk.desk.context import Desk, Done
from vaxdesk.desk.plan import proposing, standing
from vaxdesk.desk.plan.hands import doses_at_hand, injectors
from vaxdesk.desk.plan.shipped import defaults
from vaxdesk.domain import rights
from vaxdesk.domain.days import span
from vaxdesk.domain.names import clean
from vaxdesk.domain.outcomes import Outcome
from vaxdesk.domain.payloads import Plan
from vaxdesk.domain.plan import kinds
from vaxdesk.domain.plan import slots as hours
from vaxdesk.domain.plan.board import PlanBoard, SessionPage
from vaxdesk.domain.plan.capacity import lacks
from vaxdesk.domain.plan.choice import neighbours_first
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.views import PersonView
from vaxdesk.registry.queries import plan as queries


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


def waiting(desk: Desk) -> tuple[PersonView, ...]:
    """Who lost or missed a place and has no other yet, those who live together beside each other."""
    with desk.store.reading() as conn:
        found = queries.to_plan_anew(conn, desk.store.names, since="", today=desk.today())
    return tuple(sorted(found, key=neighbours_first))


def page(desk: Desk, session: str) -> SessionPage | Refused:
    """A session as the lead works on it."""
    with desk.store.reading() as conn:
        names = desk.store.names
        found = standing.session(conn, names, session, closed=True)
        if isinstance(found, Refused):
            return found
        doses, hands = doses_at_hand(conn, names, found), injectors(conn, names, found)
        people = queries.allotted(conn, names, session)
        came = queries.came(conn, names, found)
        wanted = proposing.wanted_doses(queries.meant(conn, names, session), (), found)
    missing = lacks(found.slots, found.filled, doses=doses, injectors=hands, defaults=defaults(), wanted=wanted)
    return SessionPage(
        session=found,
        people=people,
        shortages=() if found.closed else missing,
        doses=sum(doses.values()) if doses else None,
        came=sum(came.get(one.person.id, Outcome.DEFERRED) != Outcome.DEFERRED for one in people),
    )


def add(desk: Desk, plan: Plan) -> Done | Refused:
    """Plans a session; without slots it gets the default hours. `value` is its reference."""
    refused = desk.refuses(rights.Act.PLAN_SESSIONS)
    if refused:
        return refused
    shipped = defaults()
    slots = plan.slots or hours.even(shipped.hours, shipped.places)
    tidy = msgspec.structs.replace(plan, place=clean(plan.place), note=clean(plan.note), slots=slots, closed="")
    wrong = wrong_in(desk, tidy)
    if wrong:
        return wrong
    with desk.store.writing(user=desk.user.no) as w:
        campaign = standing.campaign(w.conn, w.names, plan.campaign) if plan.campaign else None
        if isinstance(campaign, Refused):
            return campaign
        reference = w.add("plan", tidy)
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds, value=reference)


def wrong_in(desk: Desk, plan: Plan) -> Refused | None:
    """What cannot be planned so."""
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
    if not 0 <= plan.portal <= 100:
        return Refused(reason=Refusal.PORTAL_SHARE)
    unknown = next((one for one in plan.products if rules.schedule().find(one) is None), None)
    if unknown:
        return Refused(reason=Refusal.PRODUCT_UNKNOWN, facts={"product": unknown})
    strange = next((one for one in plan.kinds if not kinds.is_known(one)), None)
    return Refused(reason=Refusal.DOSE_UNKNOWN, facts={"dose": strange}) if strange else None
