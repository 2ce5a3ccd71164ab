"""The store page: warnings on top, tabs, what belongs to the tab."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QMenu, QPushButton, QStackedWidget

from vaxdesk.domain.stock.balance import TableLine
from vaxdesk.domain.stock.cold import Cabinet
from vaxdesk.domain.stock.movement import MoveReason
from vaxdesk.ui.asking import ask_undo
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.page import Page
from vaxdesk.ui.screen import Change, Keys, ScreenWidget
from vaxdesk.ui.screens.stock.awaited import Awaited
from vaxdesk.ui.screens.stock.cold_tab import ColdTab
from vaxdesk.ui.screens.stock.lot_dialogs import CountDialog, LotStateDialog
from vaxdesk.ui.screens.stock.lots_tab import LotsTab
from vaxdesk.ui.screens.stock.model import StockModel
from vaxdesk.ui.screens.stock.move_dialog import MoveDialog
from vaxdesk.ui.screens.stock.receive_tab import ReceiveTab
from vaxdesk.ui.screens.stock.state import StockState, Tab
from vaxdesk.ui.screens.stock.tables_tab import TablesTab
from vaxdesk.ui.screens.stock.warned import Warnings
from vaxdesk.words import say


class StockView(ScreenWidget):
    """Shows a StockState."""

    concerns = frozenset((Change.STOCK, Change.VISITS, Change.DAY, Change.SYNC))
    keys = (Keys("Alt+1 … 7", "stock.keys.moves"), Keys("↵", "stock.keys.undo"))

    def __init__(self, model: StockModel, cabinets: tuple[Cabinet, ...]) -> None:
        super().__init__(look_again=model.look, finds=model)
        self._model = model
        self._page = Page(say("stock.title"), parent=self)
        self._tabs = {tab: self._page.head(_tab(tab)) for tab in Tab}
        self._group = QButtonGroup(self)
        self.warnings = self._page.add(Warnings(product=model.ports.product))
        self.awaited = self._page.add(Awaited(product=model.ports.product))
        self.lots, self.receive = LotsTab(model), ReceiveTab(model)
        self.tables, self.cold = TablesTab(model), ColdTab(model, cabinets)
        self._parts = {Tab.LOTS: self.lots, Tab.RECEIVE: self.receive, Tab.TABLES: self.tables, Tab.COLD: self.cold}
        self._body = self._page.add(QStackedWidget(), stretch=1)
        for part in self._parts.values():
            self._body.addWidget(part)
        self.take_in = Button(say("stock.button.receive"), Kind.PRIMARY, icon="plus", keys="Ctrl+N")
        self.agree = Button("", Kind.PRIMARY, icon="check", keys="Ctrl+Return")
        self.papers = Button(say("stock.button.papers"), icon="paper")
        self.prints = self._prints()
        self._page.foot(self.papers, left=True)
        for button in (self.take_in, self.agree):
            self._page.foot(button)
        self._wire()
        self.show_state(model.state)

    def show_state(self, state: StockState) -> None:
        """Show the tab at hand."""
        for tab, button in self._tabs.items():
            button.setChecked(tab is state.tab)
        self.warnings.setVisible(bool(state.seen.warnings) and state.tab in (Tab.LOTS, Tab.TABLES))
        self.warnings.show_warnings(state.seen.warnings)
        self.awaited.setVisible(bool(state.seen.awaited) and state.tab is Tab.LOTS)
        self.awaited.show_awaited(state.seen.awaited)
        for part in self._parts.values():
            part.show_state(state)
        if self._body.currentWidget() is not self._parts[state.tab]:
            self._body.setCurrentWidget(self._parts[state.tab])
            self._parts[state.tab].setFocus()
        lots = state.tab is Tab.LOTS
        self.take_in.setVisible(lots)
        self.take_in.setEnabled(state.seen.may_keep)
        self.papers.setVisible(lots)
        for key in ("ledger", "excel"):
            self.prints[key].setEnabled(lots and bool(state.lot))
        self.agree.setVisible(state.tab is Tab.RECEIVE)
        self.agree.setEnabled(bool(state.lines) and not state.busy)
        self.agree.set_words(say("stock.button.take_in", n=state.doses) if state.lines else say("stock.nothing_yet"))

    def activate(self, subject: object | None = None) -> None:
        if isinstance(subject, str) and subject in list(Tab):
            self._model.show_tab(Tab(subject))
        self._model.look()
        self._parts[self._model.state.tab].setFocus()

    def _wire(self) -> None:
        model, lots = self._model, self.lots
        for tab, button in self._tabs.items():
            self._group.addButton(button)
            button.clicked.connect(lambda _=False, tab=tab: model.show_tab(tab))
        lots.wanted.connect(self._ask_move)
        lots.count_wanted.connect(self._ask_count)
        lots.state_wanted.connect(self._ask_state)
        lots.undone.connect(self._ask_undo)
        model.undo_wanted.connect(self._ask_undo)
        self.tables.back_wanted.connect(self._ask_back)
        self.cold.print_wanted.connect(model.ports.print_temps)
        self.cold.undone.connect(model.take_back_temp)
        self.take_in.clicked.connect(lambda: model.show_tab(Tab.RECEIVE))
        self.agree.clicked.connect(self._receive)
        model.changed.connect(self.show_state)

    def _prints(self) -> dict[str, QAction]:
        """Papers of the store, in the menu of a button."""
        ports, state = self._model.ports, lambda: self._model.state
        menu = QMenu(self.papers)
        verbs = {
            "ledger": lambda: ports.print_ledger(state().lot),
            "excel": self._ask_path,
            "count_sheet": lambda: ports.print_count(""),
            "minutes": lambda: ports.print_minutes(state().seen.day),
        }
        acts = {}
        for key, verb in verbs.items():
            acts[key] = menu.addAction(say(f"stock.button.{key}"))
            acts[key].triggered.connect(lambda _=False, verb=verb: verb())
        acts["ledger"].setShortcut("Ctrl+P")
        self.addAction(acts["ledger"])
        self.papers.setMenu(menu)
        return acts

    def _receive(self) -> None:
        head = self.receive.head()
        if head is not None and self._model.state.tab is Tab.RECEIVE:
            self._model.receive(head)

    def _ask_move(self, reason: MoveReason, *, place: str = "", doses: int = 0) -> None:
        found = self._model.state.row
        if found is None:
            return
        name = self._model.ports.product(found.lot.product)
        sooner = self._model.sooner(found) if reason is MoveReason.ISSUE else ""
        today = self._model.state.seen.day
        ask = MoveDialog(self, found, reason, product=name, place=place, doses=doses, today=today, sooner=sooner)
        act = self._model.thaw_out if reason is MoveReason.THAW else partial(self._model.move, reason)
        ask.agreed.connect(lambda doses, how: act(found.lot.id, doses, **how))
        ask.open()

    def _ask_back(self, line: TableLine) -> None:
        """What a table still holds unopened is proposed to go back."""
        left = line.difference - line.open
        self._model.pick(line.lot)
        if left > 0 and self._model.state.seen.may_keep:
            self._ask_move(MoveReason.RETURN, place=line.place, doses=left)

    def _ask_count(self) -> None:
        found = self._model.state.row
        if found is not None:
            ask = CountDialog(self, found, product=self._model.ports.product(found.lot.product))
            ask.agreed.connect(lambda doses, place, why: self._model.count(found.lot.id, doses, place=place, why=why))
            ask.open()

    def _ask_state(self) -> None:
        found = self._model.state.row
        if found is not None:
            name, today = self._model.ports.product(found.lot.product), self._model.state.seen.day
            ask = LotStateDialog(self, found, product=name, today=today)
            ask.agreed.connect(
                lambda lock, vvm, thawed: self._model.set_lot(found.lot.id, lock=lock, vvm=vvm, thawed=thawed)
            )
            ask.open()

    def _ask_undo(self, move: str) -> None:
        title, text = say("stock.undo.title"), say("stock.undo.text")
        ask_undo(self, lambda why: self._model.take_back(move, why), title=title, text=text)

    def _ask_path(self) -> None:
        found = self._model.state.row
        if found is not None:
            name = f"{say('stock.file', lot=found.lot.number)}.xlsx"
            path, _ = QFileDialog.getSaveFileName(self, say("stock.button.excel"), name, "Excel (*.xlsx)")
            if path:
                self._model.write_ledger(found.lot.id, path)


def _tab(tab: Tab) -> QPushButton:
    button = QPushButton(say(f"{Tab.WORDS}.{tab.value}"))
    button.setCheckable(True)
    button.setProperty("kind", "tile")
    return button

