"""Temperatures: fridges with their last reading at the left, at the right the form of a new one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.domain.stock.cold import Cabinet, TempState, judge, parse_tenths
from vaxdesk.domain.stock.views import Fridge
from vaxdesk.ui import written
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card, bare, row
from vaxdesk.ui.kit.choice import ChoiceField, Option
from vaxdesk.ui.kit.columns import Column
from vaxdesk.ui.kit.fields import TextField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.page import scrolling
from vaxdesk.ui.kit.rows_model import RowsModel
from vaxdesk.ui.kit.table import Table
from vaxdesk.ui.screens.stock.model import StockModel
from vaxdesk.ui.screens.stock.saying import degrees, temp_face
from vaxdesk.ui.screens.stock.state import StockState
from vaxdesk.words import say

_FORM_WIDTH, _SCROLL = 470, 14


class ColdTab(QWidget):
    """`print_wanted(fridge)`: the month sheet; `undone(reading)`: today's last reading is to be taken back."""

    print_wanted = Signal(str)
    undone = Signal(str)

    def __init__(self, model: StockModel, cabinets: tuple[Cabinet, ...]) -> None:
        super().__init__()
        self._model, self._cabinets = model, cabinets
        columns = _columns()
        self._rows = RowsModel(columns, key=lambda one: one.name)
        self.table = Table(self._rows, columns)
        self.fridge = TextField(say("stock.cold.fridge"), limit=40)
        kinds = tuple(Option(one.key, say(f"stock.cabinet.{one.key}")) for one in cabinets)
        self.cabinet = ChoiceField(say("stock.cold.cabinet"), kinds, columns=1)
        self.cabinet.set_value(cabinets[0].key)
        self.now = TextField(say("stock.cold.now"), limit=8, placeholder="4,5")
        self.low = TextField(say("stock.cold.low"), limit=8)
        self.high = TextField(say("stock.cold.high"), limit=8)
        self.verdict = Label("", Role.STRONG)
        self.did = TextField(say("stock.cold.did"))
        self.note = Button(say("stock.cold.note"), Kind.PRIMARY, icon="check", keys="Ctrl+Return")
        self.undo = Button(say("stock.cold.undo"), Kind.QUIET, icon="undo")
        self.paper = Button(say("stock.cold.print"), Kind.QUIET, icon="paper")
        self._lay_out()
        self._wire()
        self._look()

    def show_state(self, state: StockState) -> None:
        """Show the fridges; the first is proposed."""
        self._rows.set_rows(state.seen.fridges)
        if not self.fridge.value() and state.seen.fridges:
            self._pick(state.seen.fridges[0])
        self._look()

    def current(self) -> Fridge | None:
        """The fridge of the form."""
        return next((one for one in self._model.state.seen.fridges if one.name == self.fridge.value()), None)

    def _lay_out(self) -> None:
        form = Card(margin=14)
        form.setFixedWidth(_FORM_WIDTH)
        form.body.setSpacing(8)
        form.add(self.fridge)
        form.add(self.cabinet)
        form.body.addLayout(row(self.now, self.low, self.high, spacing=12))
        for widget in (self.verdict, self.did, self.note):
            form.add(widget)
        form.add(self.undo)
        form.add(self.paper)
        inside = QWidget()
        right = bare(QVBoxLayout(inside))
        right.addWidget(form)
        right.addStretch(1)
        area = scrolling(inside)
        area.setFixedWidth(_FORM_WIDTH + _SCROLL)
        layout = bare(QHBoxLayout(self))
        layout.setSpacing(16)
        layout.addWidget(self.table, 1)
        layout.addWidget(area)
        self.setFocusProxy(self.now)

    def _wire(self) -> None:
        for field in (self.fridge, self.cabinet, self.now, self.low, self.high, self.did):
            field.edited.connect(self._look)
            field.submitted.connect(self._take)
        self.note.clicked.connect(self._take)
        self.table.picked.connect(lambda one: one and self._pick(one))
        self.paper.clicked.connect(lambda: self.print_wanted.emit(self.fridge.value()))
        self.undo.clicked.connect(self._undo)
        self._model.noted.connect(self._clear)

    def _pick(self, fridge: Fridge) -> None:
        self.fridge.set_value(fridge.name)
        self.cabinet.set_value(fridge.cabinet)
        self._look()

    def _undo(self) -> None:
        fridge = self.current()
        if fridge is not None and fridge.today:
            self.undone.emit(fridge.today[-1].id)

    def _state(self) -> TempState | None:
        """The verdict on what is typed; None while it is no temperature."""
        typed = [one.value() for one in (self.now, self.low, self.high) if one.value()]
        values = [parse_tenths(one) for one in typed]
        if not self.now.value() or None in values:
            return None
        cabinet = next(one for one in self._cabinets if one.key == self.cabinet.value())
        return judge(cabinet, *(one for one in values if one is not None))

    def _look(self, _: str = "") -> None:
        state, fridge = self._state(), self.current()
        wrong = state is not None and state is not TempState.RIGHT
        self.verdict.setText(say(f"stock.cold.do.{state.value}") if state else "")
        self.verdict.setVisible(state is not None)
        self.verdict.set_role(Role.COMPLAINT if wrong else Role.GOOD)
        self.did.setVisible(wrong)
        self.cabinet.setVisible(fridge is None)  # a known one keeps its kind
        ready = state is not None and bool(self.fridge.value()) and (not wrong or bool(self.did.value()))
        self.note.setEnabled(ready and self._model.state.seen.may_keep)
        self.paper.setEnabled(fridge is not None)
        self.undo.setEnabled(fridge is not None and bool(fridge.today))

    def _take(self) -> None:
        if self.note.isEnabled() and self.isVisible():
            self._model.note_temp(
                self.fridge.value(),
                now=self.now.value(),
                low=self.low.value(),
                high=self.high.value(),
                cabinet=self.cabinet.value(),
                did=self.did.value(),
            )

    def _clear(self) -> None:
        for field in (self.now, self.low, self.high, self.did):
            field.set_value("")
        self._look()
        self.now.setFocus()


def _columns() -> tuple[Column, ...]:
    return (
        Column("stock.column.fridge", lambda one: one.name, strong=True),
        Column("stock.column.last", lambda one: f"{degrees(one.last.tenths)} °C", width=104, right=True),
        Column("stock.column.when", _when, width=152),
        Column("stock.column.today", lambda one: str(len(one.today)), width=96, right=True),
        Column("stock.column.verdict", lambda one: temp_face(one.state).text, width=150,
               chip=lambda one: temp_face(one.state)),
    )  # fmt: skip


def _when(one: Fridge) -> str:
    return f"{written.clock(one.last.at)}  {written.day(one.last.day)[:5]}"
