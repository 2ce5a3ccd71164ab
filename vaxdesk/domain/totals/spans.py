"""Stretches of time that sums are kept for: days, months and years. Any two days are few of them apart.

A span is a text, and texts of one length of time sort as the days do: `d2026-11-27`, `m2026-11`, `y2026`. What tells
no day (vaccine that was there before all days) stands on the first day that there is.
"""

from __future__ import annotations

from datetime import date, timedelta

FIRST = date.min.isoformat()  # of what is told without a day
Range = tuple[str, str]  # first and last span, of one length


def of_day(day: str) -> tuple[str, str, str]:
    """The spans that a day lies in."""
    return f"d{day}", f"m{day[:7]}", f"y{day[:4]}"


def is_day(text: str) -> bool:
    """Whether a text is a day as entries must write it; another is counted nowhere, here as in the reports."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def cover(since: str, until: str) -> tuple[Range, ...]:
    """Ranges of spans that together are the days from one to another, both counted: as few spans as there can be.

    Args:
        since: ISO day; empty: from the first on.
        until: ISO day.
    """
    first, last = date.fromisoformat(since or FIRST), date.fromisoformat(until)
    if first > last:
        return ()
    begin, end = _month(first) + (first.day > 1), _month(last) + (_is_last(last))  # whole months, the end not one
    if begin >= end:
        return (_days(first, last),)
    return (
        *([_days(first, _first_of(begin) - timedelta(days=1))] if first.day > 1 else ()),
        *_months(begin, end),
        *([_days(_first_of(end), last)] if not _is_last(last) else ()),
    )


def _months(begin: int, end: int) -> tuple[Range, ...]:
    year, beyond = -(-begin // 12), end // 12  # whole years
    if year >= beyond:
        return (_some(begin, end),)
    return (
        *([_some(begin, year * 12)] if begin < year * 12 else ()),
        (f"y{year:04}", f"y{beyond - 1:04}"),
        *([_some(beyond * 12, end)] if beyond * 12 < end else ()),
    )


def _some(begin: int, end: int) -> Range:
    first, last = (f"m{at // 12:04}-{at % 12 + 1:02}" for at in (begin, end - 1))
    return first, last


def _days(first: date, last: date) -> Range:
    return f"d{first.isoformat()}", f"d{last.isoformat()}"


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first_of(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def _is_last(day: date) -> bool:
    return day == date.max or (day + timedelta(days=1)).day == 1
