"""The preview of a file: what becomes of each row and why; a row is mended in place, then all are taken in."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from vaxdesk.domain.places.matching import Fate
from vaxdesk.domain.places.records import What
from vaxdesk.ui import written
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import row
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.rows_model import RowsModel
from vaxdesk.ui.kit.table import Table
from vaxdesk.ui.screens.places.list_part import columns_of
from vaxdesk.ui.screens.places.lists_model import ListsModel
from vaxdesk.ui.screens.places.state import Importing, ListsState
from vaxdesk.words import say

_TABS = (None, *Fate)


class ImportPart(QWidget):
    """Figures as tabs, the rows, and the buttons below."""

    result_wanted = Signal()

    def __init__(self, model: ListsModel) -> None:
        super().__init__()
        self._model = model
        self._about = Label("", Role.SOFT)
        self._tabs = {fate: _tab() for fate in _TABS}
        self._group = QButtonGroup(self)
        self._rows = {what: RowsModel(columns_of(what, rows=True), key=lambda one: one.row) for what in What}
        self._tables = {what: Table(self._rows[what], columns_of(what, rows=True)) for what in What}
        self._take = Button("", Kind.PRIMARY, icon="check", keys="Ctrl+Return", large=True)
        self._result = Button(say("places_page.save_result"), icon="download")
        self._back = Button(say("places_page.leave_file"), keys="Esc")
        self._lay_out()
        self._wire()

    def show_state(self, state: ListsState) -> None:
        """Show the file at hand."""
        importing = state.importing
        if importing is None:
            return
        for fate, button in self._tabs.items():
            n = sum(fate in (None, one.fate) for one in importing.rows)
            name = say(f"places_page.fate.{fate.value}") if fate else say("places_page.fate_all")
            button.setText(f"{name}  {written.count(n)}")
            button.setAccessibleName(name)
            button.setChecked(fate is importing.fate)
        self._about.setText(_about(importing))
        for what in What:
            mine = what is importing.what
            self._tables[what].setVisible(mine)
            if mine:
                self._rows[what].set_rows(importing.shown)
                self.setFocusProxy(self._tables[what])
        self._take.setVisible(importing.taken < 0)
        self._take.setEnabled(bool(importing.to_take) and state.may_keep and not state.busy)
        self._take.set_words(say("places_page.take", n=importing.to_take))

    def _lay_out(self) -> None:
        tabs = QHBoxLayout()
        tabs.setSpacing(10)
        for fate, button in self._tabs.items():
            self._group.addButton(button)
            button.clicked.connect(lambda _=False, fate=fate: self._model.show_fate(fate))
            tabs.addWidget(button, 1)
        foot = row(self._back, self._result)
        foot.addStretch(1)
        foot.addWidget(self._take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(tabs)
        layout.addWidget(self._about)
        for table in self._tables.values():
            layout.addWidget(table, 1)
        layout.addLayout(foot)

    def _wire(self) -> None:
        self._take.clicked.connect(self._model.take_in)
        self._back.clicked.connect(self._model.discard)
        self._result.clicked.connect(self.result_wanted)
        for table in self._tables.values():
            table.opened.connect(self._open)

    def _open(self, one: object) -> None:
        importing = self._model.state.importing
        if importing is not None and importing.taken < 0:
            self._model.open(one)


def _tab() -> QPushButton:
    button = QPushButton()
    button.setCheckable(True)
    button.setProperty("kind", "tile")
    return button


def _about(importing: Importing) -> str:
    if importing.taken >= 0:
        return say("places_page.taken_from", n=importing.taken, file=importing.file)
    return say("places_page.about_file", file=importing.file)
