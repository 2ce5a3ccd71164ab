"""Corrects a session, and says beforehand what becomes of its people: nobody loses a place without being told."""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.desk.context import Desk, Done
from vaxdesk.desk.plan import lines, proposing, standing, voiding
from vaxdesk.desk.plan.sessions import wrong_in
from vaxdesk.domain import rights
from vaxdesk.domain.names import clean
from vaxdesk.domain.payloads import Amend, Plan
from vaxdesk.domain.plan import slots as hours
from vaxdesk.domain.plan.effects import Effects, Shift
from vaxdesk.domain.plan.effects import foresee as foreseen
from vaxdesk.domain.plan.session import SessionView
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import plan as queries
from vaxdesk.store.writer import Writer

_TEXTS = ("day", "place", "note")
_LISTS = ("products", "lots", "kinds")
_DECIDE = ("day", "products", "kinds")  # what may make that somebody can no longer be invited


def foresee(desk: Desk, session: str, plan: Plan) -> Effects | Refused:
    """What a correction would do to the people of a session; nothing is written."""
    wrong = wrong_in(desk, plan)
    if wrong:
        return wrong
    with desk.store.reading() as conn:
        held = standing.session(conn, desk.store.names, session)
        return held if isinstance(held, Refused) else _effects(conn, desk.store.names, held, plan)


def change(desk: Desk, session: str, plan: Plan) -> Done | Refused:
    """Corrects a session; its people go with it, those whom it suits no longer are to be planned anew.

    The campaign it belongs to stays. `value` is the `Effects`.
    """
    refused = desk.refuses(rights.Act.PLAN_SESSIONS) or wrong_in(desk, plan)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        held = standing.session(w.conn, w.names, session)
        if isinstance(held, Refused):
            return held
        effects = _effects(w.conn, w.names, held, plan)
        if isinstance(effects, Refused):
            return effects
        before, after = _as_texts(held), _as_texts(plan)
        fresh = {name: value for name, value in after.items() if value != before[name]}
        refs = [w.change("amend", Amend(set=fresh), of=session)] if fresh else []
        refs += _with_their_people(w, held, plan, effects)
        w.flush()
    return Done(refs=tuple(refs), kinds=w.kinds, value=effects)


def _effects(conn: sa.Connection, names: LogNames, held: SessionView, plan: Plan) -> Effects | Refused:
    began = len(queries.came(conn, names, held)) if plan.day != held.day else 0
    if began:
        return Refused(reason=Refusal.SESSION_BEGUN, facts={"n": began})
    people = queries.allotted(conn, names, held.id)
    before, after = _as_texts(held), _as_texts(plan)
    fits = {}
    if any(before[name] != after[name] for name in _DECIDE):
        meant = SessionView(id=held.id, day=plan.day, products=tuple(plan.products), kinds=tuple(plan.kinds))
        fits = proposing.fits(conn, names, meant, (one.person for one in people))
    return foreseen(held, people, day=after["day"], place=after["place"], slots=plan.slots, fits=fits)


def _with_their_people(w: Writer, held: SessionView, plan: Plan, effects: Effects) -> list[str]:
    """The lines of those who stay are corrected, those of the others go; a second line of one person goes along."""
    refs = []
    for shift in effects.stay:
        fresh = _fresh(shift, held, plan)
        refs += [lines.amend(w, shift.one.id, fresh)] if fresh else []
    gone = [one.id for one, _ in effects.waiting]
    refs += lines.replan(w, gone)
    refs += voiding.put(w, gone, voided=True, why="replan")
    known = {*gone, *(shift.one.id for shift in effects.stay)}
    if plan.day != held.day:
        others = [one for one in queries.lines(w.conn, w.names, held.id) if one not in known]
        refs += [lines.amend(w, one, {"day": plan.day}) for one in others]
    return refs


def _fresh(shift: Shift, held: SessionView, plan: Plan) -> dict[str, str]:
    product = shift.product if shift.product in plan.products else ""
    wanted = {"day": (held.day, plan.day), "slot": (shift.one.slot, shift.slot)}
    if plan.products and product:
        wanted["product"] = (shift.one.product, product)
    return {name: new for name, (old, new) in wanted.items() if new != old}


def _as_texts(plan: Plan | SessionView) -> dict[str, str]:
    texts = {name: clean(getattr(plan, name)) for name in _TEXTS}
    lists = {name: ",".join(getattr(plan, name)) for name in _LISTS}
    return {**texts, **lists, "slots": hours.written(plan.slots), "portal": str(plan.portal)}
