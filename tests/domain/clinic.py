"""Makers for the clinical rules: events of a visit, doses, filled forms, the shipped data files."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from vaxdesk.domain.aefi import AefiForm, load_aefi
from vaxdesk.domain.forms import Form, load_form
from vaxdesk.domain.payloads import Screen
from vaxdesk.domain.products import Product, Schedule, load_schedule
from vaxdesk.domain.screening import Assessment, assess
from vaxdesk.domain.views import DoseView, EventView, LotView, VialView

RESOURCES = Path(__file__).parents[2] / "resources"
FORMS = ("qd4355", "qd5785", "qd5002")
DAY = "2022-01-10"
NINE = 1_641_780_000  # 09:00 of that day in Viet Nam


@cache
def form(name: str) -> Form:
    return load_form((RESOURCES / "forms" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def schedule() -> Schedule:
    return load_schedule((RESOURCES / "schedules" / "vn-covid19.toml").read_text(encoding="utf-8"))


@cache
def aefi_form() -> AefiForm:
    return load_aefi((RESOURCES / "forms" / "aefi.toml").read_text(encoding="utf-8"))


def product(code: str) -> Product:
    found = schedule().find(code)
    assert found is not None
    return found


def an_event(kind: str, seq: int = 1, /, *, h: str = "", t: int = NINE, voided: bool = False, **data: Any) -> EventView:
    return EventView(
        id=f"0000000000000.{seq}",
        kind=kind,
        person="0000000000000.99",
        day=DAY,
        t=t,
        user=1,
        voided=voided,
        h=h or f"{seq:064x}",
        data={"day": DAY, **data},
    )


def a_dose(date: str, code: str = "AZ", **changes: Any) -> DoseView:
    return DoseView(**{"id": f"dose/{date}/{code}", "date": date, "product": code, **changes})


def a_filled(name: str, *yes: str, **changes: Any) -> Screen:
    """A form with all items answered, YES at those named, normal temperature and consent."""
    answers = {question.code: question.code in yes for question in form(name).question}
    answers |= {code: True for code in yes}
    vitals = {"temp": 36.6, "pulse": 80.0} if name == "qd5002" else {"temp": 36.6}
    given = {"vitals": vitals, "consent": True, "consent_by": "Trần Thị Mẹ", **changes}
    return Screen(day=DAY, form=name, answers=answers, **given)


NOTES = {code: "ghi rõ" for code in ("2", "3", "4", "5", "6", "7", "8", "9", "10")}


def judged(
    name: str, *yes: str, age: int | None = 30, sex: str = "F", product: str = "AZ", **filled: Any
) -> Assessment:
    """The assessment of a form that says YES at some items, with words and dates beside them."""
    notes = {**NOTES, "2": "2021-12-01"} if name == "qd4355" else NOTES
    screen = a_filled(name, *yes, **{"notes": notes, **filled})
    return assess(form(name), screen, age=age, sex=sex, product=product)


def a_lot(code: str = "AZ", **changes: Any) -> LotView:
    given = {"id": "lot", "number": "ABX123", "expiry": "2022-06-30", "doses_per_vial": 10, **changes}
    return LotView(product=code, **given)


def a_vial(code: str = "AZ", **changes: Any) -> VialView:
    given = {"id": "vial", "lot": a_lot(code), "no": 1, "opened_at": NINE, "doses": 10, "given": 0, **changes}
    return VialView(**given)
