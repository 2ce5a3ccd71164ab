"""The place in a course that a dose would take: primary, additional or booster, and what may follow what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from vaxdesk.domain.course import Circumstances, Course, Given
from vaxdesk.domain.days import AgeRange, Wait
from vaxdesk.domain.outcomes import DoseKind
from vaxdesk.domain.products import Additional, Booster, Mixing, Product, Schedule, in_force
from vaxdesk.domain.refusals import Note, Notice, Refusal, Refused


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """All that the judgement of one dose looks at."""

    schedule: Schedule
    course: Course
    product: Product
    dob: str
    age: AgeRange
    day: date
    person: Circumstances


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """The next dose's kind and number, and the time it keeps from the dose before and from COVID-19."""

    kind: DoseKind
    kind_no: int
    minimum: Wait = Wait()
    recommended: Wait = Wait()
    after_covid: Wait | None = None
    notes: tuple[Note, ...] = ()


def slot(case: Case) -> Slot | Refused:
    """The slot that this product would fill now, or why it fits none."""
    if not case.course.complete:
        return _primary(case)
    return _additional(case) or _booster(case)


def _primary(case: Case) -> Slot | Refused:
    """Same product, or one that a mixing rule allows (CV 6030, CV 7548); the interval is that of the dose before."""
    number = len(case.course.of(DoseKind.PRIMARY)) + 1
    last = case.course.last
    if last is None:
        return Slot(kind=DoseKind.PRIMARY, kind_no=number)
    notes = _primary_product(case)
    if isinstance(notes, Refused):
        return notes
    before = case.schedule.find(last.product)
    interval = (before or case.product).interval
    return Slot(
        kind=DoseKind.PRIMARY,
        kind_no=number,
        minimum=interval.minimum if interval else Wait(),
        recommended=interval.recommended_from if interval else Wait(),
        notes=notes,
    )


def _primary_product(case: Case) -> tuple[Note, ...] | Refused:
    code = case.product.code
    notes: list[Note] = []
    for one in case.course.given:
        facts = {"product": code, "given": one.product}
        if not one.product:
            notes.append(_unknown_product(one))
        elif one.product != code and not _may_follow(case.schedule.mixing, one.product, code, day=case.day):
            return Refused(reason=Refusal.MIXING, facts=facts)
        elif one.product != code:
            notes.append(Note(code=Notice.MIXED, facts=facts, needs_reason=True))
    return _each_once(notes)


def _additional(case: Case) -> Slot | Refused | None:
    """The additional dose: same product as before, or one that the rule names (CV 10225)."""
    rule = additional_rule(
        case.schedule, case.course, years=case.age.youngest, day=case.day, immune_weak=case.person.immunocompromised
    )
    if rule is None:
        return None
    primary = case.course.of(DoseKind.PRIMARY)
    notes = [Note(code=Notice.ADDITIONAL_GROUP), *(_unknown_product(one) for one in primary if not one.product)]
    had = case.course.primary_products
    if case.product.code not in (*had, *rule.next) and len(notes) == 1:
        return Refused(reason=Refusal.MIXING, facts={"product": case.product.code, "given": had[0]})
    return Slot(
        kind=DoseKind.ADDITIONAL, kind_no=1, minimum=rule.wait, recommended=rule.wait, notes=_each_once(notes)
    )


def additional_rule(
    schedule: Schedule, so_far: Course, *, years: int, day: date, immune_weak: bool
) -> Additional | None:
    """The rule by which a person is entitled to the additional dose and has had neither it nor a booster."""
    if so_far.of(DoseKind.ADDITIONAL) or so_far.of(DoseKind.BOOSTER):
        return None
    for rule in in_force(schedule.additional, day):
        if years >= rule.age_from and (immune_weak or set(rule.after) & set(so_far.primary_products)):
            return rule
    return None


def _booster(case: Case) -> Slot | Refused:
    number = len(case.course.of(DoseKind.BOOSTER)) + 1
    rule = booster_rule(case.schedule, number, years=case.age.youngest, day=case.day)
    if rule is None:
        return Refused(reason=Refusal.COMPLETE, facts={"doses": len(case.course.given)})
    notes = _booster_product(case)
    if isinstance(notes, Refused):
        return notes
    if case.age.youngest < rule.group_age_from and not case.person.immunocompromised:
        facts = {"age": rule.group_age_from}
        notes = (*notes, Note(code=Notice.BOOSTER_GROUP, facts=facts, needs_reason=True))
    if rule.age_below is not None and case.age.oldest >= rule.age_below:
        notes = (*notes, Note(code=Notice.BIRTH_IMPRECISE, facts={"dob": case.dob}))
    return Slot(
        kind=DoseKind.BOOSTER,
        kind_no=number,
        minimum=rule.wait,
        recommended=rule.wait,
        after_covid=rule.after_covid,
        notes=notes,
    )


def booster_rule(schedule: Schedule, number: int, *, years: int, day: date) -> Booster | None:
    """The rule on booster `number` at this age."""
    for rule in in_force(schedule.booster, day):
        if rule.no == number and rule.age_from <= years and (rule.age_below is None or years < rule.age_below):
            return rule
    return None


def _booster_product(case: Case) -> tuple[Note, ...] | Refused:
    """A booster must be allowed after every product of the primary course; the same product goes with a reason."""
    code = case.product.code
    notes: list[Note] = []
    for one in case.course.of(DoseKind.PRIMARY):
        if not one.product:
            notes.append(_unknown_product(one))
        elif _may_follow(case.schedule.booster_mixing, one.product, code, day=case.day):
            continue
        elif one.product == code:
            notes.append(Note(code=Notice.BOOSTER_SAME, facts={"product": code}, needs_reason=True))
        else:
            return Refused(reason=Refusal.MIXING, facts={"product": code, "given": one.product})
    return _each_once(notes)


def _each_once(notes: list[Note]) -> tuple[Note, ...]:
    return tuple({note.code: note for note in notes}.values())


def _may_follow(rules: Iterable[Mixing], given: str, code: str, *, day: date) -> bool:
    return any(given in rule.given and code in rule.next for rule in in_force(rules, day))


def _unknown_product(one: Given) -> Note:
    return Note(code=Notice.HISTORY_PRODUCT_UNKNOWN, facts={"text": one.dose.product_text}, needs_reason=True)
