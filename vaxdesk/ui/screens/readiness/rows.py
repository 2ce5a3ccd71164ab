"""The rows of the page: a light, what it is about, how it is, what to do, and the button that does it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.domain.readiness.findings import Finding, Item, Light, by_weight
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.chips import Chip, ChipFace, chip_size
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screens.readiness.sentences import is_text, todo_text
from vaxdesk.ui.screens.readiness.state import ReadinessState
from vaxdesk.words import say

TONES = {Light.GREEN: Tone.OK, Light.AMBER: Tone.WAIT, Light.RED: Tone.HARM}
ICONS = {Light.GREEN: "check-circle", Light.AMBER: "warn", Light.RED: "ban"}  # told apart without their colours
_ITEM_ICONS = {
    Item.ROSTER: "roster", Item.TEAM: "users", Item.STOCK: "vial", Item.PRINTER: "paper", Item.SCANNER: "scan",
    Item.CAMERA: "camera", Item.SECOND_PLACE: "disk", Item.CLOCK: "clock", Item.DISK: "box", Item.BATTERY: "alarm",
    Item.LINE: "sync",
}  # fmt: skip


class Rows(QWidget):
    """All rows; `pressed(item)` when somebody wants to do something about one."""

    pressed = Signal(object)

    def __init__(self, buttons: dict[Item, str]) -> None:
        super().__init__()
        self._rows: dict[Item, Row] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 6, 0)
        self._layout.setSpacing(6)
        for item in Item:
            row = Row(item, buttons.get(item, ""))
            row.pressed.connect(lambda item=item: self.pressed.emit(item))
            self._layout.addWidget(row)
            self._rows[item] = row
        self._layout.addStretch(1)
        for part in ("holder", "name", "button"):
            widgets = [getattr(row, part) for row in self._rows.values()]
            width = max(max(one.sizeHint().width(), one.minimumWidth()) for one in widgets)
            for widget in widgets:
                widget.setFixedWidth(width)

    def show_state(self, state: ReadinessState) -> None:
        """Show how each thing stands, the worst on top once all is known; what is not known yet says so."""
        for item, row in self._rows.items():
            row.show_finding(state.found.get(item))
        if not state.looking and len(state.found) == len(Item):
            for place, one in enumerate(by_weight(state.findings)):
                self._layout.insertWidget(place, self._rows[one.item])

    def row(self, item: Item) -> Row:
        """The row of an item."""
        return self._rows[item]


class Row(QFrame):
    """One row."""

    pressed = Signal()

    def __init__(self, item: Item, button: str) -> None:
        super().__init__()
        self.setProperty("card", "plain")
        self.light = Chip()
        self.holder = _holding(self.light)
        self.name = Label(say(f"{Item.WORDS}.{item}"), Role.STRONG, wrap=False)
        self.now, self.todo = Label(), Label("", Role.SMALL)
        self.button = Button(button, Kind.QUIET, icon=_ITEM_ICONS[item])
        if not button:
            self.button.hide()
        self.button.clicked.connect(self.pressed)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.now)
        words.addWidget(self.todo)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 5, 10, 5)
        layout.setSpacing(8)
        layout.addWidget(self.holder, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.name, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addLayout(words, 1)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_finding(self, found: Finding | None) -> None:
        """Show how it stands."""
        if found is None:
            self.light.show_face(ChipFace(""))
            self.now.setText(say("readiness.looking"))
            self.todo.hide()
            return
        self.light.show_face(face_of(found.light))
        self.now.setText(is_text(found))
        self.todo.setText(todo_text(found))
        self.todo.setVisible(found.light is not Light.GREEN)


def _holding(light: Chip) -> QWidget:
    """Room for the widest light, the one shown at its left."""
    holder = QWidget()
    held = QHBoxLayout(holder)
    held.setContentsMargins(0, 0, 0, 0)
    held.addWidget(light)
    held.addStretch(1)
    widest = max((chip_size(face_of(one)) for one in Light), key=lambda size: size.width())
    holder.setMinimumWidth(widest.width() + 2)
    return holder


def face_of(light: Light) -> ChipFace:
    """The chip of a light: word, colour and picture say the same."""
    return ChipFace(say(f"{Light.WORDS}.{light}"), TONES[light], ICONS[light])
