"""Adverse events: a reaction noted at the observation desk, the cases to look after, and what is added to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
import sqlalchemy as sa

from vaxdesk.desk import rules
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import aefi, aefi_report, rights, times
from vaxdesk.domain import visit as visits
from vaxdesk.domain.aefi import Severity
from vaxdesk.domain.after_injection import AefiCase, Lacking, Suspect
from vaxdesk.domain.payloads import Aefi, Amend, Called
from vaxdesk.domain.person_record import ChangeView
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.told import CallResult
from vaxdesk.domain.views import EventView, PersonView
from vaxdesk.registry import registers
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import history, people
from vaxdesk.registry.queries import told as reports
from vaxdesk.registry.queries import visits as queries
from vaxdesk.store.writer import Writer

_OPEN_FIELDS = frozenset(("severity", "onset", "grade", "treatment", "outcome", "note"))
_IN_FORM = "form."


def suspect(desk: Desk, person: str, *, dose: str = "") -> Suspect | Refused:
    """Somebody who may have reacted: at the observation desk, or days later to `dose` or the one given here last."""
    with desk.store.reading() as conn:
        return _suspect(conn, desk.store.names, person, dose=dose)


def report(desk: Desk, person: str, reaction: Aefi, *, told: str = "") -> Done | Refused | Lacking:
    """Saves a first report; `value` is the Aefi as kept. `day`, `inject` and, if empty, `severity` are filled in here.

    The reaction belongs to the visit at which the suspected dose was given, also when it is told days later.

    Args:
        told: reference of the report of the public that it is made of; its dose is then the suspected one.
    """
    refused = desk.refuses(rights.Act.RECORD_AEFI)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        heard = reports.by_ref(w.conn, w.names, told) if told else None
        if told and (heard is None or heard.settled):
            return Refused(reason=Refusal.TOLD_GONE)
        found = _suspect(w.conn, w.names, person, dose=heard.dose if heard else "")
        if isinstance(found, Refused):
            return found
        filled = _filled(reaction, found)
        needs = aefi.lacks(rules.aefi(), filled, injected_at=found.injected_at, now=desk.now())
        if needs:
            return Lacking(needs)
        reference = w.add("aefi", filled, of=person)
        if heard:
            said = Called(told=told, result=CallResult.REACTION.value, at=desk.now(), aefi=reference)
            w.add("called", said, of=heard.person)
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds, value=filled)


def cases(desk: Desk) -> tuple[AefiCase, ...]:
    """Reactions of the day's visits or told on the day, and open serious ones of any day; serious ones first."""
    since = times.at(desk.day, "00:00")
    with desk.store.reading() as conn:
        names = desk.store.names
        events = queries.reactions(conn, names, day=desk.day, since=since, serious=Severity.SERIOUS)
        known = people.many(conn, names, {event.person for event in events})
        found = [case_of(conn, names, event, known[event.person]) for event in events if event.person in known]
    wanted = [one for one in found if one.open or one.event.day == desk.day or one.event.t >= since]
    return tuple(sorted(wanted, key=lambda one: (not one.serious, not one.open, -one.event.t, one.event.id)))


def waiting(desk: Desk) -> int:
    """How many cases are open: serious ones of any day, whose outcome is not final."""
    with desk.store.reading() as conn:
        events = queries.reactions(conn, desk.store.names, day=desk.day, since=desk.now(), serious=Severity.SERIOUS)
        known = people.many(conn, desk.store.names, {one.person for one in events})
    return sum(_is_open(one) for one in events if one.person in known)


def follow_up(desk: Desk, event: str, *, changes: Mapping[str, str], why: str = "") -> Done | Refused:
    """Adds to a report by a new entry; what is already so is left out, and with nothing left nothing is written.

    Args:
        changes: severity, onset (seconds since 1970), grade, treatment, outcome, note, or `form.<code>`.
    """
    refused = desk.refuses(rights.Act.RECORD_AEFI)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        found = queries.event_by_ref(w.conn, w.names, event)
        if found is None or found.kind != "aefi" or found.voided:
            return Refused(reason=Refusal.OTHER_VISIT)
        references = _amend(w, found, _new(found, changes), why=why)
        w.flush()
    return Done(refs=references, kinds=w.kinds | {"aefi"}, value=event)


def case_of(conn: sa.Connection, names: LogNames, event: EventView, person: PersonView) -> AefiCase:
    """A reported reaction as its screen and its report need it."""
    serious = event.data["severity"] == Severity.SERIOUS
    known_at = _serious_since(event, history.changes(conn, names, [event.id])) if serious else 0
    return AefiCase(
        event=event,
        person=person,
        inject=queries.event_by_ref(conn, names, event.data["inject"]),
        open=_is_open(event),
        deadlines=aefi.deadlines(rules.aefi(), known_at) if serious else None,
    )


def _is_open(event: EventView) -> bool:
    return event.data["severity"] == Severity.SERIOUS and not aefi_report.concluded(event.data)


def _suspect(conn: sa.Connection, names: LogNames, reference: str, *, dose: str = "") -> Suspect | Refused:
    person = people.by_ref(conn, names, reference)
    if person is None or person.voided:
        return Refused(reason=Refusal.PERSON_GONE)
    doses = [one for one in queries.injections_and_reactions(conn, names, reference) if one.kind == "inject"]
    doses = [one for one in doses if one.id == dose] or doses
    last = max(doses, key=lambda one: (one.data["at"] or one.t, one.id), default=None)
    if last is None:
        return Refused(reason=Refusal.NOT_INJECTED)
    visit = visits.fold(queries.of_person(conn, names, reference, last.day), person=reference, day=last.day)
    return Suspect(person=person, inject=last, injected_at=visit.injected_at, no=visit.no)


def _filled(reaction: Aefi, of: Suspect) -> Aefi:
    severity = reaction.severity or aefi.proposed_severity(
        rules.aefi(),
        symptoms=reaction.symptoms,
        grade=reaction.grade,
        seriousness=reaction.form.get("seriousness", ""),
    )
    return msgspec.structs.replace(reaction, day=of.inject.day, severity=str(severity), inject=of.inject.id)


def _new(event: EventView, changes: Mapping[str, str]) -> dict[str, str]:
    """The changes that say something else than the report does, and that a report may have."""
    data = event.data
    held = {name: str(data[name]) for name in _OPEN_FIELDS}
    held |= {f"{_IN_FORM}{code}": text for code, text in data["form"].items()}
    wanted = {name: text.strip() for name, text in changes.items() if name in held or name.startswith(_IN_FORM)}
    return {name: text for name, text in wanted.items() if text != held.get(name, "")}


def _amend(w: Writer, event: EventView, changed: dict[str, str], *, why: str) -> tuple[str, ...]:
    if not changed:
        return ()
    id_ = w.names.id(event.id)
    prior = {name: held for name in changed if (held := registers.holder(w.conn, id_, name))}
    return (w.change("amend", Amend(set=changed, prior=prior, why=why.strip()), of=event.id),)


def _serious_since(event: EventView, changes: Iterable[ChangeView]) -> int:
    """When it became known as serious: at the first report, or when somebody raised it."""
    raised = [one for one in changes if "severity" in one.set]
    return next((one.t for one in raised if one.set["severity"] == Severity.SERIOUS), event.t)
