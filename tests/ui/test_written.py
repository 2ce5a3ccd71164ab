"""Dates, ages and spans as people write them, in both languages."""

from __future__ import annotations

import pytest

from vaxdesk import words
from vaxdesk.domain import times
from vaxdesk.ui import written

NOW = times.at("2026-11-23", "09:13")


@pytest.mark.parametrize(
    ("iso", "shown"), [("1990-01-31", "31/01/1990"), ("1990-01", "01/1990"), ("1990", "1990"), ("", "")]
)
def test_day(iso: str, shown: str) -> None:
    assert written.day(iso) == shown


def test_long_day() -> None:
    assert written.long_day("2026-11-23") == "Thứ hai, 23/11/2026"
    words.use("en")
    assert written.long_day("2026-11-29") == "Sunday, 29/11/2026"


@pytest.mark.parametrize(
    ("dob", "shown"),
    [
        ("1988-03-05", "38 tuổi"),
        ("1988-11-23", "38 tuổi"),
        ("1988-11-24", "37 tuổi"),
        ("1988", "37–38 tuổi"),
        ("2025-01-24", "21 tháng tuổi"),
        ("2024-11-23", "2 tuổi"),
        ("2026-11-23", "0 tháng tuổi"),
        ("2027-01-01", ""),
        ("", ""),
    ],
)
def test_age(dob: str, shown: str) -> None:
    assert written.age(dob, today="2026-11-23") == shown


@pytest.mark.parametrize(
    ("passed", "vi", "en"),
    [
        (0, "vừa xong", "just now"),
        (59, "vừa xong", "just now"),
        (60, "1 phút trước", "1 minute ago"),
        (7199, "1 giờ trước", "1 hour ago"),
        (7200, "2 giờ trước", "2 hours ago"),
        (86400 * 3, "3 ngày trước", "3 days ago"),
        (-500, "vừa xong", "just now"),
    ],
)
def test_ago(passed: int, vi: str, en: str) -> None:
    assert written.ago(NOW - passed, now=NOW) == vi
    words.use("en")
    assert written.ago(NOW - passed, now=NOW) == en


@pytest.mark.parametrize(
    ("day", "shown"),
    [("2026-11-23", "08:15"), ("2026-11-22", "22/11 08:15"), ("2025-11-23", "23/11/2025 08:15")],
)
def test_moment(day: str, shown: str) -> None:
    assert written.moment(times.at(day, "08:15"), now=NOW) == shown


def test_clock_sex_and_count() -> None:
    assert written.clock(NOW) == "09:13"
    assert (written.sex("F"), written.sex("M"), written.sex("")) == ("Nữ", "Nam", "")
    assert written.count(1234567) == "1.234.567"
    words.use("en")
    assert written.count(1234567) == "1,234,567"
