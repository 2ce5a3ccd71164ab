"""Fills the screening sheet from a form of the data files, a person, and what was ticked and measured."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from vaxdesk.documents.dates import day
from vaxdesk.documents.screening_contents import Choice, Consent, PriorDose, Question, ScreeningContents, Vital
from vaxdesk.domain import screening
from vaxdesk.domain.forms import Form, Input
from vaxdesk.domain.forms import Question as FormQuestion
from vaxdesk.domain.outcomes import Conclusion
from vaxdesk.domain.payloads import Screen
from vaxdesk.domain.views import PersonView, StationView
from vaxdesk.words import say_in

_GROUPS = frozenset(str(number) for number in range(1, 17))  # QĐ 3355/QĐ-BYT
_PRESSURE = {"sys": "dia", "usual_sys": "usual_dia"}


def blank(form: Form, *, station: StationView, printed_at: str = "", language: str = "vi") -> ScreeningContents:
    """The form with nobody on it."""
    return ScreeningContents(
        station=station,
        title=form.title.said(language),
        basis=form.decision,
        questions=tuple(_question(one, None, language) for one in form.question),
        conclusions=_conclusions(form, (), language),
        consent=Consent(agree=form.consent.agree.said(language), refuse=form.consent.refuse.said(language)),
        vitals=_vitals(form, {}, language),
        footnotes=tuple(f"{one.mark} {one.said(language)}" for one in form.footnote),
        child=form.consent.by_guardian,
        printed_at=printed_at,
    )


class Filling(msgspec.Struct, frozen=True, kw_only=True):
    """What is known beside the person; times ISO.

    `screen` None leaves the boxes empty, to be ticked by hand. `age` in completed years, None when not known, decides
    with `product` which rule is ticked. `code` is the text of the QR, `code_text` the same for typing.
    """

    station: StationView
    screen: Screen | None = None
    prior: tuple[PriorDose, ...] = ()
    age: int | None = None
    product: str = ""
    screened_at: str = ""
    code: str = ""
    code_text: str = ""
    printed_at: str = ""


def filled(form: Form, person: PersonView, known: Filling, *, language: str = "vi") -> ScreeningContents:
    """The form with a person's facts and, if there was one, their screening."""
    screen = known.screen
    return ScreeningContents(
        station=known.station,
        title=form.title.said(language),
        basis=form.decision,
        questions=tuple(_question(one, screen, language) for one in form.question),
        conclusions=_conclusions(form, _held(form, person, known), language),
        consent=_consent(form, person, screen, language),
        vitals=_vitals(form, screen.vitals if screen else {}, language),
        footnotes=tuple(f"{one.mark} {one.said(language)}" for one in form.footnote),
        child=form.consent.by_guardian,
        name=person.name,
        dob=person.dob,
        sex=person.sex,
        document=person.doc or person.old_doc,
        phone=person.tel,
        job=person.job,
        work=person.work,
        address=person.address,
        prior=known.prior,
        remark=_remark(screen, language),
        screened_at=known.screened_at,
        screened_by=screen.doctor if screen else "",
        code=known.code,
        code_text=known.code_text,
        printed_at=known.printed_at,
    )


def _question(one: FormQuestion, screen: Screen | None, language: str) -> Question:
    answer = screen.answers.get(one.code) if screen else None
    label = one.input_label.said(language) if one.input_label else ""
    note = screen.notes.get(one.code, "") if screen else ""
    if screen and one.input is Input.WEEKS and answer:
        note = str(screen.weeks or "")
    if one.input is Input.DATE:
        note = day(note)
    text = f"{one.said(language)} {one.mark}" if one.mark else one.said(language)
    return Question(no=one.code, text=text, answer=answer, note_label=label, note=note)


def _conclusions(form: Form, ticked: tuple[str, ...], language: str) -> tuple[Choice, ...]:
    """Eligible first, as the printed forms have it."""
    rules = sorted(form.rule, key=lambda rule: rule.conclusion is not Conclusion.ELIGIBLE)
    return tuple(Choice(text=rule.said(language), ticked=rule.id in ticked) for rule in rules)


def _held(form: Form, person: PersonView, known: Filling) -> tuple[str, ...]:
    """The rules behind the conclusion decided; where the doctor left the rules, the line that says so."""
    screen = known.screen
    if screen is None:
        return ()
    applying = screening.assess(form, screen, age=known.age, sex=person.sex, product=known.product).rules
    decided = [rule for rule in form.rule if rule.conclusion == screen.conclusion]
    by_rule = tuple(rule.id for rule in decided if rule.id in applying)
    plain = (rule.id for rule in decided if not rule.products and not rule.doctor_decides)
    return by_rule or tuple(plain)[:1]


def _consent(form: Form, person: PersonView, screen: Screen | None, language: str) -> Consent:
    return Consent(
        agree=form.consent.agree.said(language),
        refuse=form.consent.refuse.said(language),
        given=True if screen and screen.consent else None,
        group=say_in(language, f"person.group.{person.grp}") if person.grp in _GROUPS else "",
        by=(screen.consent_by if screen else "") or person.guardian,
        phone=person.guardian_tel,
    )


def _vitals(form: Form, values: Mapping[str, float], language: str) -> tuple[Vital, ...]:
    """One line a sign, the two pressures together; the usual pressures only where they were written down."""
    codes = {vital.code: vital.decimals for vital in form.vital}
    found = []
    for code, decimals in codes.items():
        if code in _PRESSURE.values() or (code == "usual_sys" and code not in values):
            continue
        second = _PRESSURE.get(code, "")
        written = [_figure(values[one], decimals, language) for one in (code, second) if one in values]
        label = f"printing.vital.{code}" if second else f"clinical.vital.{code}"
        unit = say_in(language, f"clinical.unit.{code}")
        found.append(Vital(label=say_in(language, label), value="/".join(written), unit=unit))
    return tuple(found)


def _figure(value: float, decimals: int, language: str) -> str:
    text = f"{value:.{decimals}f}"
    return text.replace(".", ",") if language == "vi" else text


def _remark(screen: Screen | None, language: str) -> str:
    if screen is None:
        return ""
    until = say_in(language, "printing.until", day=day(screen.until)) if screen.until else ""
    return "; ".join(part for part in (screen.why, until) if part)
