"""Reception: receive a person, register a walk-in, let somebody leave the line."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import msgspec
import sqlalchemy as sa

from vaxdesk.desk.context import Desk, Done
from vaxdesk.desk.corrections import card_correction
from vaxdesk.domain import permission, rights
from vaxdesk.domain import visit as visits
from vaxdesk.domain.identity import Alike, Arrival, Presence, Via
from vaxdesk.domain.likeness import Bond, compare
from vaxdesk.domain.payloads import CheckIn, Decline, Person
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.registration import Flawed, check_person, errors
from vaxdesk.domain.views import PersonView
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import people
from vaxdesk.registry.queries import visits as queries
from vaxdesk.registry.queries.presences import namesakes, presences
from vaxdesk.store.writer import Writer


def check_in(
    desk: Desk,
    person: str,
    *,
    via: str = Via.SEARCH,
    take: Mapping[str, str] | None = None,
    guardian_present: bool = False,
) -> Done | Refused:
    """Receives a person; `value` is the Arrival with the number of the queue slip.

    Args:
        via: how the person was recognised (`Via`).
        take: fields to set anew as the shown card says, saved as a correction with the check-in.
        guardian_present: whether a parent or guardian came along.
    Refused without the right, and when the person was received or injected today already.
    """
    refused = desk.refuses(rights.Act.CHECK_IN) or (desk.refuses(rights.Act.CORRECT_PERSON) if take else None)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        found = people.by_ref(w.conn, w.names, person)
        if found is None or found.voided:
            return Refused(reason=Refusal.PERSON_GONE)
        visit = visits.fold(queries.of_person(w.conn, w.names, person, desk.day), person=person, day=desk.day)
        answer = permission.may_check_in(visit)
        if isinstance(answer, Refused):
            return answer
        refs = card_correction(w, found, take or {})
        arrival = _received(w, desk, person, via=via, guardian_present=guardian_present)
        w.flush()
    return Done(refs=(*refs, arrival.entry), kinds=w.kinds, value=arrival)


def register(
    desk: Desk, person: Person, *, not_these: Collection[str] = (), guardian_present: bool = False
) -> Done | Refused | Flawed | Alike:
    """Registers a walk-in and receives them at once; `value` is the Arrival.

    Args:
        person: as filled in, values in normal form.
        not_these: references of people who were shown as alike and are somebody else.
    Flawed when a field is wrong; Alike when somebody not in `not_these` may be the same person.
    """
    refused = desk.refuses(rights.Act.REGISTER) or desk.refuses(rights.Act.CHECK_IN)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        reference = enter(desk, w, person, not_these=not_these, source=Via.WALK_IN)
        if not isinstance(reference, str):
            return reference
        arrival = _received(w, desk, reference, via=Via.WALK_IN, guardian_present=guardian_present)
        w.flush()
    return Done(refs=(reference, arrival.entry), kinds=w.kinds, value=arrival)


def enter(
    desk: Desk, w: Writer, person: Person, *, not_these: Collection[str], source: str
) -> str | Flawed | Alike:
    """Adds somebody new to what is being written and returns the reference, unless flawed or perhaps known already."""
    flaws = errors(check_person(person, today=desk.day))
    if flaws:
        return Flawed(flaws)
    others = [one for one in candidates(w.conn, w.names, person) if one.id not in not_these]
    if others:
        return Alike(tuple(presences(w.conn, w.names, desk.day, others)))
    return w.add("person", msgspec.structs.replace(person, source=source))


def alike(desk: Desk, person: Person) -> tuple[Presence, ...]:
    """People who may be the one being registered: the same number, or the same name and birth date."""
    with desk.store.reading() as conn:
        found = candidates(conn, desk.store.names, person)
        return tuple(presences(conn, desk.store.names, desk.day, found))


def decline(desk: Desk, person: str, *, why: str) -> Done | Refused:
    """Lets a received person leave the line without a dose, of their own will and for a stated reason."""
    refused = desk.refuses(rights.Act.DECLINE, why=why)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        visit = visits.fold(queries.of_person(w.conn, w.names, person, desk.day), person=person, day=desk.day)
        answer = permission.may_decline(visit)
        if isinstance(answer, Refused):
            return answer
        payload = Decline(day=desk.day, stage=visit.stage.value, why=why.strip())
        reference = w.add("decline", payload, of=person)
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds, value=person)


def _received(w: Writer, desk: Desk, person: str, *, via: str, guardian_present: bool) -> Arrival:
    w.flush()
    no = queries.next_number(w.conn, desk.day)
    payload = CheckIn(day=desk.day, no=no, via=str(via), guardian_present=guardian_present)
    return Arrival(no, person, w.add("checkin", payload, of=person))


def candidates(conn: sa.Connection, names: LogNames, person: Person) -> list[PersonView]:
    """Candidates by number, telephone, and name with birth year, as far as the rule of likeness keeps them."""
    found: dict[str, PersonView] = {}
    for number in filter(None, (person.doc, person.old_doc, person.bhyt, person.tel)):
        found.update((one.id, one) for one in people.by_number(conn, names, number))
    year = person.dob[:4]
    if person.name and year.isdigit():
        found.update((one.id, one) for one in namesakes(conn, names, person.name, year))
    ranked = ((compare(person, one), one) for one in found.values())
    kept = [(likeness.rank, one) for likeness, one in ranked if likeness.bond is not Bond.NONE]
    return [one for _, one in sorted(kept, key=lambda pair: -pair[0])]
