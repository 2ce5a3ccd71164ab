"""One person's sheet: who it is, earlier doses, the form, vital signs, conclusion, consent, and the buttons."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.domain.outcomes import Conclusion, Stage
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.step_views import ScreeningSheet
from vaxdesk.ui import theme
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card, bare
from vaxdesk.ui.kit.chips import ChipFace, stage_face
from vaxdesk.ui.kit.labels import Elided, Label, Picture, Role
from vaxdesk.ui.kit.page import scrolling
from vaxdesk.ui.kit.person_card import PersonStrip
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.saying import dose_line
from vaxdesk.ui.screens.screening.consent import ConsentCard
from vaxdesk.ui.screens.screening.questions import QuestionList
from vaxdesk.ui.screens.screening.state import CONSENT, GUARDIAN, SAVE, ScreeningState
from vaxdesk.ui.screens.screening.verdict_card import VerdictCard
from vaxdesk.ui.screens.screening.vitals_card import VitalsCard
from vaxdesk.words import say

_SIDE, _LETTERS = 200, 6  # width of the right side: so much, and so many heights of its letters
_NEXT = {  # where a refusal is mended
    Refusal.NOT_RECEIVED: "reception",
    Refusal.ALREADY_INJECTED: "observation",
}


class SheetView(QWidget):
    """Everything about the person shown."""

    elsewhere = Signal(str)  # key of the screen where the refusal is mended

    def __init__(self) -> None:
        super().__init__()
        self.strip, self._doses = PersonStrip(), Elided("", Role.SMALL)
        self.questions, self.vitals = QuestionList(), VitalsCard()
        self.verdict, self.consent = VerdictCard(), ConsentCard()
        self.all_no = Button(say("screening.all_no"), Kind.PLAIN, icon="check")
        self.save = Button(say("screening.save"), Kind.PRIMARY, keys="Ctrl+Return", large=True)
        self.decline = Button(say("screening.decline.button"), Kind.QUIET, icon="hand")
        self.undo = Button(say("screening.undo.button"), Kind.PLAIN, icon="undo")
        self._go = Button("", Kind.PLAIN, icon="arrow-right")
        self._refused, self._why = Card(ground="wait", margin=12), Label("")
        self._target = ""
        self._go.clicked.connect(lambda: self.elsewhere.emit(self._target))
        self._wanted = ""
        self._stops: tuple[QWidget, ...] = ()
        self._lay_out()

    def show_state(self, state: ScreeningState, *, product: Callable[[str], str]) -> None:
        """Show a sheet; `product` names a product by its code."""
        sheet = state.sheet
        if sheet is None or state.assessed is None:
            return
        self.strip.show_person(sheet.person, today=state.today, faces=_faces(sheet))
        doses = " · ".join(dose_line(one, product=product) for one in sheet.doses)
        self._doses.setText(say("screening.doses", doses=doses) if doses else say("screening.no_doses"))
        for part in (self.questions, self.vitals, self.verdict, self.consent):
            part.show_state(state)
        self._chain()
        self._show_refusal(state, product)
        is_open = state.closed is None
        self.all_no.setEnabled(is_open)
        self.save.setEnabled(is_open and not state.busy)
        self.save.setVisible(is_open)
        self.decline.setVisible(is_open)
        self.save.set_words(_main_words(state))

    def give_cursor(self, place: str) -> None:
        """Put the cursor on a question, a vital sign, the consent or the main button, once all is laid out."""
        self._wanted = place
        QTimer.singleShot(0, self, self._focus)
        self._focus()

    def _focus(self) -> None:
        wanted, at = self._wanted, {CONSENT: self.consent.box, GUARDIAN: self.consent.name.line, SAVE: self.save}
        target = self.vitals.place(wanted) or self.questions.place(wanted) or at.get(wanted) or self.verdict.other
        if target and target.isVisibleTo(self):
            target.setFocus()
        if self.vitals.place(wanted):
            self.questions.to_top()

    def _chain(self) -> None:
        """Tab follows the work. Fields and questions are built per form, and Qt puts what is new behind everything."""
        right = (self.verdict.other, self.consent.box, self.consent.name.line, self.save, self.decline)
        stops = (*self.vitals.stops(), self.all_no, *self.questions.stops(), *right)
        if stops != self._stops:
            self._stops = stops
            for before, after in pairwise(stops):
                QWidget.setTabOrder(before, after)

    def _lay_out(self) -> None:
        form = QVBoxLayout()
        form.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(self._doses, 1)
        head.addWidget(self.all_no)
        form.addLayout(head)
        form.addWidget(self.questions, 1)
        work = QHBoxLayout()
        work.setSpacing(12)
        work.addLayout(form, 1)
        work.addWidget(self._side())
        layout = bare(QVBoxLayout(self))
        layout.setSpacing(8)
        layout.addWidget(self.strip)
        layout.addWidget(self._refused)
        layout.addLayout(work, 1)
        line = self._refused.add_row(Picture("info", Tone.WAIT), self._why, self.undo, self._go, stretch_last=True)
        line.setStretch(1, 1)

    def _side(self) -> QWidget:
        upper = QWidget()
        cards = bare(QVBoxLayout(upper))
        cards.setSpacing(8)
        cards.addWidget(self.vitals)
        cards.addStretch(1)
        side = QWidget()
        side.setFixedWidth(_SIDE + _LETTERS * theme.px("strong"))
        column = bare(QVBoxLayout(side))
        column.setSpacing(8)
        column.addWidget(scrolling(upper), 1)
        for widget in (self.verdict, self.consent, self.save, self.decline):
            column.addWidget(widget)
        return side

    def _show_refusal(self, state: ScreeningState, product: Callable[[str], str]) -> None:
        refused: Refused | None = state.refused or state.closed
        self._refused.setVisible(refused is not None)
        if refused is None or state.sheet is None:
            return
        self._why.setText(refusal_text(refused, product=product))
        self.undo.setVisible(refused.reason is Refusal.ALREADY_SCREENED)
        self._target = _NEXT.get(refused.reason, "")
        self._go.setVisible(bool(self._target))
        if self._target:
            self._go.set_words(say(f"shell.screens.{self._target}"))


def _faces(sheet: ScreeningSheet) -> tuple[ChipFace, ...]:
    """The form, the number of the slip, and where the person stands if not here."""
    faces = [ChipFace(sheet.form.decision, Tone.NEUTRAL, "paper")]
    if sheet.visit.no:
        faces.append(ChipFace(say("screening.number", no=sheet.visit.no), Tone.ACCENT, "user"))
    if sheet.visit.stage is not Stage.RECEIVED:
        faces.append(stage_face(sheet.visit.stage, sheet.visit.outcome))
    return tuple(faces)


def _main_words(state: ScreeningState) -> str:
    """What saving does: the person goes on to the injection, or ends the day here."""
    ends = state.conclusion in (Conclusion.DEFER, Conclusion.REFER, Conclusion.CONTRAINDICATED)
    return say("screening.save_end" if ends else "screening.save")
