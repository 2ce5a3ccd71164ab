"""Refusals, notices and doses in words: no code, no empty place, no fact left in braces."""

from __future__ import annotations

import re

import pytest

from tests.domain.clinic import form, product
from vaxdesk import words
from vaxdesk.domain.limits import Cause, TooEarly
from vaxdesk.domain.outcomes import DoseKind
from vaxdesk.domain.refusals import Note, Notice, Refusal, Refused
from vaxdesk.domain.schedule import Due
from vaxdesk.domain.views import DoseView
from vaxdesk.ui import saying

FACTS = {
    "days": 12, "recommended_from": "2026-12-05", "dob": "1990-01", "product": "COM-A", "age": 17, "limit": 12,
    "text": "vắc xin Nga", "date": "2026-08", "day": "2026-12-24", "given": "AZ", "weeks": 20, "component": "II",
    "ml": "0.25", "no": 3, "nominal": 6, "minutes": 12, "lot": "FK1234", "act": "inject", "at": 1_795_410_000,
    "conclusion": "defer", "until": "2026-12-24", "why": "afraid", "kind": "inject", "id": "x", "doses": 3,
    "expiry": "2026-10-31", "hours": "6", "left": 2, "n": 3, "most": 40, "have": 5, "vvm": 3, "slot": "07:30",
    "sheet": 4, "counted": 2, "name": "Lò Thị Mai", "clock": "25:99", "lock": "recalled", "said": "034567",
    "thawed": "2026-11-05", "dose": "4", "unit": "Đắk Lắk",
}  # fmt: skip


def name(code: str) -> str:
    return product(code).short.said(words.language())


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("notice", Notice)
def test_every_notice_is_said_without_codes(notice: Notice, language: str) -> None:
    words.use(language)
    text = saying.note_text(Note(code=notice, facts=FACTS), product=name)
    assert not re.search(r"COM-A|\{|\d{4}-\d\d", text), text


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("reason", Refusal)
def test_every_refusal_is_said_without_codes(reason: Refusal, language: str) -> None:
    words.use(language)
    text = saying.answer_text(Refused(reason=reason, facts=FACTS), product=name)
    assert not re.search(r"COM-A|\{|\d{4}-\d\d|1795410000", text), text


def test_too_early_names_both_days() -> None:
    early = TooEarly(until="2026-12-05", recommended_from="2026-12-12", cause=Cause.INTERVAL)
    assert saying.answer_text(early) == "Chưa đến ngày tiêm. Sớm nhất: 05/12/2026; khuyến cáo từ: 12/12/2026."


@pytest.mark.parametrize(
    ("language", "text"), [("vi", "Liều cơ bản 2 – Pfizer 0,3 ml"), ("en", "Primary dose 2 – Pfizer 0.3 ml")]
)
def test_the_dose_that_is_due(language: str, text: str) -> None:
    words.use(language)
    due = Due(kind=DoseKind.PRIMARY, kind_no=2, overall_no=2, ml="0.3", rules="")
    assert saying.due_text(due, "Pfizer") == text


@pytest.mark.parametrize(
    ("dose", "text"),
    [
        (DoseView(id="1", date="2026-08-01", product="AZ"), "01/08/2026 AstraZeneca"),
        (DoseView(id="1", date="2021", product="", product_text="tiêm ở Lào"), "2021 tiêm ở Lào"),
        (DoseView(id="1", date="", product=""), "Không rõ loại vắc xin"),
    ],
)
def test_a_dose_of_the_past(dose: DoseView, text: str) -> None:
    assert saying.dose_line(dose, product=name) == text


@pytest.mark.parametrize(
    ("form_name", "code", "text"),
    [
        ("qd5785", "temp", "Bất thường khi < 35,5 hoặc > 37,5 °C"),
        ("qd5002", "temp", "Bất thường khi ≤ 35,5 hoặc ≥ 37,5 °C"),
        ("qd5785", "resp", "Bất thường khi > 25 lần/phút"),
        ("qd5785", "usual_sys", ""),
    ],
)
def test_thresholds(form_name: str, code: str, text: str) -> None:
    vital = next(one for one in form(form_name).vital if one.code == code)
    assert saying.limits_text(vital) == text
