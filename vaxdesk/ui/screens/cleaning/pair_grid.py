"""Two records side by side: field by field, what differs as a choice of which value stands."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from vaxdesk.domain.cleaning.duplicates import FIELDS, Part
from vaxdesk.domain.cleaning.findings import PairCase
from vaxdesk.domain.cleaning.standing import Side
from vaxdesk.domain.views import PersonView
from vaxdesk.ui import written
from vaxdesk.ui.kit.cards import bare
from vaxdesk.ui.kit.chips import Chip, ChipFace
from vaxdesk.ui.kit.emptying import empty
from vaxdesk.ui.kit.labels import Elided, Label, Role, restyle
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screens.cleaning.state import PairsState
from vaxdesk.words import say

_FACES = {Part.AGREES: (Tone.OK, "check"), Part.NEAR: (Tone.WAIT, "more"), Part.DIFFERS: (Tone.HARM, "warn")}


class PairGrid(QWidget):
    """`chosen(side, field)` when a value is clicked."""

    chosen = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self._grid = bare(QGridLayout(self))
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self._shown: PairCase | None = None
        self._tiles: dict[tuple[str, Side], QPushButton] = {}

    def show_state(self, state: PairsState) -> None:
        """Show a pair, which values are chosen and where the cursor stands."""
        case = state.case
        if case is not self._shown:
            self._shown = case
            self._build(case)
        if case is None:
            return
        fields = [one.field for one in case.differences]
        for (field, side), tile in self._tiles.items():
            tile.setChecked(state.chosen.get(field) is side)
            at = "yes" if fields[state.cursor] == field else "no"
            if tile.property("focused") != at:
                tile.setProperty("focused", at)
                restyle(tile)

    def _build(self, case: PairCase | None) -> None:
        self._tiles = {}
        empty(self._grid)
        if case is None:
            return
        differing = {one.field for one in case.differences}
        for row, field in enumerate(FIELDS):
            values = (value_of(case.left, field), value_of(case.right, field))
            if not any(values):
                continue
            self._grid.addWidget(_named(say(f"cleaning.field.{field}")), row, 0)
            for column, (side, value) in enumerate(zip(Side, values, strict=True), start=1):
                widget = self._tile(field, side, value) if field in differing else Elided(value, Role.BODY)
                self._grid.addWidget(widget, row, column)
            part = case.why.parts.get(field, Part.UNKNOWN) if case.why else Part.UNKNOWN
            tone, icon = _FACES.get(part, (Tone.NEUTRAL, ""))
            face = ChipFace(say(f"{Part.WORDS}.{part.value}"), tone, icon)
            self._grid.addWidget(Chip(face), row, 3, Qt.AlignmentFlag.AlignLeft)

    def _tile(self, field: str, side: Side, value: str) -> QPushButton:
        tile = QPushButton((value or say("person.empty")).replace("&", "&&"))
        tile.setCheckable(True)
        tile.setProperty("kind", "tile")
        tile.setProperty("listed", "yes")
        tile.setProperty("low", "yes")
        tile.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        tile.setMinimumWidth(60)
        tile.clicked.connect(partial(self._choose, side, field))
        tile.setAccessibleName(f"{say(f'cleaning.field.{field}')}: {value}")
        self._tiles[field, side] = tile
        return tile

    def _choose(self, side: Side, field: str, _checked: bool = False) -> None:
        self.chosen.emit(side, field)


def value_of(person: PersonView, field: str) -> str:
    """A value as people write it."""
    value = getattr(person, field)
    if field == "dob":
        return written.day(value)
    return written.sex(value) if field == "sex" else value


def _named(text: str) -> QLabel:
    return Label(text, Role.SOFT, wrap=False)
