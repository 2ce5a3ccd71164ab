"""One of the three lists as a table, with what is odd about each record in words."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vaxdesk.domain.places.matching import Fate, PlaceRow
from vaxdesk.domain.places.records import Key, What
from vaxdesk.phrases import place_finding, value_text
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import row
from vaxdesk.ui.kit.chips import ChipFace
from vaxdesk.ui.kit.columns import Column
from vaxdesk.ui.kit.empty import Empty
from vaxdesk.ui.kit.fields import TextField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.rows_model import RowsModel
from vaxdesk.ui.kit.table import Table
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screens.places.lists_model import ListsModel
from vaxdesk.ui.screens.places.state import ListsState
from vaxdesk.words import say

_SHOWN = {
    What.FACILITY: ((Key.CODE, 118), (Key.NAME, 260), (Key.COMMUNE, 140)),
    What.AREA: ((Key.NAME, 230), (Key.COMMUNE, 150), (Key.FACILITY, 116)),
    What.STAFF: ((Key.NAME, 210), (Key.TITLE, 130), (Key.FACILITY, 100), (Key.PHONE, 124)),
}
_ICONS = {What.FACILITY: "home", What.AREA: "pin", What.STAFF: "users"}


class ListPart(QWidget):
    """A table for each list; Enter or a double click opens a record."""

    import_wanted = Signal()
    template_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, model: ListsModel) -> None:
        super().__init__()
        self._model = model
        self._search = TextField("", placeholder=say("places_page.search"))
        self._add = Button(say("places_page.add"), Kind.PRIMARY, icon="plus", keys="Ctrl+N")
        self._import = Button(say("places_page.import"), icon="folder", keys="Ctrl+O")
        self._template = Button(say("places_page.template"), Kind.QUIET, icon="download")
        self._export = Button(say("places_page.export"), Kind.QUIET, icon="download")
        self._refused = Label("", Role.COMPLAINT)
        self._count = Label("", Role.SOFT, wrap=False)
        self._rows = {what: RowsModel(columns_of(what), key=lambda one: one.record.id) for what in What}
        self._tables = {what: Table(self._rows[what], columns_of(what)) for what in What}
        self._empties = {what: Empty(_ICONS[what], say(f"places_page.none.{what.value}"), say("places_page.none_text"))
                         for what in What}
        self._lay_out()
        self._wire()

    def show_state(self, state: ListsState) -> None:
        """Show the list at hand."""
        shown = state.shown
        self._search.set_value(state.searched)
        self._refused.setText(say(state.refused) if state.refused else "")
        self._refused.setVisible(bool(state.refused))
        odd = sum(one.fate is not Fate.TAKEN for one in shown)
        self._count.setText(say("places_page.count", n=len(shown), odd=odd) if shown else "")
        for what in What:
            mine = what is state.what
            if mine:
                self._rows[what].set_rows(shown)
            self._tables[what].setVisible(mine and bool(shown))
            self._empties[what].setVisible(mine and not shown)
        for button in (self._add, self._import):
            button.setEnabled(state.may_keep and not state.busy)
        self.setFocusProxy(self._tables[state.what] if shown else self._add)

    def _lay_out(self) -> None:
        self._search.setFixedWidth(300)
        tools = row(self._search)
        tools.addStretch(1)
        for button in (self._import, self._add):
            tools.addWidget(button)
        foot = row(self._count)
        foot.addStretch(1)
        for button in (self._template, self._export):
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(tools)
        layout.addWidget(self._refused)
        for what in What:
            layout.addWidget(self._tables[what], 1)
            layout.addWidget(self._empties[what], 1)
        layout.addLayout(foot)

    def _wire(self) -> None:
        self._search.edited.connect(self._model.search)
        self._add.clicked.connect(self._model.begin)
        self._import.clicked.connect(self.import_wanted)
        self._template.clicked.connect(self.template_wanted)
        self._export.clicked.connect(self.export_wanted)
        for table in self._tables.values():
            table.opened.connect(self._model.open)


def columns_of(what: What, *, rows: bool = False) -> tuple[Column, ...]:
    """The columns of a list; with the number of the row and what becomes of it for the preview of a file."""
    columns = [
        Column(f"{Key.WORDS}.{key.value}", _text(key), width=width, strong=key is Key.NAME)
        for key, width in _SHOWN[what]
    ]
    before = [Column("places_page.column.row", lambda one: str(one.row), width=58, right=True)] if rows else []
    face = _fate_face if rows else _face
    chip = Column("", lambda one: face(one).text, width=212 if rows else 150, chip=face)
    return (*before, chip, *columns, Column("places_page.column.found", _found))


def _text(key: Key):
    return lambda one: value_text(key, one.record.get(key))


def _found(one: PlaceRow) -> str:
    there = [say("places.of_row", n=one.of_row)] if one.of_row else []
    return "; ".join([*there, *(place_finding(found) for found in one.findings)])


def _face(one: PlaceRow) -> ChipFace:
    if one.record.get(Key.LOCKED):
        return ChipFace(say("places_page.chip.locked"), Tone.NEUTRAL, "lock")
    if one.fate is Fate.TAKEN:
        return ChipFace(say("places_page.chip.fine"), Tone.OK, "check")
    return ChipFace(say("places_page.chip.look"), Tone.WAIT, "warn")


def _fate_face(one: PlaceRow) -> ChipFace:
    tones = {Fate.TAKEN: (Tone.OK, "check"), Fate.LOOK: (Tone.WAIT, "warn"), Fate.PROBLEM: (Tone.HARM, "error"),
             Fate.THERE: (Tone.NEUTRAL, "refresh")}
    tone, icon = tones[one.fate]
    return ChipFace(say(f"places_page.fate.{one.fate.value}"), tone, icon)
