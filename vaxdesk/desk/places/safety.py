"""The safety self-assessment of the station: what is due, filled in, seen beside the last time, printed."""

from __future__ import annotations

from collections.abc import Mapping

from vaxdesk.desk import rules
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import rights
from vaxdesk.domain.payloads import Checklist, Void
from vaxdesk.domain.picklists import UndoReason
from vaxdesk.domain.places.checklist import Part, Safety, due, first_day, latest, missing
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.views import StationView
from vaxdesk.registry.queries import places, plan, things

_FACTS = ("name", "code", "address", "phone")


def stands(desk: Desk) -> Safety:
    """How it stands on the desk's day, beside the campaigns that are planned."""
    with desk.store.reading() as conn:
        done = tuple(places.checklists(conn, desk.store.names))
        last = {part: latest(places.checklists(conn, desk.store.names, part=part.value), part) for part in Part}
        station = things.station(conn)
        names = {one.no: one.name for one in things.users(conn)}
        planned = [(one.from_day, one.until_day) for one in plan.campaigns(conn, desk.store.names)]
    form = rules.checklist()
    facts, campaign = facts_of(station), first_day(planned, desk.day)
    states = {
        part: due(part, form.part[part], last=last[part], today=desk.day, facts=facts, campaign=campaign)
        for part in Part
    }
    return Safety(form=form, day=desk.day, due=states, done=done, names=names, facts=facts)


def facts_of(station: StationView) -> dict[str, str]:
    """What part A repeats of the station."""
    return {name: getattr(station, name) for name in _FACTS}


def fill_in(
    desk: Desk, part: Part, *, answers: Mapping[str, str], notes: Mapping[str, str] | None = None
) -> Done | Refused:
    """Enters a part for the day of the desk; `value` is its reference. One of the same day is taken back, and kept.

    Returns:
        Refused NO_RIGHT, or CHECKLIST_UNFINISHED with how many items have no answer.
    """
    refused = desk.refuses(rights.Act.ASSESS_SAFETY)
    if refused:
        return refused
    form = rules.checklist()
    known = {one.key for one in form.part[part].item}
    told = {key: text.strip() for key, text in answers.items() if key in known and text.strip()}
    beside = {key: text.strip() for key, text in (notes or {}).items() if key in known and text.strip()}
    open_ = missing(form.part[part], told, texts=part is Part.A)
    if open_:
        return Refused(reason=Refusal.CHECKLIST_UNFINISHED, facts={"n": len(open_)})
    made = Checklist(part=part.value, day=desk.day, answers=told, notes=beside, form=form.id)
    with desk.store.writing(user=desk.user.no) as w:
        for one in places.checklists(w.conn, w.names, part=part.value):
            if one.day == desk.day:
                w.change("void", Void(v=True, why=UndoReason.WRONG_ENTRY.value), of=one.id)
        reference = w.add("checklist", made)
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds, value=reference)
