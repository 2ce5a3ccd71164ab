"""The screening desk: who waits at the left, the form in the middle, vital signs and conclusion at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from vaxdesk.domain.outcomes import Conclusion
from vaxdesk.domain.picklists import DeclineReason, UndoReason
from vaxdesk.ui import queue_rows, reasons
from vaxdesk.ui.kit.confirm import Confirm
from vaxdesk.ui.kit.empty import Empty
from vaxdesk.ui.kit.queue_list import QueueList
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screen import Change, Keys, RawScan, ScreenWidget
from vaxdesk.ui.screens.screening.model import ScreeningModel
from vaxdesk.ui.screens.screening.override import Override
from vaxdesk.ui.screens.screening.sheet_view import SheetView
from vaxdesk.ui.screens.screening.state import ScreeningState
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

    def __init__(self, model: ScreeningModel) -> None:
        super().__init__()
        self.setObjectName("page")
        self._model = model
        self.queue = QueueList()
        self.sheet = SheetView()
        self._empty = Empty("screening", say("screening.nobody"), say("screening.nobody_hint"))
        self._right = QStackedWidget()
        for page in (self._empty, self.sheet):
            self._right.addWidget(page)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 14)
        layout.setSpacing(14)
        layout.addWidget(self.queue)
        layout.addWidget(self._right, 1)
        self._wire(model)
        self.show_state(model.state)

    def show_state(self, state: ScreeningState) -> None:
        """Everything shown follows from the state."""
        self._show_people(state)
        if state.sheet is None:
            self._right.setCurrentWidget(self._empty)
            self._say_nobody(state)
            return
        self.sheet.show_state(state, product=self._model.name_of)
        self._right.setCurrentWidget(self.sheet)

    def activate(self, subject: object | None = None) -> None:
        self._model.open(str(subject or ""))

    def refresh(self, kinds: frozenset[Change]) -> None:
        if kinds & {Change.VISITS, Change.PEOPLE, Change.DAY, Change.STOCK}:
            self._model.look_again()

    def accept_scan(self, scan: RawScan) -> bool:
        self._model.finder.scanned(scan)
        return True

    def search(self, text: str) -> bool:
        self._model.finder.searched(text)
        return True

    def submit(self, text: str) -> bool:
        self._model.finder.submit(text)
        return True

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
        model.undo_wanted.connect(self._ask_undo)
        self.queue.picked.connect(model.pick)
        sheet = self.sheet
        sheet.questions.answered.connect(model.answer)
        sheet.questions.noted.connect(model.note)
        sheet.questions.weeks.connect(model.weeks)
        sheet.questions.finished.connect(model.go_on)
        sheet.all_no.clicked.connect(model.all_no)
        sheet.vitals.typed.connect(model.measure)
        sheet.vitals.ended.connect(model.settle)
        sheet.vitals.finished.connect(self._measured)
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
        for keys, step in (("Alt+Down", 1), ("Alt+Up", -1)):
            shortcut = QShortcut(keys, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda step=step: self._step(step))

    def _step(self, step: int) -> None:
        key = self.queue.neighbour(step)
        if key:
            self._model.pick(key)

    def _measured(self, code: str) -> None:
        self._model.settle(code)
        self._model.go_on()

    def _show_people(self, state: ScreeningState) -> None:
        if state.found is not None:
            rows, title = queue_rows.found(state.found), say("finding.results")
        else:
            rows = queue_rows.waiting(state.waiting)
            title = say("screening.queue", n=len(rows))
        self.queue.show_rows(title, rows, current=state.person, empty=say("screening.queue_empty"))

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
        ask.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        ask.agreed.connect(self._model.decide)
        ask.open()

    def _ask_decline(self) -> None:
        sheet = self._model.state.sheet
        if sheet is None:
            return
        ask = Confirm(
            self,
            say("screening.decline.title", name=sheet.person.name),
            text=say("screening.decline.text"),
            agree=say("screening.decline.agree"),
            reasons=reasons.options(DeclineReason),
        )
        ask.agreed.connect(lambda reason, note: self._model.decline(reasons.kept(reason, note)))
        ask.open()

    def _ask_undo(self, entry: str, name: str) -> None:
        ask = Confirm(
            self,
            say("screening.undo.title", name=name),
            text=say("screening.undo.text"),
            agree=say("kit.undo"),
            reasons=reasons.options(UndoReason),
            tone=Tone.HARM,
        )
        ask.agreed.connect(lambda reason, note: self._model.undo(entry, reasons.kept(reason, note)))
        ask.open()
