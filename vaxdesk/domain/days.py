"""Days of the calendar, also where only the year or the month is known: bounds, waiting times, ages."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

import msgspec


class Span(msgspec.Struct, frozen=True):
    """The earliest and the latest day that a written date may mean."""

    earliest: date
    latest: date

    @property
    def exact(self) -> bool:
        return self.earliest == self.latest


class Wait(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A waiting time of calendar months and days."""

    months: int = 0
    days: int = 0


class AgeRange(msgspec.Struct, frozen=True):
    """Completed years at the youngest and the oldest reading of a birth date."""

    youngest: int
    oldest: int


@lru_cache(maxsize=65536)  # birth dates and days of doses come again and again where many people are looked at
def span(iso: str) -> Span | None:
    """Bounds of `1990`, `1990-01` or `1990-01-31`; None when it is no date."""
    try:
        parts = [int(part) for part in iso.split("-")]
        year, month, day = (parts + [0, 0])[:3]
        first = date(year, month or 1, day or 1)
        last = date(year, month or 12, day or monthrange(year, month or 12)[1])
    except (ValueError, OverflowError):  # a year of more digits than any has
        return None
    return Span(first, last) if len(parts) <= 3 else None


def after(start: date, wait: Wait) -> date:
    """The day when a waiting time has passed; the 31st of a shorter month is its last day."""
    months = start.year * 12 + start.month - 1 + wait.months
    year, month = divmod(months, 12)
    moved = date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
    return moved + timedelta(days=wait.days)


def age(dob: str, day: date) -> AgeRange | None:
    """Age on a day; a birth date of which only the year or month is known gives two bounds, no date gives None."""
    born = span(dob)
    if born is None or born.earliest > day:
        return None
    return AgeRange(max(_years(born.latest, day), 0), _years(born.earliest, day))


def _years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
