"""The next dose: due, too early until a day, or refused; judged by the dated rules of a schedule file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from vaxdesk.domain import limits
from vaxdesk.domain.course import Circumstances, Course, course
from vaxdesk.domain.days import AgeRange, after, age
from vaxdesk.domain.limits import TooEarly
from vaxdesk.domain.outcomes import DoseKind
from vaxdesk.domain.products import Product, Schedule
from vaxdesk.domain.refusals import Note, Notice, Refusal, Refused
from vaxdesk.domain.slots import Case, Slot, additional_rule, booster_rule, slot
from vaxdesk.domain.views import DoseView


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """The dose may be given today. `ml` as text; `rules`: version of the schedule that said so."""

    kind: DoseKind
    kind_no: int
    overall_no: int
    ml: str
    rules: str
    notes: tuple[Note, ...] = ()


class Upcoming(msgspec.Struct, frozen=True, kw_only=True):
    """The next appointment after the doses so far."""

    day: str
    kind: DoseKind
    kind_no: int


def next_dose(
    schedule: Schedule,
    history: Iterable[DoseView],
    *,
    product: str,
    dob: str,
    day: str,
    person: Circumstances | None = None,
) -> Due | TooEarly | Refused:
    """Whether this product may be given on this ISO day, and as which dose.

    Only doses before the day count, so that a dose of the past can be entered late; later ones are noted.
    A note with `needs_reason` asks whoever injects to write why. Birth dates of which only the year or month is
    known are read so that no limit is broken at any reading.
    """
    asked = next_doses(schedule, history, products=(product,), dob=dob, day=day, person=person)
    return next(judged for _, judged in asked)


def next_doses(
    schedule: Schedule,
    history: Iterable[DoseView],
    *,
    products: Iterable[str],
    dob: str,
    day: str,
    person: Circumstances | None = None,
) -> Iterator[tuple[str, Due | TooEarly | Refused]]:
    """What `next_dose` says of each of several products, one after the other as they are asked for.

    The course is made once where the doses alone decide it.
    """
    today, doses, known = date.fromisoformat(day), tuple(history), None
    years, who = age(dob, today), person or Circumstances()
    for code in products:
        product = _in_use(schedule, code, today)
        if isinstance(product, Refused):
            yield code, product
        elif years is None:
            yield code, Refused(reason=Refusal.BIRTH_UNKNOWN)
        else:
            so_far = known or course(schedule, doses, dob=dob, day=today, product=code)
            known = so_far if any(one.product for one in so_far.given) else None
            case = Case(
                schedule=schedule, course=so_far, product=product, dob=dob, age=years, day=today, person=who
            )
            yield code, _judged(case)


def _judged(case: Case) -> Due | TooEarly | Refused:
    refused = limits.same_day(case) or limits.contraindicated(case)
    if refused:
        return refused
    place = slot(case)
    if isinstance(place, Refused):
        return place
    years = limits.by_age(case, place)
    if isinstance(years, Refused):
        return years
    waited = limits.since_last(case, place)
    early = [wait for wait in (waited, limits.after_covid(case, place)) if isinstance(wait, TooEarly)]
    if early:
        return max(early, key=lambda wait: wait.until)
    return _due(case, place, notes=(*place.notes, *years, *waited))


def due_after(
    schedule: Schedule, history: Iterable[DoseView], *, dob: str, day: str, person: Circumstances | None = None
) -> Upcoming | None:
    """The appointment that follows the doses so far by the rules of this day; None when no rule gives one.

    The recommended day, never one in the past. A second booster is appointed only where age or immunity ask for it.
    """
    today = date.fromisoformat(day)
    so_far = course(schedule, history, dob=dob, day=today)
    last, years = so_far.last, age(dob, today)
    if last is None or last.on is None or years is None:
        return None
    place = _upcoming(schedule, so_far, years=years, today=today, person=person or Circumstances())
    if place is None:
        return None
    appointed = max(after(last.on.latest, place.recommended), today)
    return Upcoming(day=appointed.isoformat(), kind=place.kind, kind_no=place.kind_no)


def _in_use(schedule: Schedule, product: str, day: date) -> Product | Refused:
    found = schedule.find(product)
    if found is None:
        return Refused(reason=Refusal.PRODUCT_UNKNOWN, facts={"product": product})
    if not found.in_force(day):
        return Refused(reason=Refusal.PRODUCT_NOT_IN_USE, facts={"product": product, "day": day.isoformat()})
    return found


def _due(case: Case, place: Slot, *, notes: tuple[Note, ...]) -> Due:
    product, person = case.product, case.person
    found = list(notes)
    half = place.kind is DoseKind.BOOSTER and product.booster_ml
    if half:
        found.append(Note(code=Notice.HALF_DOSE, facts={"ml": product.booster_ml}))
    if product.components and place.kind is DoseKind.PRIMARY:
        found.append(Note(code=Notice.COMPONENT, facts={"component": product.components[place.kind_no - 1]}))
    if person.pregnant:
        found.append(Note(code=Notice.PREGNANT_CARE, facts={"weeks": person.weeks}))
    if case.course.later:
        facts = {"day": case.course.later[0].date}
        found.append(Note(code=Notice.DOSE_LATER_ON_RECORD, facts=facts, needs_reason=True))
    return Due(
        kind=place.kind,
        kind_no=place.kind_no,
        overall_no=len(case.course.given) + 1,
        ml=product.booster_ml if half else product.ml,
        rules=case.schedule.version,
        notes=tuple(found),
    )


def _upcoming(
    schedule: Schedule, so_far: Course, *, years: AgeRange, today: date, person: Circumstances
) -> Slot | None:
    if not so_far.complete:
        before = schedule.find(so_far.given[-1].product)
        if before is None or before.interval is None:
            return None
        number = len(so_far.of(DoseKind.PRIMARY)) + 1
        return Slot(kind=DoseKind.PRIMARY, kind_no=number, recommended=before.interval.recommended_from)
    added = additional_rule(
        schedule, so_far, years=years.youngest, day=today, immune_weak=person.immunocompromised
    )
    if added:
        return Slot(kind=DoseKind.ADDITIONAL, kind_no=1, recommended=added.wait)
    number = len(so_far.of(DoseKind.BOOSTER)) + 1
    rule = booster_rule(schedule, number, years=years.youngest, day=today)
    if rule is None or (years.youngest < rule.group_age_from and not person.immunocompromised):
        return None
    return Slot(kind=DoseKind.BOOSTER, kind_no=number, recommended=rule.wait)
