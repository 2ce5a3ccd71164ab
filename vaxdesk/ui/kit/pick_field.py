"""A choice among many, as a list that opens; the wheel over it scrolls the page and changes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy

from vaxdesk.ui.kit.fields import Field

Pairs = Sequence[tuple[str, str]]  # value, text


class PickField(Field):
    """One of a list of (value, text); `free`: a value that is not offered is shown as it is written, and kept."""

    def __init__(self, label: str, options: Pairs = (), *, hint: str = "", free: bool = False) -> None:
        self.box = _Box()
        super().__init__(label, self.box, hint=hint)
        self._free = free
        self._options: tuple[tuple[str, str], ...] = ()
        self.show_options(options)
        self.box.activated.connect(lambda _: self.edited.emit(self.value()))
        self.box.entered.connect(self.submitted)

    def show_options(self, options: Pairs) -> None:
        """Offer other options; the chosen one stays if it is among them."""
        if tuple(options) == self._options:
            return
        held, self._options = self.value(), tuple(options)
        self.box.clear()
        for value, text in self._options:
            self.box.addItem(text, value)
        self.set_value(held)

    def value(self) -> str:
        """Value of the option chosen."""
        return self.box.currentData() or ""

    def set_value(self, value: str) -> None:
        """Choose an option; one that is not offered leaves the first, unless any may be written."""
        if self._free and value and self.box.findData(value) < 0:
            self.box.addItem(value, value)
        at = self.box.findData(value)
        self.box.setCurrentIndex(max(at, 0) if self._options else -1)


class _Box(QComboBox):
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.entered.emit()
        else:
            super().keyPressEvent(event)
