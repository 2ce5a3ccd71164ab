from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaxdesk.domain.days import AgeRange, Wait, after, age, span


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("1990-01-31", date(1990, 1, 31), date(1990, 1, 31)),
        ("1990-02", date(1990, 2, 1), date(1990, 2, 28)),
        ("1992-02", date(1992, 2, 1), date(1992, 2, 29)),
        ("1990", date(1990, 1, 1), date(1990, 12, 31)),
    ],
)
def test_bounds_of_a_written_date(text, earliest, latest):
    found = span(text)
    assert found is not None
    assert (found.earliest, found.latest, found.exact) == (earliest, latest, earliest == latest)


@pytest.mark.parametrize(
    "text",
    ["", "abc", "1990-13", "1990-02-30", "1990-01-31-7", "0", "31/01/1990", "9" * 10, "1990-" + "9" * 30],
)
def test_what_is_no_date(text):
    assert span(text) is None


@pytest.mark.parametrize(
    ("start", "wait", "end"),
    [
        (date(2021, 11, 30), Wait(months=3), date(2022, 2, 28)),
        (date(2021, 10, 31), Wait(months=6), date(2022, 4, 30)),
        (date(2021, 12, 17), Wait(months=3), date(2022, 3, 17)),
        (date(2021, 12, 1), Wait(months=1), date(2022, 1, 1)),
        (date(2021, 12, 17), Wait(days=28), date(2022, 1, 14)),
        (date(2021, 12, 17), Wait(months=1, days=1), date(2022, 1, 18)),
        (date(2021, 12, 17), Wait(), date(2021, 12, 17)),
    ],
)
def test_waiting_times(start, wait, end):
    assert after(start, wait) == end


@given(st.dates(date(1990, 1, 1), date(2080, 1, 1)), st.integers(0, 60), st.integers(0, 400))
def test_waiting_longer_never_ends_earlier(start, months, days):
    end = after(start, Wait(months=months, days=days))
    assert end >= start
    assert after(start, Wait(months=months + 1, days=days)) > end
    assert after(start + timedelta(days=1), Wait(months=months, days=days)) >= end


@pytest.mark.parametrize(
    ("dob", "day", "expected"),
    [
        ("2004-01-10", date(2022, 1, 9), AgeRange(17, 17)),
        ("2004-01-10", date(2022, 1, 10), AgeRange(18, 18)),
        ("2004-02-29", date(2022, 2, 28), AgeRange(17, 17)),
        ("2004-02-29", date(2022, 3, 1), AgeRange(18, 18)),
        ("2004", date(2022, 6, 1), AgeRange(17, 18)),
        ("2004", date(2022, 12, 31), AgeRange(18, 18)),
        ("2004-06", date(2022, 6, 15), AgeRange(17, 18)),
        ("2022", date(2022, 6, 1), AgeRange(0, 0)),
        ("2023-01-01", date(2022, 6, 1), None),
        ("", date(2022, 6, 1), None),
    ],
)
def test_age(dob, day, expected):
    assert age(dob, day) == expected


@given(st.dates(date(1900, 1, 1), date(2020, 12, 31)), st.dates(date(2021, 1, 1), date(2030, 12, 31)))
def test_a_vague_birth_date_bounds_the_exact_one(born, day):
    exact = age(born.isoformat(), day)
    for vague in (f"{born:%Y}", f"{born:%Y-%m}"):
        bounds = age(vague, day)
        assert bounds is not None
        assert exact is not None
        assert bounds.youngest <= exact.youngest <= bounds.oldest
