"""What stands against a dose whatever its place in the course: contraindication, age, the time since the last one."""

from __future__ import annotations

from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.days import after, span
from vaxdesk.domain.outcomes import Conclusion, DoseKind
from vaxdesk.domain.products import in_force
from vaxdesk.domain.refusals import Note, Notice, Refusal, Refused
from vaxdesk.domain.slots import Case, Slot


class Cause(StrEnum):
    """What a person must wait for."""

    WORDS = nonmember("clinical.cause")

    INTERVAL = "interval"
    COVID = "covid"


class TooEarly(msgspec.Struct, frozen=True, kw_only=True):
    """Not before `until` (ISO day); recommended from `recommended_from`."""

    until: str
    recommended_from: str
    cause: Cause


def same_day(case: Case) -> Refused | None:
    """Never two doses on one day."""
    today = case.day.isoformat()
    for one in case.course.given:
        if one.dose.date == today:
            return Refused(reason=Refusal.INJECTED_SAME_DAY, facts={"product": one.product, "day": today})
    return None


def contraindicated(case: Case) -> Refused | None:
    """Anaphylaxis excludes the same product; Sputnik V is not for the pregnant or breastfeeding (QĐ 4355, note *)."""
    code = case.product.code
    if case.product.never_pregnant and case.person.pregnant:
        return Refused(reason=Refusal.PREGNANT, facts={"product": code})
    if case.product.never_pregnant and case.person.breastfeeding:
        return Refused(reason=Refusal.BREASTFEEDING, facts={"product": code})
    had = {one.product for one in case.course.given}
    # Where it is not known what was given, it may have been this product.
    same = case.person.conclusion == Conclusion.CONTRAINDICATED and (not had or code in had or "" in had)
    if same or code in case.person.anaphylaxis_after:
        return Refused(reason=Refusal.PRODUCT_CONTRAINDICATED, facts={"product": code})
    return None


def by_age(case: Case, slot: Slot) -> tuple[Note, ...] | Refused:
    """Age limits of the product; whoever passes the upper one within the primary course ends it with a reason."""
    product, years = case.product, case.age
    lowest = product.age_from if product.age_care_from is None else product.age_care_from
    facts = {"product": product.code, "age": years.oldest, "limit": lowest}
    if years.youngest < lowest:
        if years.oldest >= lowest:
            return Refused(reason=Refusal.BIRTH_TOO_VAGUE, facts={"dob": case.dob, "limit": lowest})
        return Refused(reason=Refusal.TOO_YOUNG, facts=facts)
    if product.age_below is not None and years.oldest >= product.age_below:
        return _above(case, slot, limit=product.age_below)
    if years.youngest < product.age_from:
        facts = {"product": product.code, "age": years.youngest}
        return (Note(code=Notice.AGE_NEEDS_CARE, facts=facts, needs_reason=True),)
    return ()


def _above(case: Case, slot: Slot, *, limit: int) -> tuple[Note, ...] | Refused:
    facts = {"product": case.product.code, "age": case.age.oldest, "limit": limit - 1}
    last = case.course.last
    if slot.kind is DoseKind.PRIMARY and last is not None and last.product == case.product.code:
        return (Note(code=Notice.AGE_PASSED, facts=facts, needs_reason=True),)
    if case.age.youngest < limit:
        return Refused(reason=Refusal.BIRTH_TOO_VAGUE, facts={"dob": case.dob, "limit": limit})
    return Refused(reason=Refusal.TOO_OLD, facts=facts)


def after_covid(case: Case, slot: Slot) -> TooEarly | None:
    """The wait after COVID-19 of the slot (CV 3309) or of the age group (children under 12)."""
    had = span(case.person.covid_on)
    waits = [slot.after_covid] if slot.after_covid else []
    waits += [
        rule.wait
        for rule in in_force(case.schedule.after_covid, case.day)
        if rule.age_from <= case.age.youngest < rule.age_below
    ]
    if had is None or had.earliest > case.day:
        return None
    until = max((after(min(had.latest, case.day), wait) for wait in waits), default=case.day)
    if case.day >= until:
        return None
    return TooEarly(until=until.isoformat(), recommended_from=until.isoformat(), cause=Cause.COVID)


def since_last(case: Case, slot: Slot) -> TooEarly | tuple[Note, ...]:
    """The time since the dose before: below the minimum no dose, below the recommended one only with a reason.

    Of a date of which only the month or year is known, the earliest reading refuses and the latest one warns.
    """
    last = case.course.last
    notes = []
    if any(one.on is None for one in case.course.given):
        notes.append(Note(code=Notice.HISTORY_DATE_MISSING, needs_reason=True))
    if last is None or last.on is None:
        return tuple(notes)
    recommended_from = after(last.on.earliest, slot.recommended)
    until = after(last.on.earliest, slot.minimum)
    if case.day < until:
        return TooEarly(
            until=until.isoformat(), recommended_from=recommended_from.isoformat(), cause=Cause.INTERVAL
        )
    if case.day < recommended_from:
        facts = {"days": (case.day - last.on.earliest).days, "recommended_from": recommended_from.isoformat()}
        notes.append(Note(code=Notice.BELOW_RECOMMENDED, facts=facts, needs_reason=True))
    elif case.day < after(last.on.latest, slot.recommended):
        notes.append(Note(code=Notice.HISTORY_DATE_PARTIAL, facts={"date": last.dose.date}, needs_reason=True))
    return tuple(notes)
