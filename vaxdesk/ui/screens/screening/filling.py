"""The form as it is filled: how it begins, each key, and what it amounts to after each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from PySide6.QtCore import Signal

from vaxdesk.domain import screening
from vaxdesk.domain.payloads import Screen
from vaxdesk.domain.step_views import ScreeningSheet
from vaxdesk.ui.saying import figure
from vaxdesk.ui.screens.screening.state import GUARDIAN, SAVE, ScreeningState
from vaxdesk.ui.screens.screening.typed import measured
from vaxdesk.ui.state_model import StateModel


def begun(sheet: ScreeningSheet, today: str) -> Screen:
    """An empty form; no answer is assumed, only the guardian's name is taken over from the record.

    Of somebody who was screened already it is the form as it was saved.
    """
    kept = sheet.visit.screen
    if kept is not None and kept.data.get("form") == sheet.form.id:
        return msgspec.convert(kept.data, Screen)
    by = sheet.person.guardian if sheet.form.consent.by_guardian else ""
    return Screen(day=today, form=sheet.form.id, answers={}, consent_by=by)


def filled(sheet: ScreeningSheet, draft: Screen, typed: Mapping[str, str]) -> dict[str, Any]:
    """What follows from a form, as fields of the state: measured values, conclusion, what is missing."""
    values = {vital.code: measured(vital, typed.get(vital.code, "")) for vital in sheet.form.vital}
    known = {code: value for code, value in values.items() if value is not None}
    draft = msgspec.structs.replace(draft, vitals=known)
    who = {"age": sheet.age, "sex": sheet.person.sex, "product": sheet.product}
    return {
        "draft": draft,
        "assessed": screening.assess(sheet.form, draft, **who),
        "missing": screening.gaps(sheet.form, draft, **who),
    }


def typed_of(sheet: ScreeningSheet, screen: Screen) -> dict[str, str]:
    """Measured values as text."""
    decimals = {vital.code: vital.decimals for vital in sheet.form.vital}
    return {code: figure(value, decimals[code]) for code, value in screen.vitals.items() if code in decimals}


def first_place(sheet: ScreeningSheet) -> str:
    """Where filling begins: the vital sign that everybody has measured, else the first question."""
    return next((vital.code for vital in sheet.form.vital if vital.always), sheet.form.question[0].code)


class FillingModel(StateModel[ScreeningState]):
    """The intents of filling. `wanted(place)` asks the view for the cursor."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(ScreeningState())

    def answer(self, code: str, said: str) -> None:
        """A question was answered `yes` or `no`, or its answer taken back with an empty text."""
        answers = {key: value for key, value in self.state.draft.answers.items() if key != code}
        if said:
            answers[code] = said == "yes"
        self._fill(answers=answers)

    def all_no(self) -> None:
        """Every question without an answer is answered NO; the cursor goes to what is still missing."""
        if self.state.assessed and not self.state.closed:
            rest = dict.fromkeys(self.state.assessed.asked, False)
            self._fill(answers=rest | self.state.draft.answers)
            self.go_on()

    def note(self, code: str, text: str) -> None:
        """What is written beside a YES."""
        self._fill(notes=self.state.draft.notes | {code: text})

    def measure(self, code: str, text: str) -> None:
        """A vital sign is being typed."""
        self.become(typed=self.state.typed | {code: text}, settled=self.state.settled - {code})
        self._fill()

    def settle(self, code: str) -> None:
        """Typing of a field has ended."""
        sheet, text = self.state.sheet, self.state.typed.get(code, "")
        if sheet and text:
            tidy = typed_of(sheet, self.state.draft).get(code, text)
            self.become(settled=self.state.settled | {code}, typed=self.state.typed | {code: tidy})

    def measured(self, code: str) -> None:
        """A vital sign is finished: what is still to be measured comes before the questions, so that no figure is
        typed into an answer."""
        self.settle(code)
        vitals = {vital.code for vital in self.state.sheet.form.vital} if self.state.sheet else frozenset()
        left = next((gap.code for gap in self.state.missing if gap.code in vitals), "")
        if left:
            self.wanted.emit(left)
        else:
            self.go_on()

    def weeks(self, text: str) -> None:
        """Weeks of pregnancy as typed."""
        self._fill(weeks=int(text) if text.isdigit() else 0)

    def condition(self, code: str, *, on: bool) -> None:
        """A circumstance in which more is measured."""
        self._fill(answers=self.state.draft.answers | {code: on})

    def breastfeeding(self, *, on: bool) -> None:
        """Whether the person breastfeeds."""
        self._fill(breastfeeding=on)

    def consent(self, *, on: bool) -> None:
        """Whether the consent was given and signed; the name of who gave it for a child comes next, if not known."""
        self._fill(consent=on)
        if on and any(gap.code == GUARDIAN for gap in self.state.missing):
            self.wanted.emit(GUARDIAN)

    def guardian(self, name: str) -> None:
        """Who consents for a child."""
        self._fill(consent_by=name)

    def decide(self, conclusion: str, why: str = "", until: str = "") -> None:
        """The doctor's conclusion; an empty one goes back to the rule."""
        self._fill(conclusion=conclusion, why=why, until=until)
        self.go_on()

    def go_on(self) -> None:
        """Put the cursor on what is still missing, or on saving when nothing is."""
        self.wanted.emit(self.state.missing[0].code if self.state.missing else SAVE)

    def _fill(self, **changes: Any) -> None:
        """Replace values of the form and judge it anew."""
        if self.state.sheet and not self.state.closed:
            draft = msgspec.structs.replace(self.state.draft, **changes)
            self.become(**filled(self.state.sheet, draft, self.state.typed))
