"""The screening sheet with its consent form: of a person, filled or to be filled, and blank."""

from __future__ import annotations

from datetime import date

import msgspec

from vaxdesk.desk import rules, screening
from vaxdesk.desk.context import Desk
from vaxdesk.desk.paper_moment import iso_moment, printed_at
from vaxdesk.documents import screening_filling
from vaxdesk.documents.screening_contents import PriorDose, ScreeningContents
from vaxdesk.documents.screening_filling import Filling
from vaxdesk.domain import forms, own_codes
from vaxdesk.domain.course import Given, course
from vaxdesk.domain.forms import Form
from vaxdesk.domain.payloads import Screen
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.step_views import ScreeningSheet
from vaxdesk.domain.views import DoseView
from vaxdesk.registry.queries import things
from vaxdesk.registry.queries import visits as queries

_ADULT, _CHILD = 18, 17


def of_person(desk: Desk, person: str, *, language: str = "vi") -> ScreeningContents | Refused:
    """The sheet of a person: with today's screening if there is one, by the form it was filled in on; else with the
    person's facts and empty boxes."""
    found = screening.sheet(desk, person)
    if isinstance(found, Refused):
        return found
    done = found.visit.screen
    screen = msgspec.convert(done.data, Screen) if done else None
    with desk.store.reading() as conn:
        line = queries.appointments(conn, desk.store.names, desk.day).get(person, person)
        station = things.station(conn)
    code = own_codes.roster_code(line)
    known = Filling(
        station=station,
        screen=screen,
        prior=_prior(found, desk.day),
        age=found.age,
        product=found.visit.product or found.product,
        screened_at=iso_moment(found.visit.screened_at),
        code=code,
        code_text=own_codes.hand_text(code),
        printed_at=printed_at(desk),
    )
    return screening_filling.filled(_form_of(screen, found.form), found.person, known, language=language)


def blank(desk: Desk, *, child: bool, language: str = "vi") -> ScreeningContents | Refused:
    """The form in force for adults or for children, with nobody on it."""
    form = forms.form_for(rules.forms(), age_years=_CHILD if child else _ADULT, day=desk.day)
    if form is None:
        return Refused(reason=Refusal.NO_FORM, facts={"age": _CHILD if child else _ADULT})
    with desk.store.reading() as conn:
        station = things.station(conn)
    return screening_filling.blank(form, station=station, printed_at=printed_at(desk), language=language)


def _form_of(screen: Screen | None, in_force: Form) -> Form:
    if screen is None:
        return in_force
    return next((form for form in rules.forms() if form.id == screen.form), in_force)


def _prior(found: ScreeningSheet, day: str) -> tuple[PriorDose, ...]:
    """Doses before the day, in order; one given today is what the sheet is about."""
    before = [dose for dose in found.doses if dose.date < day]
    given = course(rules.schedule(), before, dob=found.person.dob, day=date.fromisoformat(day)).given
    return tuple(PriorDose(vaccine=_vaccine(one), date=one.dose.date) for one in given)


def _vaccine(one: Given) -> str:
    product = rules.schedule().find(one.product)
    return product.name if product else _written(one.dose)


def _written(dose: DoseView) -> str:
    return dose.product_text or dose.product
