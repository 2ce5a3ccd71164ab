"""A choice among a few, as large tiles; the number keys choose. Of some fields one, of others several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from vaxdesk.ui import theme
from vaxdesk.ui.kit.fields import Field
from vaxdesk.ui.kit.icons import icon
from vaxdesk.ui.kit.labels import restyle

_DIGITS = "1234567890"


@dataclass(frozen=True)
class Option:
    """One tile."""

    value: str
    text: str
    icon: str = ""


class ChoiceField(Field):
    """One of a few options or none; a single stop for Tab, digits (0 for the tenth) and arrows choose."""

    def __init__(self, label: str, options: Sequence[Option], *, columns: int = 0, hint: str = "") -> None:
        self.tiles = Tiles(tuple(options), columns or len(options))
        super().__init__(label, self.tiles, hint=hint)
        self.tiles.chosen.connect(self.edited)
        self.tiles.entered.connect(self.submitted)

    def value(self) -> str:
        """Value of the chosen option, empty when none is."""
        return self.tiles.value

    def set_value(self, value: str) -> None:
        """Choose an option, or none with an empty text."""
        self.tiles.show_value(value)


class ChoicesField(Field):
    """Several of a few options; a single stop for Tab, digits 1 to 9 and Space turn one on and off."""

    def __init__(self, label: str, options: Sequence[Option], *, columns: int = 0, hint: str = "") -> None:
        self.tiles = Several(tuple(options), columns or len(options))
        super().__init__(label, self.tiles, hint=hint)
        self.tiles.chosen.connect(self.edited)
        self.tiles.entered.connect(self.submitted)

    def values(self) -> tuple[str, ...]:
        """Values of the options that are on, in the order in which they were turned on."""
        return self.tiles.values

    def set_values(self, values: Sequence[str]) -> None:
        """Turn these on and all others off; what is not offered is left out."""
        self.tiles.show_values(values)


class Tile(QPushButton):
    """A button that stays pressed, with the digit that presses it."""

    def __init__(self, text: str, *, digit: str = "", icon_name: str = "") -> None:
        super().__init__(f"\u2002{digit}\u2002\u2002{text}" if digit else f"\u2002{text}")
        self._icon = icon_name
        self.setProperty("kind", "tile")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_chosen(on=False)

    def sizeHint(self) -> QSize:
        """Room for the heavier letters of a chosen tile, so that choosing moves and cuts nothing."""
        hint, heavy = super().sizeHint(), self.font()
        heavy.setWeight(QFont.Weight.Bold)
        more = QFontMetrics(heavy).horizontalAdvance(self.text()) - self.fontMetrics().horizontalAdvance(self.text())
        return QSize(hint.width() + max(0, more), hint.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def show_chosen(self, *, on: bool, tone: str = "") -> None:
        """Show as chosen (with a tick, so that colour is not the only sign) or not."""
        self.setChecked(on)
        name = "check" if on else self._icon
        p = theme.palette()
        ink = {"wait": p.wait, "harm": p.harm}.get(tone, p.accent_deep)
        self.setIcon(icon(name, ink) if name else icon("blank", ink))
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            restyle(self)

    def show_focus(self, *, on: bool) -> None:
        """Mark as the tile on which the keys act."""
        if (self.property("focused") == "yes") != on:
            self.setProperty("focused", "yes" if on else "no")
            restyle(self)


class Tiles(QWidget):
    """The tiles of a field of which one is chosen."""

    chosen = Signal(str)
    entered = Signal()

    def __init__(self, options: tuple[Option, ...], columns: int) -> None:
        super().__init__()
        self.value = ""
        self._options = options
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        listed = columns == 1 and len(options) > 1
        self._tiles: list[Tile] = []
        self._grid = layout
        for number, option in enumerate(options):
            digit = _DIGITS[number : number + 1]
            tile = Tile(option.text, digit=digit, icon_name=option.icon)
            tile.setProperty("listed", "yes" if listed else "no")
            tile.clicked.connect(lambda _, n=number: self._choose(n))
            layout.addWidget(tile, number // columns, number % columns)
            self._tiles.append(tile)

    def arrange(self, columns: int) -> None:
        """So many beside each other."""
        for number, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, number // columns, number % columns)

    def show_value(self, value: str) -> None:
        """Show the tile of a value as chosen."""
        self.value = value
        for option, tile in zip(self._options, self._tiles, strict=True):
            tile.show_chosen(on=option.value == value)
        self._at = next((n for n, o in enumerate(self._options) if o.value == value), self._at)
        self._mark()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, steps = event.key(), {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        if event.text() and event.text() in _DIGITS[: len(self._tiles)]:
            self._choose(_DIGITS.index(event.text()))
        elif key in steps:
            self._at = (self._at + steps[Qt.Key(key)]) % len(self._tiles)
            self._mark()
        elif key == Qt.Key.Key_Space:
            self._choose(self._at)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._mark()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._mark()

    def _choose(self, number: int) -> None:
        self.setFocus()
        self.show_value(self._options[number].value)
        self.chosen.emit(self.value)

    def _mark(self) -> None:
        for number, tile in enumerate(self._tiles):
            tile.show_focus(on=self.hasFocus() and number == self._at)


class Several(Tiles):
    """The tiles of a field of which several are chosen."""

    def __init__(self, options: tuple[Option, ...], columns: int) -> None:
        super().__init__(options, columns)
        self.values: tuple[str, ...] = ()

    def show_values(self, values: Sequence[str]) -> None:
        """Show these as chosen."""
        offered = {option.value for option in self._options}
        self.values = tuple(one for one in dict.fromkeys(values) if one in offered)
        for option, tile in zip(self._options, self._tiles, strict=True):
            tile.show_chosen(on=option.value in self.values)
        self._mark()

    def _choose(self, number: int) -> None:
        self.setFocus()
        one, self._at = self._options[number].value, number
        rest = tuple(held for held in self.values if held != one)
        self.show_values(rest if one in self.values else (*rest, one))
        self.chosen.emit(one)
