"""The injection table: who waits at the left, the person at the table at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from vaxdesk.domain.picklists import DeclineReason, UndoReason
from vaxdesk.ui import queue_rows, reasons
from vaxdesk.ui.kit.confirm import Confirm
from vaxdesk.ui.kit.empty import Empty
from vaxdesk.ui.kit.queue_list import QueueList
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.saying import answer_text
from vaxdesk.ui.screen import Change, Keys, RawScan, ScreenWidget
from vaxdesk.ui.screens.injection.close_dialog import CloseDialog
from vaxdesk.ui.screens.injection.lot_dialog import LotDialog
from vaxdesk.ui.screens.injection.model import InjectionModel
from vaxdesk.ui.screens.injection.state import InjectionState
from vaxdesk.ui.screens.injection.table_view import TableView
from vaxdesk.words import say

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NOBODY = ("", False, "")
_TICK_MS = 20_000  # clocks of open vials show minutes


class InjectionView(ScreenWidget):
    """Shows an InjectionState."""

    keys = (Keys("↵", "injection.keys.main"), Keys("Alt ↑ ↓", "injection.keys.queue"))

    def __init__(self, model: InjectionModel) -> None:
        super().__init__()
        self.setObjectName("page")
        self._model = model
        self.queue, self.table = QueueList(), TableView()
        self._empty = Empty("injection", say("injection.nobody"), say("injection.nobody_hint"))
        self._right = QStackedWidget()
        for page in (self._empty, self.table):
            self._right.addWidget(page)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 14)
        layout.setSpacing(14)
        layout.addWidget(self.queue)
        layout.addWidget(self._right, 1)
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK_MS)
        self._clock.timeout.connect(model.tick)
        self._stood = _NOBODY
        self._wire(model)
        self.show_state(model.state)

    def show_state(self, state: InjectionState) -> None:
        """Everything shown follows from the state."""
        self._show_people(state)
        if state.sheet is None:
            self._stood = _NOBODY
            self._right.setCurrentWidget(self._empty)
            refused = answer_text(state.refused, product=self._model.name_of) if state.refused else ""
            self._empty.set_words(refused or say("injection.nobody"), say("injection.nobody_hint"))
            return
        self.table.show_state(state, product=self._model.name_of)
        self._right.setCurrentWidget(self.table)
        source = state.sheet.vial or state.sheet.lot
        stands = (state.person, state.met, source.id if source else "")
        if stands != self._stood and not state.busy:
            self._stood = stands
            self.table.main.setFocus()

    def activate(self, subject: object | None = None) -> None:
        self._clock.start()
        self._model.open(str(subject or ""))
        self.table.main.setFocus()

    def leave(self) -> None:
        self._clock.stop()

    def refresh(self, kinds: frozenset[Change]) -> None:
        if kinds & {Change.VISITS, Change.PEOPLE, Change.STOCK, Change.DAY, Change.SYNC, Change.USERS}:
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
        if event.key() in _ENTER and not event.isAutoRepeat():
            self._model.go_on()
        else:
            super().keyPressEvent(event)

    def _wire(self, model: InjectionModel) -> None:
        model.changed.connect(self.show_state)
        model.undo_wanted.connect(self._ask_undo)
        model.reason_wanted.connect(lambda: self.table.notes.reason.setFocus())
        self.queue.picked.connect(model.meet)
        table = self.table
        table.main.clicked.connect(model.go_on)
        table.decline.clicked.connect(self._ask_decline)
        table.elsewhere.connect(model.send_to)
        table.answer.undo_wanted.connect(model.undo_dose)
        table.notes.picked.connect(lambda value: model.explain(reason=value))
        table.notes.noted.connect(lambda value: model.explain(note=value))
        table.notes.entered.connect(model.go_on)
        table.handling.changed.connect(lambda name, value: model.handle(**{name: value}))
        table.vaccine.vial_chosen.connect(lambda ref: model.choose(vial=ref))
        table.vaccine.lot_chosen.connect(lambda ref: model.choose(lot=ref))
        table.vaccine.opened.connect(model.open_vial)
        table.vaccine.lot_wanted.connect(self._ask_lot)
        table.vaccine.close_wanted.connect(self._ask_close)
        for keys, step in (("Alt+Down", 1), ("Alt+Up", -1)):
            shortcut = QShortcut(keys, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda step=step: self._step(step))

    def _step(self, step: int) -> None:
        key = self.queue.neighbour(step)
        if key:
            self._model.meet(key)

    def _show_people(self, state: InjectionState) -> None:
        if state.found is not None:
            rows, title = queue_rows.found(state.found), say("finding.results")
        else:
            rows = queue_rows.waiting(state.waiting)
            title = say("injection.queue", n=len(rows))
        self.queue.show_rows(title, rows, current=state.person, empty=say("injection.queue_empty"))

    def _ask_lot(self) -> None:
        sheet = self._model.state.sheet
        if sheet is None:
            return
        ask = LotDialog(self, sheet.stock.products, product=sheet.product, today=self._model.state.today)
        ask.agreed.connect(
            lambda product, number, expiry, doses: self._model.add_lot(
                product=product, number=number, expiry=expiry, doses_per_vial=doses
            )
        )
        ask.open()

    def _ask_close(self, ref: str) -> None:
        state = self._model.state
        vial = next((one for one in state.sheet.stock.vials if one.id == ref), None) if state.sheet else None
        if vial is None or state.sheet is None:
            return
        ask = CloseDialog(self, vial, over=state.sheet.stock.closes.get(ref, 0) <= state.now)
        ask.agreed.connect(lambda wasted, why: self._model.close_vial(ref, wasted=wasted, why=why))
        ask.open()

    def _ask_decline(self) -> None:
        sheet = self._model.state.sheet
        if sheet is None:
            return
        ask = Confirm(
            self,
            say("injection.decline.title", name=sheet.person.name),
            text=say("injection.decline.text"),
            agree=say("injection.decline.agree"),
            reasons=reasons.options(DeclineReason),
        )
        ask.agreed.connect(lambda reason, note: self._model.decline(reasons.kept(reason, note)))
        ask.open()

    def _ask_undo(self, entry: str, name: str) -> None:
        ask = Confirm(
            self,
            say("injection.undo.title", name=name),
            text=say("injection.undo.text"),
            agree=say("kit.undo"),
            reasons=reasons.options(UndoReason),
            tone=Tone.HARM,
        )
        ask.agreed.connect(lambda reason, note: self._model.undo(entry, reasons.kept(reason, note)))
        ask.open()
