"""A choice among many, as a list that opens; the wheel over it scrolls the page and changes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyle, QStyleOptionComboBox, QStylePainter

from vaxdesk.ui.kit.fields import Field

_AIR = 6  # pixels that the style takes at both ends of the text
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
        self.currentTextChanged.connect(self.setToolTip)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A text that is longer than the box ends in dots, and is read whole in the list and the tooltip."""
        del event
        shown = QStyleOptionComboBox()
        self.initStyleOption(shown)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, shown, part, self).width() - _AIR
        text = self.fontMetrics().elidedText(shown.currentText, Qt.TextElideMode.ElideRight, room)
        shown.currentText = text
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, shown)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, shown)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.entered.emit()
        else:
            super().keyPressEvent(event)
