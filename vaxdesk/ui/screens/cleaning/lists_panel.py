"""Making a list for the commune police: commune, kinds, then paper and workbook; below, what was handed out."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from vaxdesk.domain.cleaning.findings import CommuneCount
from vaxdesk.domain.cleaning.police import ListKind, PoliceListView
from vaxdesk.ui import written
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card, row
from vaxdesk.ui.kit.columns import Column
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.rows_model import RowsModel
from vaxdesk.ui.kit.table import Table
from vaxdesk.ui.screens.cleaning.lists_model import ListsModel
from vaxdesk.ui.screens.cleaning.state import ListsState
from vaxdesk.words import say


class ListsPanel(QWidget):
    """`wanted`: a file that came back is to be read; `sheet_wanted`: the workbook of the list made is to be saved."""

    wanted = Signal()
    sheet_wanted = Signal()

    def __init__(self, model: ListsModel) -> None:
        super().__init__()
        self._model = model
        self._kinds = {kind: _tile(kind) for kind in ListKind}
        self._communes = RowsModel(_COMMUNES, key=lambda one: one.commune)
        self._table = Table(self._communes, _COMMUNES)
        self._make = Button("", Kind.PRIMARY, icon="roster", keys="Ctrl+Return")
        self._made = Label("", Role.STRONG, wrap=False)
        self._print = Button(say("cleaning.lists.print"), icon="paper", keys="Ctrl+P")
        self._save = Button(say("cleaning.lists.save"), icon="download", keys="Ctrl+S")
        self._done = Card(ground="ok", margin=12)
        self._earlier = RowsModel(_LISTS, key=lambda one: one.id)
        self._lists = Table(self._earlier, _LISTS)
        self._back = Button(say("cleaning.lists.read_back"), icon="upload", keys="Ctrl+O")
        self._lay_out()
        self._wire()
        self.setFocusProxy(self._table)
        self.show_state(model.state)

    def show_state(self, state: ListsState) -> None:
        """Show communes, kinds, the list that was made and those before."""
        for kind, tile in self._kinds.items():
            count = sum(one.counts.get(kind, 0) for one in state.communes)
            tile.setText(f"{say(f'{ListKind.WORDS}.{kind.value}')}  {written.count(count)}")
            tile.setChecked(kind in state.kinds)
        self._communes.set_rows(state.communes)
        if state.commune is not None and self._table.current() is None and state.communes:
            names = [one.commune for one in state.communes]
            self._table.selectRow(names.index(state.commune) if state.commune in names else 0)
        place = state.commune or say("cleaning.lists.no_commune")
        self._make.set_words(say("cleaning.lists.make", n=state.people, commune=place))
        self._make.setEnabled(bool(state.people) and not state.busy and state.may_clean)
        self._done.setVisible(state.made is not None)
        if state.made:
            self._made.setText(say("cleaning.lists.made", no=state.made.no, n=state.made.people))
        self._earlier.set_rows(state.lists)
        self._back.setEnabled(not state.busy and state.may_clean)

    def _wire(self) -> None:
        self._model.changed.connect(self.show_state)
        for kind, tile in self._kinds.items():
            tile.clicked.connect(partial(self._toggle, kind))
        self._table.picked.connect(lambda one: self._model.choose(one.commune) if one else None)
        self._make.clicked.connect(self._model.make)
        self._print.clicked.connect(self._model.print_made)
        self._save.clicked.connect(self.sheet_wanted)
        self._back.clicked.connect(self.wanted)

    def _toggle(self, kind: ListKind, _checked: bool = False) -> None:
        self._model.toggle_kind(kind)
        self.show_state(self._model.state)

    def _lay_out(self) -> None:
        kinds = QHBoxLayout()
        kinds.setSpacing(10)
        for tile in self._kinds.values():
            kinds.addWidget(tile, 1)
        self._done.add_row(self._made, self._print, self._save)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self._back)
        foot.addStretch(1)
        foot.addWidget(self._make)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(kinds)
        layout.addLayout(row(self._table, self._lists), 1)
        layout.addWidget(self._done)
        layout.addLayout(foot)


def _tile(kind: ListKind) -> QPushButton:
    tile = QPushButton()
    tile.setCheckable(True)
    tile.setProperty("kind", "tile")
    tile.setProperty("low", "yes")
    tile.setAccessibleName(say(f"{ListKind.WORDS}.{kind.value}"))
    return tile


def _count(kind: ListKind) -> Column:
    return Column(f"cleaning.short_column.{kind.value}", lambda one: str(one.counts.get(kind, 0) or ""), width=106,
                  right=True)  # fmt: skip


def _commune(one: CommuneCount) -> str:
    return one.commune or say("cleaning.lists.no_commune")


def _answered(one: PoliceListView) -> str:
    return f"{one.answered} / {one.people}"


_COMMUNES = (Column("cleaning.lists.commune", _commune, strong=True), *(_count(kind) for kind in ListKind))
_LISTS = (
    Column("cleaning.lists.no", lambda one: one.no, width=190, strong=True),
    Column("cleaning.lists.day", lambda one: written.day(one.day), width=126),
    Column("cleaning.lists.commune", lambda one: one.commune),
    Column("cleaning.lists.answered", _answered, width=122, right=True),
)
