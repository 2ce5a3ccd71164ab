"""Several of a list: rows with a box and words that wrap; a click anywhere on a row ticks it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from vaxdesk.ui.kit.choice import Option
from vaxdesk.ui.kit.labels import Label, restyle


class TickRow(QFrame):
    """A box and its words; `ticked(on)` by hand."""

    ticked = Signal(bool)

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setProperty("row", "yesno")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.box = _Box()
        self.box.setAccessibleName(text)
        self.box.clicked.connect(self._clicked)
        self.box.moved.connect(self._mark)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 3, 8, 3)
        layout.setSpacing(4)
        layout.addWidget(self.box)
        layout.addWidget(Label(text), 1)

    def show_ticked(self, *, on: bool) -> None:
        """Tick or not, without emitting anything."""
        self.box.setChecked(on)
        self._mark()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.box.setFocus()
            self.box.click()

    def _clicked(self, on: bool) -> None:
        self._mark()
        self.ticked.emit(on)

    def _mark(self) -> None:
        state = ("focused" if self.box.hasFocus() else "rest") + (" notable" if self.box.isChecked() else "")
        if self.property("state") != state:
            self.setProperty("state", state)
            restyle(self)


class TickRows(QWidget):
    """Rows of which any may be ticked, in columns; Tab and arrows move, Space ticks. `ticked(value, on)` by hand."""

    ticked = Signal(str, bool)

    def __init__(self, options: Sequence[Option], *, columns: int = 1) -> None:
        super().__init__()
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self._rows = {option.value: TickRow(option.text) for option in options}
        for number, (value, row) in enumerate(self._rows.items()):
            row.ticked.connect(partial(self.ticked.emit, value))
            layout.addWidget(row, number // columns, number % columns)
        for at in range(columns):
            layout.setColumnStretch(at, 1)
        if self._rows:
            self.setFocusProxy(next(iter(self._rows.values())).box)

    def show_ticked(self, values: frozenset[str]) -> None:
        """Tick exactly these, without emitting anything."""
        for value, row in self._rows.items():
            row.show_ticked(on=value in values)

    def ticked_values(self) -> tuple[str, ...]:
        """What is ticked, in the order shown."""
        return tuple(value for value, row in self._rows.items() if row.box.isChecked())


class _Box(QCheckBox):
    moved = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.moved.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.moved.emit()
