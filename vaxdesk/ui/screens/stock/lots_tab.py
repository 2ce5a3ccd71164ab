"""Lots as rows at the left; at the right what can be done with the one picked, and its ledger."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from vaxdesk.domain.stock.ledger import LedgerLine
from vaxdesk.domain.stock.movement import MoveReason
from vaxdesk.domain.stock.views import LotRow
from vaxdesk.ui import written
from vaxdesk.ui.kit.buttons import Button
from vaxdesk.ui.kit.cards import Card, bare
from vaxdesk.ui.kit.columns import Column
from vaxdesk.ui.kit.labels import Elided, Label, Role
from vaxdesk.ui.kit.rows_model import RowsModel
from vaxdesk.ui.kit.table import Table
from vaxdesk.ui.screens.stock.model import StockModel
from vaxdesk.ui.screens.stock.saying import change_text, expiry_face, ledger_text, lot_face, place_text, thaw_text
from vaxdesk.ui.screens.stock.state import StockState
from vaxdesk.words import say

_MOVES = (MoveReason.ISSUE, MoveReason.RETURN, MoveReason.DISPOSE, MoveReason.TRANSFER, MoveReason.RETURN_UP)
_OF_LOT = ("count", "state")  # what is done with a lot whether or not something of it is there
_DETAIL_WIDTH = 414
_LINE_HEIGHT = 34


class LotsTab(QWidget):
    """`wanted(reason)`: a movement of the lot picked; `undone(move)`: a line of the ledger is to be taken back."""

    wanted = Signal(object)
    count_wanted = Signal()
    state_wanted = Signal()
    undone = Signal(str)

    def __init__(self, model: StockModel) -> None:
        super().__init__()
        self._model = model
        columns = _lot_columns(model)
        self._lots = RowsModel(columns, key=lambda row: row.lot.id)
        self.table = Table(self._lots, columns)
        self.acts = self._acts()
        self.detail = _Detail(self.acts)
        layout = bare(QHBoxLayout(self))
        layout.setSpacing(16)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.detail)
        self.setFocusProxy(self.table)
        self.table.picked.connect(self._picked)
        self.table.opened.connect(lambda _: self.detail.offer())
        self.detail.table.opened.connect(lambda one: one[1].move and self.undone.emit(one[1].move))

    def show_state(self, state: StockState) -> None:
        """Show lots and the one picked."""
        self._lots.set_rows(self._model.found())
        at = self._lots.place_of(state.lot)
        if at >= 0 and self.table.currentIndex().row() != at:
            self.table.selectRow(at)
        row = state.row
        self.detail.setVisible(row is not None)
        may = state.seen.may_keep and not state.busy and row is not None
        for key, act in self.acts.items():
            act.setEnabled(may and (key in _OF_LOT or _at_hand(key, row)))
        self.acts[MoveReason.THAW].setVisible(row is not None and row.lot.frozen)
        if row is not None:
            self.detail.show_row(row, state, product=self._model.ports.product(row.lot.product))

    def _acts(self) -> dict[str, QAction]:
        """What can be done, by key; Alt and a digit do it from anywhere on the tab."""
        acts = {}
        for at, key in enumerate((*(one.value for one in _MOVES), *_OF_LOT, MoveReason.THAW.value), 1):
            act = QAction(say(f"stock.button.{key}"), self)
            act.setShortcut(f"Alt+{at}")
            act.triggered.connect(lambda _=False, key=key: self._do(key))
            self.addAction(act)
            acts[key] = act
        return acts

    def _do(self, key: str) -> None:
        if key in _OF_LOT:
            {"count": self.count_wanted, "state": self.state_wanted}[key].emit()
        else:
            self.wanted.emit(MoveReason(key))

    def _picked(self, row: LotRow | None) -> None:
        if row is not None and row.lot.id != self._model.state.lot:
            self._model.pick(row.lot.id)


def _at_hand(key: str, row: LotRow) -> bool:
    """Whether there is something to move."""
    if key == MoveReason.RETURN:
        return row.stand.at_tables > 0
    if key == MoveReason.THAW and not row.lot.frozen:
        return False
    return (row.stand.total if key == MoveReason.DISPOSE else row.stand.in_store) > 0


class _Detail(Card):
    def __init__(self, acts: dict[str, QAction]) -> None:
        super().__init__(margin=14)
        self.setFixedWidth(_DETAIL_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.body.setSpacing(8)
        self._title, self._where = Elided("", Role.SECTION), Label("", Role.SMALL)
        self.other = Button(say("stock.button.other"), icon="more")
        menu = QMenu(self.other)
        menu.addActions(list(acts.values()))
        self.other.setMenu(menu)
        columns = _ledger_columns()
        self._lines = RowsModel(columns, key=lambda one: (one[0], one[1].move or one[1].reason))
        self.table = Table(self._lines, columns)
        self.table.verticalHeader().setDefaultSectionSize(_LINE_HEIGHT)
        self._hint = Label(say("stock.ledger_hint"), Role.SMALL)
        for widget in (self._title, self._where):
            self.add(widget)
        self.add(self.other)
        self.add(self.table, stretch=1)
        self.add(self._hint)

    def offer(self) -> None:
        """Open the menu of what can be done, without waiting for an answer."""
        if self.other.isEnabled():
            menu = self.other.menu()
            menu.popup(self.other.mapToGlobal(QPoint(0, self.other.height())))
            menu.setActiveAction(next((act for act in menu.actions() if act.isEnabled()), None))

    def show_row(self, row: LotRow, state: StockState, *, product: str) -> None:
        """Show a lot."""
        self._title.setText(say("stock.form.lot", product=product, lot=row.lot.number))
        self._where.setText(_where(row))
        self.other.setEnabled(state.seen.may_keep and not state.busy)
        self._lines.set_rows(list(enumerate(state.ledger))[::-1])
        self.table.setVisible(bool(state.ledger))
        self._hint.setVisible(any(one.move for one in state.ledger))


def _where(row: LotRow) -> str:
    """Doses by place, open vials, days left, what is known of the thaw."""
    per = max(1, row.lot.doses_per_vial)
    parts = [
        say("stock.lies", place=place_text(place), doses=doses, vials=doses // per)
        for place, doses in row.stand.balances.items()
        if doses or not place
    ]
    if row.stand.open:
        parts.append(say("stock.open", n=row.stand.open))
    if row.days is not None and row.stand.kept:
        parts.append(say("stock.days_left", n=row.days))
    told = ["  ·  ".join(parts) if row.stand.kept else say("stock.not_kept"), thaw_text(row)]
    return "\n".join(filter(None, told))


def _doses(doses: int, row: LotRow) -> str:
    return written.count(doses) if row.stand.kept else "–"


def _lot_columns(model: StockModel) -> tuple[Column, ...]:
    def face(row: LotRow) -> Any:
        return lot_face(row, model.state.seen.day)

    def expiry(row: LotRow) -> Any:
        return expiry_face(row, model.state.seen.day)

    def named(row: LotRow) -> str:
        return f"{row.lot.number} · {model.ports.product(row.lot.product)}"

    return (
        Column("stock.column.lot_name", named, strong=True),
        Column("stock.column.expiry", lambda row: expiry(row).text, width=160, chip=expiry),
        Column("stock.column.store", lambda row: _doses(row.stand.in_store, row), width=72, right=True, strong=True),
        Column("stock.column.tables", lambda row: _doses(row.stand.at_tables, row), width=70, right=True, spare=True),
        Column("stock.column.state", lambda row: face(row).text, width=168, chip=face),
    )


def _ledger_columns() -> tuple[Column, ...]:
    def line(one: tuple[int, LedgerLine]) -> LedgerLine:
        return one[1]

    return (
        Column("stock.column.day", lambda one: written.day(line(one).day)[:5], width=86),
        Column("stock.column.what", lambda one: ledger_text(line(one))),
        Column("stock.column.change", lambda one: change_text(line(one)), width=74, right=True),
        Column("stock.column.balance", lambda one: written.count(line(one).balance), width=76, right=True, strong=True),
    )
