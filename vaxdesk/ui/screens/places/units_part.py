"""Old communes in which people are written: at the left which, at the right what each became and what is chosen."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.domain.places.units import OldCommune
from vaxdesk.ui import written
from vaxdesk.ui.kit.cards import row
from vaxdesk.ui.kit.chips import ChipFace
from vaxdesk.ui.kit.columns import Column
from vaxdesk.ui.kit.empty import Empty
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.page import scrolling
from vaxdesk.ui.kit.rows_model import RowsModel
from vaxdesk.ui.kit.table import Table
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screens.places.choice_card import ChoiceCard
from vaxdesk.ui.screens.places.state import UnitsState
from vaxdesk.ui.screens.places.units_model import UnitsModel
from vaxdesk.words import say


class UnitsPart(QWidget):
    """Shows a UnitsState."""

    def __init__(self, model: UnitsModel) -> None:
        super().__init__()
        self._model = model
        columns = (
            Column("", lambda one: _face(one).text, width=150, chip=_face),
            Column("places.field.commune", _name, strong=True),
            Column("places_page.column.people", lambda one: written.count(one.people), width=86, right=True),
        )
        self._rows = RowsModel(columns, key=lambda one: one.code)
        self._table = Table(self._rows, columns)
        self._about = Label(say("places_page.units_about"), Role.SOFT)
        self._empty = Empty("check-circle", say("places_page.no_units"), say("places_page.no_units_text"))
        self._card = ChoiceCard(model)
        self._shown = ""
        self._lay_out()
        self._table.picked.connect(self._pick)
        self._table.opened.connect(lambda _: self._card.setFocus())
        self.setFocusProxy(self._table)

    def show_state(self, state: UnitsState) -> None:
        """Show the communes and the one that is looked at."""
        self._rows.set_rows(state.communes)
        there = bool(state.communes)
        self._body.setVisible(there)
        self._empty.setVisible(not there)
        at = next((n for n, one in enumerate(state.communes) if one.code == state.at), -1)
        if at >= 0 and (self._table.current() is None or self._table.current().code != state.at):
            self._table.selectRow(at)
        self._card.show_state(state)

    def _pick(self, one: OldCommune | None) -> None:
        if one is not None and one.code != self._model.state.at:
            self._model.open(one.code)

    def _lay_out(self) -> None:
        self._body = QWidget()
        line = QHBoxLayout(self._body)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(16)
        line.addWidget(self._table, 5)
        line.addWidget(scrolling(self._card), 6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._about)
        layout.addWidget(self._body, 1)
        layout.addWidget(self._empty, 1)
        foot = row(self._card.move_people)
        foot.addStretch(1)
        foot.addWidget(self._card.keep)
        layout.addLayout(foot)


def _name(one: OldCommune) -> str:
    if one.choice is None:
        return one.code
    return ", ".join(filter(None, (one.choice.old.name, one.choice.old.district)))


def _face(one: OldCommune) -> ChipFace:
    if one.choice is None:
        return ChipFace(say("places_page.chip.unknown"), Tone.HARM, "warn")
    if one.needs_choice:
        return ChipFace(say("places_page.chip.choose"), Tone.WAIT, "flag")
    return ChipFace(say("places_page.chip.clear"), Tone.OK, "check")
