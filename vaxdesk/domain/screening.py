"""Screening: a form as filled so far, its conclusion by rule, and what must still be filled."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain import vitals
from vaxdesk.domain.course import Circumstances
from vaxdesk.domain.days import Wait, after, span
from vaxdesk.domain.forms import Form, Input, Meaning, Question, Rule, Vital
from vaxdesk.domain.outcomes import Conclusion, Sex
from vaxdesk.domain.payloads import Screen

LONGEST_PREGNANCY = 45  # weeks
_BY_PRECEDENCE = list(Conclusion)
_INJECTABLE = (Conclusion.ELIGIBLE, Conclusion.CAUTION)


class Need(StrEnum):
    """What a gap asks for."""

    WORDS = nonmember("clinical.need")

    ANSWER = "answer"
    TEXT = "text"
    DATE = "date"
    WEEKS = "weeks"
    DISAGREES = "disagrees"
    VITAL = "vital"
    NOT_POSSIBLE = "not_possible"
    CHOICE = "choice"
    REASON = "reason"
    CONSENT = "consent"
    GUARDIAN = "guardian"


class Gap(msgspec.Struct, frozen=True):
    """Something still to be filled: `code` of the question or vital sign, or the field of the form."""

    code: str
    need: Need


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """What a form amounts to.

    `rules`: ids of the rules that apply, strongest first. `yes`: items that hold, also by weeks or measurement.
    `asked`, `measured`: items and vital signs that this person must have. `until`: earliest ISO day to come back.
    `doctor_decides`: the form leaves the choice to the doctor, who needs a reason only to go below `least`.
    """

    conclusion: Conclusion
    least: Conclusion
    rules: tuple[str, ...]
    yes: tuple[str, ...]
    asked: tuple[str, ...]
    measured: tuple[str, ...]
    abnormal_vitals: tuple[str, ...]
    doctor_decides: bool
    until: str
    missing: tuple[Gap, ...]


def assess(form: Form, screen: Screen, *, age: int | None, sex: str, product: str = "") -> Assessment:
    """The conclusion by rule of a form, at any moment while it is filled.

    Precedence CONTRAINDICATED > DEFER > REFER > CAUTION > ELIGIBLE. `age` in completed years; `sex` M, F or empty
    (then the items for women are asked too). `screen.day` is the day of the form.
    """
    asked = [question for question in form.question if not (question.sex and sex and question.sex != sex)]
    abnormal = tuple(vital.code for vital in form.vital if vitals.abnormal(vital, screen.vitals))
    yes = tuple(question.code for question in asked if _holds(question, screen, abnormal))
    measured = tuple(vital for vital in form.vital if vitals.due(vital, screen.answers, age=age))
    rules = _applying(form, screen, yes, abnormal, sex=sex, product=product)
    return Assessment(
        conclusion=_strongest(rules),
        least=_strongest([rule for rule in rules if not rule.doctor_decides]),
        rules=tuple(rule.id for rule in rules),
        yes=yes,
        asked=tuple(question.code for question in asked),
        measured=tuple(vital.code for vital in measured),
        abnormal_vitals=abnormal,
        doctor_decides=any(rule.doctor_decides for rule in rules),
        until=_until(asked, yes, screen),
        missing=(*_gaps_of_items(asked, yes, screen, abnormal), *_gaps_of_vitals(form, measured, screen)),
    )


def gaps(form: Form, screen: Screen, *, age: int | None, sex: str, product: str = "") -> tuple[Gap, ...]:
    """All that must still be filled before the screening can be saved; empty when it is complete.

    An empty `screen.conclusion` means the proposed one. Another conclusion than the proposed needs a reason, unless
    the form leaves the choice to the doctor. Whoever goes on to the injection must have given consent.
    """
    assessed = assess(form, screen, age=age, sex=sex, product=product)
    found = list(assessed.missing)
    if assessed.doctor_decides and not screen.conclusion:
        found.append(Gap("conclusion", Need.CHOICE))
    decided = screen.conclusion or assessed.conclusion
    if _needs_reason(assessed, decided) and not screen.why.strip():
        found.append(Gap("why", Need.REASON))
    if decided in _INJECTABLE and not screen.consent:
        found.append(Gap("consent", Need.CONSENT))
    if decided in _INJECTABLE and form.consent.by_guardian and not screen.consent_by.strip():
        found.append(Gap("consent_by", Need.GUARDIAN))
    return tuple(found)


def settle(form: Form, screen: Screen, *, age: int | None, sex: str, product: str = "") -> Screen:
    """The screening as it is to be saved: answers as they hold, proposed and decided conclusion, day to come back."""
    assessed = assess(form, screen, age=age, sex=sex, product=product)
    conditions = {one.code: True for one in form.condition if screen.answers.get(one.code)}
    decided = screen.conclusion or assessed.conclusion
    return msgspec.structs.replace(
        screen,
        form=form.id,
        answers=conditions | {code: code in assessed.yes for code in assessed.asked},
        proposed=assessed.conclusion,
        conclusion=decided,
        until=(screen.until or assessed.until) if decided == Conclusion.DEFER else "",
    )


def circumstances(form: Form, screen: Screen) -> Circumstances:
    """What a settled screening tells the schedule."""
    held = {question.means: question for question in form.question if screen.answers.get(question.code)}
    covid = held.get(Meaning.COVID)
    return Circumstances(
        pregnant=Meaning.PREGNANT in held,
        weeks=screen.weeks if Meaning.PREGNANT in held else 0,
        breastfeeding=screen.breastfeeding,
        immunocompromised=Meaning.IMMUNOCOMPROMISED in held,
        covid_on=screen.notes.get(covid.code, "") if covid else "",
        conclusion=screen.conclusion,
    )


def _strongest(rules: list[Rule]) -> Conclusion:
    return rules[0].conclusion if rules else Conclusion.ELIGIBLE


def _needs_reason(assessed: Assessment, decided: str) -> bool:
    """Leaving the rule needs a reason; where the doctor chooses, only a choice weaker than the other rules does."""
    if not assessed.doctor_decides:
        return decided != assessed.conclusion
    return decided in _BY_PRECEDENCE[: _BY_PRECEDENCE.index(assessed.least)]


def _holds(question: Question, screen: Screen, abnormal: tuple[str, ...]) -> bool:
    """YES as ticked; weeks of pregnancy and measured signs speak for themselves."""
    if question.input is Input.WEEKS and screen.weeks:
        return question.weeks_from <= screen.weeks < (question.weeks_below or LONGEST_PREGNANCY + 1)
    if question.input is Input.VITALS and abnormal:
        return True
    return bool(screen.answers.get(question.code))


def _applying(
    form: Form, screen: Screen, yes: tuple[str, ...], abnormal: tuple[str, ...], *, sex: str, product: str
) -> list[Rule]:
    """Rules that apply, strongest first; the rule without conditions stands for "all items NO"."""
    breastfeeding = screen.breastfeeding and sex != Sex.MALE
    found = [
        rule
        for rule in form.rule
        if (not rule.products or product in rule.products)
        and (set(rule.any) & set(yes) or set(rule.vitals) & set(abnormal) or (rule.breastfeeding and breastfeeding))
    ]
    found.sort(key=lambda rule: -_BY_PRECEDENCE.index(rule.conclusion))
    return found or [rule for rule in form.rule if not (rule.any or rule.vitals or rule.breastfeeding)]


def _until(asked: list[Question], yes: tuple[str, ...], screen: Screen) -> str:
    """The latest of the days on which a passing ground for deferral ends; empty when none is known."""
    today = span(screen.day)
    ends = [_end(question, screen) for question in asked if question.code in yes]
    known = [end for end in ends if end is not None and today and end > today.latest]
    return max(known).isoformat() if known else ""


def _end(question: Question, screen: Screen) -> date | None:
    today = span(screen.day)
    if question.weeks_below and screen.weeks and today:
        return today.latest + timedelta(weeks=question.weeks_below - screen.weeks)
    filled = span(screen.notes.get(question.code, ""))
    return after(filled.latest, Wait(months=question.until_months)) if question.until_months and filled else None


def _gaps_of_items(
    asked: list[Question], yes: tuple[str, ...], screen: Screen, abnormal: tuple[str, ...]
) -> list[Gap]:
    found = []
    for question in asked:
        ticked = screen.answers.get(question.code)
        if ticked is None and question.code not in yes:
            found.append(Gap(question.code, Need.ANSWER))
        elif ticked and question.code not in yes:
            found.append(Gap(question.code, Need.DISAGREES))
        elif question.code in yes and (need := _unfilled(question, screen, abnormal)):
            found.append(Gap(question.code, need))
    return found


def _unfilled(question: Question, screen: Screen, abnormal: tuple[str, ...]) -> Need | None:
    """What is to be filled in beside a YES and is not."""
    note = screen.notes.get(question.code, "").strip()
    match question.input:
        case Input.TEXT if question.input_required and not note:
            return Need.TEXT
        case Input.VITALS if not abnormal and not note:
            return Need.VITAL
        case Input.WEEKS if not 0 < screen.weeks <= LONGEST_PREGNANCY:
            return Need.WEEKS
        case Input.DATE:
            return _unfilled_date(question, screen)
    return None


def _unfilled_date(question: Question, screen: Screen) -> Need | None:
    filled = span(screen.notes.get(question.code, "").strip())
    if filled is None:
        return Need.DATE
    today = span(screen.day)
    end = _end(question, screen)
    over = today is not None and (filled.earliest > today.latest or (end is not None and end <= today.latest))
    return Need.DISAGREES if over else None


def _gaps_of_vitals(form: Form, measured: tuple[Vital, ...], screen: Screen) -> list[Gap]:
    found = [Gap(vital.code, Need.VITAL) for vital in measured if vital.code not in screen.vitals]
    for vital in form.vital:
        value = screen.vitals.get(vital.code)
        if value is not None and not vitals.possible(vital, value):
            found.append(Gap(vital.code, Need.NOT_POSSIBLE))
    return found
