"""Days, months and years: any two days are exactly the spans between them, and few of them."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaxdesk.domain.totals import spans

_days = st.dates(date(2023, 1, 1), date(2027, 12, 31))


def spans_in(first: str, last: str) -> list[str]:
    """Every span between two, as an index of texts would find them."""
    days = [date(2022, 12, 1) + timedelta(days=n) for n in range(1900)]
    every = {span for day in days for span in spans.of_day(day.isoformat())}
    return sorted(one for one in every if first <= one <= last)


def days_of(span: str) -> list[date]:
    days = [date(2022, 12, 1) + timedelta(days=n) for n in range(2000)]
    return [day for day in days if span in spans.of_day(day.isoformat())]


@given(first=_days, last=_days)
def test_ranges_are_every_day_once(first: date, last: date) -> None:
    ranges = spans.cover(first.isoformat(), last.isoformat())
    found = Counter(day for one in ranges for span in spans_in(*one) for day in days_of(span))
    wanted = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert found == Counter(wanted)
    assert sum(len(spans_in(*one)) for one in ranges) <= 2 * 30 + 2 * 11 + 5


def test_all_days_are_years_and_some_months() -> None:
    assert spans.cover("", "2026-11-27") == (
        ("y0001", "y2025"),
        ("m2026-01", "m2026-10"),
        ("d2026-11-01", "d2026-11-27"),
    )
    assert spans.cover("2026-03-05", "2026-03-05") == (("d2026-03-05", "d2026-03-05"),)
    assert spans.cover("2026-03-05", "2026-03-04") == ()
    assert spans.cover("9999-12-01", "9999-12-31") == (("m9999-12", "m9999-12"),)
    assert spans.cover("2025-11-01", "2027-02-28") == (
        ("m2025-11", "m2025-12"),
        ("y2026", "y2026"),
        ("m2027-01", "m2027-02"),
    )


@pytest.mark.parametrize("text", ["", "2026-13-01", "20261127", "2026-W48-5", "heute"])
def test_only_a_day_as_it_must_be_written_is_one(text: str) -> None:
    assert not spans.is_day(text)
    assert spans.is_day("2026-11-27")
