"""The screening desk: who waits at the left, the form in the middle, vital signs and conclusion at the right."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from vaxdesk.domain.outcomes import Conclusion
from vaxdesk.ui.asking import ask_decline, ask_undo
from vaxdesk.ui.kit.empty import Empty
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screen import Change, Keys, ScreenWidget
from vaxdesk.ui.screens.screening.model import ScreeningModel
from vaxdesk.ui.screens.screening.override import Override
from vaxdesk.ui.screens.screening.sheet_view import SheetView
from vaxdesk.ui.screens.screening.state import ScreeningState
from vaxdesk.ui.work_queue import WorkQueue
from vaxdesk.words import say

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ScreeningView(ScreenWidget):
    """Shows a ScreeningState."""

    keys = (
        Keys("1 / 0", "screening.keys.answer"),
        Keys("−", "screening.keys.all_no"),
        Keys("↵", "screening.keys.on"),
        Keys("Alt ↑ ↓", "screening.keys.queue"),
    )
    concerns = frozenset((Change.VISITS, Change.PEOPLE, Change.DAY, Change.STOCK))

    def __init__(self, model: ScreeningModel) -> None:
        super().__init__(finds=model.finder, look_again=model.look_again)
        self._model = model
        self.queue = WorkQueue(title="screening.queue", empty="screening.queue_empty")
        self.sheet = SheetView()
        self._empty = Empty("screening", say("screening.nobody"), say("screening.nobody_hint"))
        self._right = self.queue.stand_beside(self, self._empty, self.sheet)
        self._wire(model)
        self.show_state(model.state)

    def show_state(self, state: ScreeningState) -> None:
        """Everything shown follows from the state."""
        self.queue.show_people(state)
        if state.sheet is None:
            self._right.setCurrentWidget(self._empty)
            self._say_nobody(state)
            return
        self.sheet.show_state(state, product=self._model.name_of)
        self._right.setCurrentWidget(self.sheet)

    def activate(self, subject: object | None = None) -> None:
        self._model.open(str(subject or ""))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() == "-":
            self._model.all_no()
        elif event.key() in _ENTER and not event.isAutoRepeat():
            self._model.save()
        else:
            super().keyPressEvent(event)

    def _wire(self, model: ScreeningModel) -> None:
        model.changed.connect(self.show_state)
        model.wanted.connect(self.sheet.give_cursor)
        model.turn.undo_wanted.connect(self._ask_undo)
        self.queue.picked.connect(model.pick)
        sheet = self.sheet
        sheet.questions.answered.connect(model.answer)
        sheet.questions.noted.connect(model.note)
        sheet.questions.weeks.connect(model.weeks)
        sheet.questions.finished.connect(model.go_on)
        sheet.all_no.clicked.connect(model.all_no)
        sheet.vitals.typed.connect(model.measure)
        sheet.vitals.ended.connect(model.settle)
        sheet.vitals.finished.connect(model.measured)
        sheet.vitals.ticked.connect(lambda code, on: model.condition(code, on=on))
        sheet.vitals.breastfeeding.connect(lambda on: model.breastfeeding(on=on))
        sheet.vitals.no_key.connect(model.all_no)
        sheet.verdict.other_wanted.connect(self._ask_other)
        sheet.consent.agreed.connect(lambda on: model.consent(on=on))
        sheet.consent.named.connect(model.guardian)
        sheet.consent.entered.connect(model.save)
        sheet.save.clicked.connect(model.save)
        sheet.decline.clicked.connect(self._ask_decline)
        sheet.undo.clicked.connect(model.undo_screening)
        sheet.elsewhere.connect(model.send_to)

    def _say_nobody(self, state: ScreeningState) -> None:
        if state.refused is not None:
            refused = refusal_text(state.refused, product=self._model.name_of)
            self._empty.set_words(refused, say("screening.refused_hint"))
        else:
            self._empty.set_words(say("screening.nobody"), say("screening.nobody_hint"))

    def _ask_other(self) -> None:
        state = self._model.state
        if state.assessed is None:
            return
        every = list(Conclusion)
        free = every[every.index(state.assessed.least) :] if state.assessed.doctor_decides else ()
        ask = Override(
            self,
            proposed="" if state.assessed.doctor_decides else state.assessed.conclusion.value,
            chosen=state.conclusion,
            free=frozenset(one.value for one in free),
        )
        ask.agreed.connect(self._model.decide)
        ask.open()

    def _ask_decline(self) -> None:
        sheet = self._model.state.sheet
        if sheet is None:
            return
        ask_decline(
            self,
            self._model.decline,
            title=say("screening.decline.title", name=sheet.person.name),
            text=say("screening.decline.text"),
            agree=say("screening.decline.agree"),
        )

    def _ask_undo(self, entry: str, name: str) -> None:
        then, title = partial(self._model.turn.undo, entry), say("screening.undo.title", name=name)
        ask_undo(self, then, title=title, text=say("screening.undo.text"), measured=True, tone=Tone.HARM)
