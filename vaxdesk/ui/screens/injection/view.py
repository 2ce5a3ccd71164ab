"""The injection table: who waits at the left, the person at the table at the right."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent

from vaxdesk.ui.asking import ask_decline, ask_undo
from vaxdesk.ui.kit.empty import Empty
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.saying import answer_text
from vaxdesk.ui.screen import Change, Keys, ScreenWidget
from vaxdesk.ui.screens.injection.close_dialog import CloseDialog
from vaxdesk.ui.screens.injection.lot_dialog import LotDialog
from vaxdesk.ui.screens.injection.model import InjectionModel
from vaxdesk.ui.screens.injection.state import InjectionState
from vaxdesk.ui.screens.injection.table_view import TableView
from vaxdesk.ui.work_queue import WorkQueue
from vaxdesk.words import say

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NOBODY = ("", False, "")
_TICK_MS = 20_000  # clocks of open vials show minutes


class InjectionView(ScreenWidget):
    """Shows an InjectionState."""

    keys = (Keys("↵", "injection.keys.main"), Keys("Alt ↑ ↓", "injection.keys.queue"))
    concerns = frozenset((Change.VISITS, Change.PEOPLE, Change.STOCK, Change.DAY, Change.SYNC, Change.USERS))

    def __init__(self, model: InjectionModel) -> None:
        super().__init__(finds=model.finder, look_again=model.look_again)
        self._model = model
        self.queue = WorkQueue(title="injection.queue", empty="injection.queue_empty")
        self.table = TableView()
        self._empty = Empty("injection", say("injection.nobody"), say("injection.nobody_hint"))
        self._right = self.queue.stand_beside(self, self._empty, self.table)
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK_MS)
        self._clock.timeout.connect(model.tick)
        self._stood = _NOBODY
        self._wire(model)
        self.show_state(model.state)

    def show_state(self, state: InjectionState) -> None:
        """Everything shown follows from the state."""
        self.queue.show_people(state)
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.isAutoRepeat():
            self._model.go_on()
        else:
            super().keyPressEvent(event)

    def _wire(self, model: InjectionModel) -> None:
        model.changed.connect(self.show_state)
        model.turn.undo_wanted.connect(self._ask_undo)
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
        model.box_unknown.connect(self._ask_lot)
        table.vaccine.close_wanted.connect(self._ask_close)

    def _ask_lot(self, seen: Any = None) -> None:
        """Ask for a lot; `seen` is what a scanned box says of it."""
        sheet = self._model.state.sheet
        if sheet is None:
            return
        gtin = seen.box.gtin if seen else ""
        product = (seen.product if seen else "") or sheet.product
        stock, today = sheet.stock, self._model.state.today
        ask = LotDialog(self, stock.products, product=product, today=today, fridge_days=stock.fridge_days)
        if seen:
            ask.fill(number=seen.box.lot, expiry=seen.box.expiry, doses=seen.doses_per_vial)
        ask.agreed.connect(
            lambda product, number, expiry, doses, thawed: self._model.add_lot(
                product=product, number=number, expiry=expiry, doses_per_vial=doses, thawed=thawed, gtin=gtin
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
        ask_decline(
            self,
            self._model.decline,
            title=say("injection.decline.title", name=sheet.person.name),
            text=say("injection.decline.text"),
            agree=say("injection.decline.agree"),
        )

    def _ask_undo(self, entry: str, name: str) -> None:
        then, title = partial(self._model.turn.undo, entry), say("injection.undo.title", name=name)
        ask_undo(self, then, title=title, text=say("injection.undo.text"), tone=Tone.HARM)
