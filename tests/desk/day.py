"""Makers for the desk's tests: people brought as far along the day as a test needs, vaccine on the table."""

from __future__ import annotations

from collections.abc import Callable

from vaxdesk.desk import injection, reception, screening, stock
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain.payloads import Screen
from vaxdesk.domain.step_views import ScreeningSheet

Make = Callable[..., str]


def saved(answer: object) -> Done:
    """The answer of a use case that must have saved."""
    assert isinstance(answer, Done), answer
    return answer


def healthy(desk: Desk, person: str, **changes: object) -> Screen:
    """A form on which every question that is asked of this person is answered NO, with a normal temperature."""
    sheet = screening.sheet(desk, person)
    assert isinstance(sheet, ScreeningSheet), sheet
    sex = sheet.person.sex
    answers = {one.code: False for one in sheet.form.question if not (one.sex and sex and one.sex != sex)}
    values = {"answers": answers, "vitals": {"temp": 36.6, "pulse": 80}, "consent": True, **changes}
    if sheet.form.consent.by_guardian:
        values.setdefault("consent_by", "Sùng A Páo")
    return Screen(day=desk.day, form=sheet.form.id, **values)


def received(desk: Desk, make: Make, **fields: object) -> str:
    """A person who was received."""
    person = make(desk, **fields)
    saved(reception.check_in(desk, person))
    return person


def screened(desk: Desk, make: Make, **fields: object) -> str:
    """A person who may be injected."""
    person = received(desk, make, **fields)
    saved(screening.save(desk, person, healthy(desk, person)))
    return person


def pfizer(desk: Desk, *, number: str = "FK1234", expiry: str = "2026-12-31", **changes: int) -> str:
    """A lot of the vaccine that most people of the tests may get."""
    return saved(stock.add_lot(desk, product="COM-A", number=number, expiry=expiry, **changes)).value


def injected(desk: Desk, make: Make, **fields: object) -> tuple[str, str]:
    """A person who got a dose, and the entry of it."""
    person = screened(desk, make, **fields)
    return person, saved(injection.give(desk, person, lot=pfizer(desk))).refs[0]
