"""When two people are alike to the rules of a schedule on a day, so that one judgement serves both.

The rules compare ages with limits and days with waiting times, nothing else: an age counts as the limits it has
passed, and a dose longer ago than any waiting time counts by its order among the others.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Generic, TypeVar

from vaxdesk.domain.days import Wait, age, span
from vaxdesk.domain.products import Schedule
from vaxdesk.domain.views import DoseView

_LONGEST_MONTH = 31
_REMEMBERED = 5_000  # judgements that are kept at most
_Judgement = TypeVar("_Judgement")


class Remembered(Generic[_Judgement]):
    """Judgements of those who are alike."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], _Judgement] = {}

    def __len__(self) -> int:
        return len(self._known)

    def of(self, alike: tuple[Any, ...], judge: Callable[[], _Judgement]) -> _Judgement:
        """What was found of somebody like that, or is found now."""
        if alike not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[alike] = judge()
        return self._known[alike]


class Likeness:
    """Of one schedule on one day."""

    def __init__(self, schedule: Schedule, today: date) -> None:
        self._today = today
        self._limits = sorted(_limits(schedule))
        self._longest = max((one.months * _LONGEST_MONTH + one.days for one in _waits(schedule)), default=0)

    def of(self, dob: str, doses: Sequence[DoseView]) -> tuple[Any, ...]:
        """Equal for people whom the rules do not tell apart."""
        if not doses:
            return (self._passed(dob, self._today),)
        dated = sorted(((dose, span(dose.date)) for dose in doses), key=_order)
        found: list[Any] = [self._passed(dob, self._today)]
        before = None
        for dose, on in dated:
            found.append((dose.product, dose.product_text, dose.kind, dose.kind_no, dose.overall_no, dose.here))
            if on is None:
                found.append(None)
            elif (self._today - on.latest).days > self._longest:
                found.append((on.exact, on.earliest == before, self._passed(dob, on.latest)))
            else:
                found.append((dose.date, self._passed(dob, on.latest)))
            before = on.earliest if on else None
        return tuple(found)

    def _passed(self, dob: str, day: date) -> tuple[int, int] | None:
        """How many of the limits an age has passed, at its youngest and oldest reading."""
        years = age(dob, day)
        if years is None:
            return None
        return bisect_right(self._limits, years.youngest), bisect_right(self._limits, years.oldest)


def _order(pair: tuple[DoseView, Any]) -> tuple[date, str]:
    dose, on = pair
    return (on.earliest if on else date.min, dose.id)


def _limits(schedule: Schedule) -> set[int]:
    """Every age that a rule names."""
    named: list[int | None] = []
    for product in schedule.product:
        named += [product.age_from, product.age_below, product.age_care_from]
    for booster in schedule.booster:
        named += [booster.age_from, booster.age_below, booster.group_age_from]
    for after_covid in schedule.after_covid:
        named += [after_covid.age_from, after_covid.age_below]
    named += [additional.age_from for additional in schedule.additional]
    return {one for one in named if one is not None}


def _waits(schedule: Schedule) -> list[Wait]:
    """Every time that a rule asks to wait."""
    intervals = [product.interval for product in schedule.product if product.interval]
    found = [wait for one in intervals for wait in (one.minimum, one.recommended_from)]
    return found + [rule.wait for rule in (*schedule.additional, *schedule.booster)]
