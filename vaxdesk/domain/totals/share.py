"""What one person's day at a unit adds to the sums: kept beside them, so that they change by the difference.

The same rows as the reports are reckoned from (`domain.report.facts.Attendance`), and the same rules of what is counted
how (`domain.report.measures`): a dashboard's day is the daily report's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from enum import IntEnum

import msgspec

from vaxdesk.domain.aefi import Severity
from vaxdesk.domain.report.coverage import band
from vaxdesk.domain.report.facts import Attendance, Reaction
from vaxdesk.domain.report.measures import dose_key
from vaxdesk.domain.report.reactions import suspected
from vaxdesk.domain.totals import figures
from vaxdesk.domain.totals.figures import named

BANDS = (5, 12, 18, 30, 40, 50, 65, 80)  # completed years at which a band begins; the coverage report's are among them
Sums = Counter[str]
Lots = Counter[tuple[str, str, str]]  # product, number, figure


class Entered(IntEnum):
    """How long after the day of a dose its entry was written, by true time."""

    SAME_DAY = 0
    NEXT_DAY = 1
    LATER_DAY = 2
    UNSURE_DAY = 3  # nothing tells what time it was, or it says that it was before the dose


class Dose(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A dose: vaccine, its place among the doses (`measures.DOSE_KEYS`), number of the lot."""

    product: str
    key: str
    lot: str
    late: bool
    entered: int


class Event(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A reaction, with the vaccine and lot that it is laid to."""

    serious: bool
    grade: int
    symptoms: tuple[str, ...]
    product: str
    lot: str


class Share(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A person's day at a unit. `outcome`: empty while none is reached; nothing in it tells who it was.

    `round_no`: as `direction.target.round_of` has it, empty for none.
    """

    product: str
    outcome: str
    listed: bool
    came: bool
    group: str
    sex: str
    band: str
    doses: tuple[Dose, ...] = ()
    events: tuple[Event, ...] = ()
    round_no: str = ""


def entered(day: str, written: str) -> Entered:
    """How long after its day something was entered.

    Args:
        day: ISO day on which it happened.
        written: ISO day of the entry by true time; empty where nothing tells.
    """
    if not written or written < day:
        return Entered.UNSURE_DAY
    days = (date.fromisoformat(written) - date.fromisoformat(day)).days
    return Entered(min(days, Entered.LATER_DAY))


def of(row: Attendance, written: Mapping[str, str], symptoms: frozenset[str], *, round_no: str = "") -> Share:
    """What a person's day adds.

    Args:
        written: the day on which the entry of each dose was made by true time, by its reference.
        symptoms: codes of the form; another is counted as none of them.
        round_no: the round that the day belongs to (`totals.rounds`).
    """
    return Share(
        product=figures.product(row.product),
        outcome=row.outcome.value if row.outcome and row.came else "",
        listed=row.listed,
        came=row.came,
        group=figures.group(row.who.grp),
        sex=row.who.sex if row.who.sex in ("F", "M") else "",
        band=band(BANDS, row.who, date.fromisoformat(row.day)),
        doses=tuple(
            Dose(
                figures.product(one.product),
                dose_key(one.kind, one.kind_no),
                figures.lot(one.lot_no),
                one.late,
                entered(row.day, written.get(one.id, "")).value,
            )
            for one in row.doses
        ),
        events=tuple(_event(row, one, symptoms) for one in row.reactions),
        round_no=round_no,
    )


def _event(row: Attendance, one: Reaction, symptoms: frozenset[str]) -> Event:
    dose = suspected(row, one)
    return Event(
        one.severity == Severity.SERIOUS,
        one.grade if 0 <= one.grade <= 4 else 0,
        tuple(sorted(code if code in symptoms else "" for code in set(one.symptoms))),
        figures.product(dose.product) if dose else "",
        figures.lot(dose.lot_no) if dose else "",
    )


def sums(one: Share) -> Sums:
    """What it adds to each figure."""
    found: Sums = Counter()
    mine = _of_person(one)
    found.update(mine)
    keys = [name for name in mine if name in ("listed", "people", "vaccinated", "common")]
    for name in keys:
        found[named("product", one.product, name)] += 1
        found[named("group", one.group, name)] += 1
    if "vaccinated" in mine:
        found[named("age", one.sex, one.band, "vaccinated")] += 1
    for dose in one.doses:
        found[named("dose", dose.product, dose.key)] += 1
        found[named("group", one.group, "doses")] += 1
        found[named("age", one.sex, one.band, "doses")] += 1
    for event in one.events:
        _of_event(event, found)
    return found


def _of_person(one: Share) -> Sums:
    found = Counter({"listed": int(one.listed), "absent": int(one.listed and not one.came)})
    if one.came:
        found.update(("people", one.outcome or "unfinished"))
    found["doses"] = len(one.doses)
    for dose in one.doses:
        found["late"] += dose.late
        found[Entered(dose.entered).name.lower()] += 1
    found["serious"] = sum(event.serious for event in one.events)
    found["common"] = int(bool(one.events) and not found["serious"])
    return +found


def _of_event(event: Event, found: Sums) -> None:
    severity = "serious" if event.serious else "common"
    found[named("event", event.product, severity)] += 1
    for code in event.symptoms:
        found[named("symptom", code, severity)] += 1
    if event.grade:
        found[named("grade", str(event.grade))] += 1


def lots(one: Share) -> Lots:
    """What it adds to each lot: doses, and reactions laid to it."""
    found: Lots = Counter()
    for dose in one.doses:
        found[dose.product, dose.lot, "doses"] += 1
    for event in one.events:
        if event.lot:
            found[event.product, event.lot, "serious" if event.serious else "common"] += 1
    return found


def total(shares: Iterable[Share]) -> Sums:
    """The sums of several."""
    found: Sums = Counter()
    for one in shares:
        found.update(sums(one))
    return found
