"""Pleas for an erasure: the second working day, and what may be written into an entry that stays."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaxdesk.domain.plea import PleaStatus, PleaWay, check, due, status
from vaxdesk.domain.refusals import Refusal

TODAY = "2026-11-23"  # a Monday


@pytest.mark.parametrize(
    ("day", "last"),
    [
        ("2026-11-23", "2026-11-25"),
        ("2026-11-26", "2026-11-30"),  # Thursday: Friday, then over the weekend to Monday
        ("2026-11-27", "2026-12-01"),
        ("2026-11-28", "2026-12-01"),  # whoever asks on a Saturday waits as if on Friday
        ("2026-11-29", "2026-12-01"),
        ("2026-12-31", "2027-01-04"),
        ("", ""),
        ("9999-12-31", ""),
    ],
)
def test_the_answer_is_due_on_the_second_working_day(day: str, last: str) -> None:
    assert due(day) == last


@given(st.dates(date(2020, 1, 1), date(2100, 1, 1)))
def test_between_a_plea_and_its_last_day_lie_two_working_days(day: date) -> None:
    last = date.fromisoformat(due(day.isoformat()))
    between = [date.fromordinal(one) for one in range(day.toordinal() + 1, last.toordinal() + 1)]
    assert sum(one.weekday() < 5 for one in between) == 2
    assert last.weekday() < 5


def test_how_it_stands() -> None:
    assert status(due="2026-11-25", today="2026-11-25", answer="", erased=False) is PleaStatus.OPEN
    assert status(due="2026-11-25", today="2026-11-26", answer="", erased=False) is PleaStatus.LATE
    assert status(due="2026-11-25", today="2026-11-26", answer="CV 3", erased=False) is PleaStatus.ANSWERED
    assert status(due="2026-11-25", today="2026-11-26", answer="CV 3", erased=True) is PleaStatus.ERASED
    assert status(due="", today="2026-11-26", answer="", erased=False) is PleaStatus.LATE


@pytest.mark.parametrize(
    ("given_", "why"),
    [
        ({"way": ""}, Refusal.REASON_NEEDED),
        ({"way": "hearsay"}, Refusal.REASON_NEEDED),
        ({"way": "letter"}, Refusal.PAPER_MISSING),
        ({"way": "proxy"}, Refusal.PAPER_MISSING),
        ({"paper": "Nguyễn Thị Lành"}, Refusal.PAPER_NUMBER),
        ({"paper": "Lành"}, Refusal.PAPER_NUMBER),
        ({"paper": "đơn 12"}, Refusal.PAPER_NUMBER),
        ({"paper": "1" * 41}, Refusal.PAPER_NUMBER),
        ({"day": "2026-11-24"}, Refusal.PLEA_DAY),
        ({"day": "2026-09-23"}, Refusal.PLEA_DAY),
        ({"day": "2026-11"}, Refusal.PLEA_DAY),
        ({"day": ""}, Refusal.PLEA_DAY),
    ],
)
def test_what_is_wrong_with_it(given_: dict[str, str], why: Refusal) -> None:
    refused = check(**{"way": "self", "paper": "", "day": TODAY, "today": TODAY, **given_})
    assert refused is not None
    assert refused.reason is why


def test_what_is_right() -> None:
    for way in PleaWay:
        assert check(way=way.value, paper="12/2026", day="2026-09-24", today=TODAY) is None
    assert check(way="self", paper="", day=TODAY, today=TODAY) is None
