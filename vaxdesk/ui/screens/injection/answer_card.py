"""The schedule's answer as one clear card: due, too early until a day, or refused and why."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal

from vaxdesk.domain.limits import TooEarly
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.schedule import Due
from vaxdesk.domain.step_views import InjectionSheet
from vaxdesk.ui import written
from vaxdesk.ui.kit.buttons import Button
from vaxdesk.ui.kit.cards import Card, column
from vaxdesk.ui.kit.labels import Label, Picture, Role
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.saying import answer_text, due_text
from vaxdesk.ui.screens.injection.state import InjectionState
from vaxdesk.words import say

_NEXT = {  # where a refusal is mended
    Refusal.NOT_RECEIVED: "reception",
    Refusal.NOT_SCREENED: "screening",
    Refusal.CONCLUSION_UNKNOWN: "screening",
    Refusal.CONSENT_MISSING: "screening",
    Refusal.ALREADY_INJECTED: "observation",
}


class AnswerCard(Card):
    """Green with the dose, amber with a day, red with a reason, and the way on."""

    elsewhere = Signal(str)
    undo_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(margin=12)
        self._picture = Picture("hourglass", Tone.NEUTRAL, size=34)
        self._big, self._small = Label("", Role.TITLE), Label("", Role.BODY)
        self._undo = Button(say("injection.undo.button"), icon="undo")
        self._undo.clicked.connect(self.undo_wanted)
        self._go = Button("", icon="arrow-right")
        self._target, self._judged = "", False
        self._go.clicked.connect(lambda: self.elsewhere.emit(self._target))
        line = self.add_row(self._picture, stretch_last=True)
        line.setSpacing(14)
        line.addLayout(column(self._big, self._small, spacing=0), 1)
        line.addWidget(self._undo)
        line.addWidget(self._go)

    def show_state(self, state: InjectionState, *, product: Callable[[str], str]) -> None:
        """Show what stands."""
        against, sheet = state.against, state.sheet
        reason = against.reason if isinstance(against, Refused) else None
        self._undo.setVisible(reason is Refusal.ALREADY_INJECTED)
        self._judged = sheet is not None and against is not None and against is sheet.judged
        self._target = "screening" if self._judged else _NEXT.get(reason, "") if reason else ""
        self._go.setVisible(bool(self._target))
        if self._target:
            self._go.set_words(say(f"shell.screens.{self._target}"))
        if against is not None:
            self._show_against(against, product)
        elif sheet is not None and isinstance(sheet.judged, Due):
            small = say("injection.overall", no=sheet.judged.overall_no, source=_source(sheet))
            self._show(Tone.OK, "check-circle", due_text(sheet.judged, product(sheet.product)), small)
        else:
            self._show(Tone.NEUTRAL, "vial", say("injection.no_vaccine"), say("injection.no_vaccine_hint"))

    def _show_against(self, against: Refused | TooEarly, product: Callable[[str], str]) -> None:
        if isinstance(against, Refused):
            text = answer_text(against, product=product)
            self._show(Tone.HARM, "ban", say("injection.refused"), self._and_then(text))
            return
        until, from_ = written.day(against.until), written.day(against.recommended_from)
        later = say("injection.recommended", day=from_) if from_ != until else ""
        small = " ".join(part for part in (say(f"clinical.cause.{against.cause.value}"), later) if part)
        self._show(Tone.WAIT, "calendar", say("injection.too_early", day=until), self._and_then(small))

    def _and_then(self, why: str) -> str:
        """Where no vaccine at hand is due, the visit has to end somehow: a doctor defers it."""
        return f"{why}\n{say('injection.not_today')}" if self._judged else why

    def _show(self, tone: Tone, picture: str, big: str, small: str) -> None:
        self.set_ground("plain" if tone is Tone.NEUTRAL else tone.value)
        self._picture.show_icon(picture, tone)
        self._big.setText(big)
        self._small.setText(small)


def _source(sheet: InjectionSheet) -> str:
    """Which vial the dose comes from."""
    if sheet.vial is not None:
        return say("injection.from_vial", no=sheet.vial.no, lot=sheet.vial.lot.number)
    return say("injection.from_lot", lot=sheet.lot.number) if sheet.lot else say("injection.no_source")
