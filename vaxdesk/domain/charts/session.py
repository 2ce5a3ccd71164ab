"""How a session goes: done against plan, people by hour, who waits now and for how long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate

import msgspec

from vaxdesk.domain import times
from vaxdesk.domain.outcomes import Outcome, Stage
from vaxdesk.domain.views import VisitRow

SLOT_MINUTES = 60  # of the last slot of a half day: the hours of facts 5.5 stand an hour apart
_HOUR = 60
_FIRST_HOUR, _LAST_HOUR = 7, 17  # shown even when nothing happens then


class Point(msgspec.Struct, frozen=True):
    """So many people by a minute of the day (0 = midnight)."""

    minute: int
    people: int


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """People vaccinated against people called, both added up over the day.

    `expected` is how many should be done by now by the plan; `ended` how many days ended without a dose.
    """

    plan: tuple[Point, ...] = ()
    done: tuple[Point, ...] = ()
    planned: int = 0
    vaccinated: int = 0
    expected: int = 0
    ended: int = 0


class HourCount(msgspec.Struct, frozen=True):
    """People received and injected in an hour of the day."""

    hour: int
    received: int
    injected: int


class Waiting(msgspec.Struct, frozen=True):
    """People at a stage now, and how many minutes the longest of them has waited there."""

    stage: Stage
    people: int
    minutes: int


def progress(rows: Sequence[VisitRow], *, now_minute: int) -> Progress:
    """Done against plan.

    Args:
        rows: of the day's board; walk-ins are done but were not planned.
        now_minute: minute of the day, 0..1439.
    """
    slots = Counter(_minute(row.slot) for row in rows if _minute(row.slot) is not None)
    plan = _plan(slots)
    injected = sorted(_minute_of(row.injected_at) for row in rows if row.injected_at)
    done = tuple(Point(minute, count) for count, minute in enumerate(injected, start=1))
    return Progress(
        plan=plan,
        done=done,
        planned=sum(slots.values()),
        vaccinated=len(injected),
        expected=_at(plan, now_minute),
        ended=sum(row.outcome not in (None, Outcome.VACCINATED) for row in rows),
    )


def hours(rows: Iterable[VisitRow]) -> tuple[HourCount, ...]:
    """People by hour, without a gap from the first hour that counts to the last."""
    received: Counter[int] = Counter()
    injected: Counter[int] = Counter()
    for row in rows:
        if row.received_at:
            received[_minute_of(row.received_at) // _HOUR] += 1
        if row.injected_at:
            injected[_minute_of(row.injected_at) // _HOUR] += 1
    seen = (*received, *injected)
    first, last = min((_FIRST_HOUR, *seen)), max((_LAST_HOUR - 1, *seen))
    return tuple(HourCount(hour, received[hour], injected[hour]) for hour in range(first, last + 1))


def waiting(rows: Iterable[VisitRow], *, now: int) -> tuple[Waiting, ...]:
    """Who waits for screening, for the injection, and who is being observed.

    Args:
        now: seconds since 1970.
    """
    since: dict[Stage, list[int]] = {stage: [] for stage in (Stage.RECEIVED, Stage.SCREENED, Stage.INJECTED)}
    for row in rows:
        begun = {
            Stage.RECEIVED: row.received_at,
            Stage.SCREENED: row.screened_at,
            Stage.INJECTED: row.injected_at,
        }.get(row.stage)
        if begun and (row.outcome is None or row.stage is Stage.INJECTED):
            since[row.stage].append(begun)
    return tuple(
        Waiting(stage, len(begun), max(0, now - min(begun)) // 60 if begun else 0) for stage, begun in since.items()
    )


def _plan(slots: Counter[int]) -> tuple[Point, ...]:
    """The people of a slot are done when the next begins, or after an hour where the next is further off."""
    starts = sorted(slots)
    ends = [min(after, start + SLOT_MINUTES) for start, after in zip(starts, [*starts[1:], 1 << 20], strict=False)]
    totals = list(accumulate(slots[start] for start in starts))
    points: list[Point] = []
    for start, end, before, after in zip(starts, ends, [0, *totals], totals, strict=False):
        points += [Point(start, before), Point(end, after)]
    return tuple(points)


def _at(plan: Sequence[Point], minute: int) -> int:
    """People on a line at a minute, rounded down."""
    before = Point(0, 0)
    for point in plan:
        if point.minute > minute:
            share = (minute - before.minute) / (point.minute - before.minute)
            return before.people + int((point.people - before.people) * share)
        before = point
    return before.people


def _minute(slot: str) -> int | None:
    """Minute of the day of a slot `07:30`; None for what is no time of day."""
    hour, _, minute = slot.partition(":")
    if not (hour.isdigit() and minute.isdigit()):
        return None
    return int(hour) * 60 + int(minute)


def _minute_of(seconds: int) -> int:
    clock = times.clock_of(seconds)
    return int(clock[:2]) * 60 + int(clock[3:])
