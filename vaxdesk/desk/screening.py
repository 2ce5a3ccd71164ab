"""Screening: the right form for the person and the day, and the saved result."""

from __future__ import annotations

from datetime import date

import msgspec

from vaxdesk.desk import rules, stock
from vaxdesk.desk.board import person_day
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import days, forms, permission, rights, screening
from vaxdesk.domain import visit as visits
from vaxdesk.domain.forms import Form
from vaxdesk.domain.outcomes import Stage
from vaxdesk.domain.payloads import Screen
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.step_views import Incomplete, ScreeningSheet
from vaxdesk.domain.views import PersonView, VisitRow
from vaxdesk.registry.queries import people
from vaxdesk.registry.queries import visits as queries


def queue(desk: Desk) -> tuple[VisitRow, ...]:
    """Who was received and waits to be screened, by number."""
    with desk.store.reading() as conn:
        return tuple(queries.board(conn, desk.store.names, desk.day, stage=Stage.RECEIVED))


def sheet(desk: Desk, person: str) -> ScreeningSheet | Refused:
    """The sheet of a person. Refused when the person or a form for the age is not known."""
    found = person_day(desk, person)
    if found is None or found.person.voided:
        return Refused(reason=Refusal.PERSON_GONE)
    age = _age(found.person, desk.day)
    form = _form(desk, age)
    if isinstance(form, Refused):
        return form
    return ScreeningSheet(
        person=found.person,
        visit=found.visit,
        doses=found.doses,
        form=form,
        age=age,
        product=stock.product_of_day(desk),
        answer=desk.refuses(rights.Act.SCREEN) or permission.may_screen(found.visit),
        may_override=rights.may(desk.user.roles, rights.Act.OVERRIDE_SCREENING),
    )


def save(desk: Desk, person: str, screen: Screen, *, product: str = "") -> Done | Refused | Incomplete:
    """Saves a filled form; `value` is the Screen as kept.

    The conclusion by rule is judged again here; another one needs the right and a reason. Day, form and doctor are
    filled in.
    """
    refused = desk.refuses(rights.Act.SCREEN)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        found = people.by_ref(w.conn, w.names, person)
        if found is None or found.voided:
            return Refused(reason=Refusal.PERSON_GONE)
        answer = permission.may_screen(visits.fold(queries.of_person(w.conn, w.names, person, desk.day)))
        if isinstance(answer, Refused):
            return answer
        settled = _settled(desk, found, screen, product=product)
        if not isinstance(settled, Screen):
            return settled
        reference = w.add("screen", settled, of=person)
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds, value=settled)


def _settled(desk: Desk, person: PersonView, screen: Screen, *, product: str) -> Screen | Refused | Incomplete:
    """The screening as it is to be kept, or what stands against it."""
    age = _age(person, desk.day)
    form = _form(desk, age)
    if isinstance(form, Refused):
        return form
    filled = msgspec.structs.replace(screen, day=desk.day, form=form.id, doctor=screen.doctor or desk.user.name)
    missing = screening.gaps(form, filled, age=age, sex=person.sex, product=product)
    if missing:
        return Incomplete(missing)
    settled = screening.settle(form, filled, age=age, sex=person.sex, product=product)
    leaves_rule = settled.conclusion != settled.proposed
    return (desk.refuses(rights.Act.OVERRIDE_SCREENING) if leaves_rule else None) or settled


def _form(desk: Desk, age: int | None) -> Form | Refused:
    form = forms.form_for(rules.forms(), age_years=age, day=desk.day)
    return form or Refused(reason=Refusal.NO_FORM, facts={"age": "?" if age is None else age})


def _age(person: PersonView, day: str) -> int | None:
    """Completed years by the youngest reading of a partial birth date: the children's form asks for more."""
    found = days.age(person.dob, date.fromisoformat(day))
    return found.youngest if found else None
