"""Corrections of a person's data, always by a new entry, and the page of everything known about a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
import sqlalchemy as sa

from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import rights
from vaxdesk.domain.payloads import PERSON_FIELDS, Amend, Person, Void
from vaxdesk.domain.person_record import ChangeView, FieldChange
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.registration import CorrectionReason, Flawed, check_person, errors
from vaxdesk.domain.views import PersonView
from vaxdesk.registry import registers
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import history, people, things
from vaxdesk.store.lines import line_of
from vaxdesk.store.writer import Writer


def correct(desk: Desk, person: str, *, changes: Mapping[str, str], why: str) -> Done | Refused | Flawed:
    """Sets fields of a person anew; values that are already so are left out, and with none left nothing is written.

    Flawed when a changed field is wrong; what was wrong before does not stand in the way of mending something else.
    """
    refused = desk.refuses(rights.Act.CORRECT_PERSON, why=why)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        found = people.by_ref(w.conn, w.names, person)
        if found is None or found.voided:
            return Refused(reason=Refusal.PERSON_GONE)
        now = draft_of(found)
        wanted = msgspec.structs.replace(now, **{name: changes[name] for name in PERSON_FIELDS if name in changes})
        changed = [name for name in PERSON_FIELDS if getattr(wanted, name) != getattr(now, name)]
        flaws = errors(check_person(wanted, today=desk.day), of=changed)
        if flaws:
            return Flawed(flaws)
        refs = amend(w, person, {name: getattr(wanted, name) for name in changed}, why=why.strip())
        w.flush()
    return Done(refs=refs, kinds=w.kinds, value=person)


def card_correction(w: Writer, person: PersonView, values: Mapping[str, str]) -> tuple[str, ...]:
    """Writes what is new in a card's values, inside the caller's transaction."""
    fresh = (name for name in PERSON_FIELDS if name in values and values[name] != getattr(person, name))
    changed = {name: values[name] for name in fresh}
    return amend(w, person.id, changed, why=CorrectionReason.CARD.value)


def draft_of(person: PersonView) -> Person:
    """The record as a form is filled with it."""
    return Person(**{name: getattr(person, name) for name in PERSON_FIELDS})


def withdraw(desk: Desk, person: str, *, why: str) -> Done | Refused:
    """Takes a wrongly registered person back, as long as nothing of theirs stands."""
    refused = desk.refuses(rights.Act.REGISTER, rights.Act.VOID_STEP, why=why)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        standing = next((one for one in history.events(w.conn, w.names, person) if not one.voided), None)
        if standing is not None:
            return Refused(reason=Refusal.LATER_STEP_FIRST, facts={"kind": standing.kind, "id": standing.id})
        reference = w.change("void", Void(v=True, why=why.strip()), of=person)
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds, value=person)


def field_changes(conn: sa.Connection, names: LogNames, person: str) -> tuple[FieldChange, ...]:
    """Every correction of a person's fields, the newest first, each with what stood there before."""
    written = line_of(conn, names, person)
    now = msgspec.to_builtins(msgspec.json.decode(written.d, type=Person)) if written else {}
    users = {one.no: one.name for one in things.users(conn)}
    found: list[FieldChange] = []
    for change in history.changes(conn, names, [person]):
        found.extend(_steps(change, now, users))
        now.update(change.set)
    return tuple(reversed(found))


def _steps(change: ChangeView, now: Mapping[str, str], users: Mapping[int, str]) -> Iterable[FieldChange]:
    for field, value in change.set.items():
        yield FieldChange(
            field=field,
            before=now.get(field, ""),
            after=value,
            t=change.t,
            user=users.get(change.user, ""),
            why=change.why,
            evidence=change.evidence,
            entry=change.id,
        )


def amend(w: Writer, person: str, changed: dict[str, str], *, why: str, evidence: str = "") -> tuple[str, ...]:
    """Writes fields of a person anew, inside the caller's transaction; nothing when there are none."""
    if not changed:
        return ()
    id_ = w.names.id(person)
    prior = {name: held for name in changed if (held := registers.holder(w.conn, id_, name))}
    return (w.change("amend", Amend(set=changed, prior=prior, why=why, evidence=evidence), of=person),)
