"""Six dots and ten large digits: typed, pressed with a glove, or touched."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from vaxdesk.ui import theme
from vaxdesk.ui.kit.icons import icon
from vaxdesk.ui.screens.lock.state import PIN_DIGITS
from vaxdesk.words import say

_ROWS = ("123", "456", "789")


class PinPad(QWidget):
    """`complete(pin)` as soon as the last digit is there."""

    complete = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._typed = ""
        self._dots = _Dots()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        keys = QGridLayout()
        keys.setSpacing(8)
        for row, digits in enumerate(_ROWS):
            for column, digit in enumerate(digits):
                keys.addWidget(self._key(digit), row, column)
        erase = self._key("")
        erase.setIcon(icon("backspace", theme.palette().accent_deep))
        erase.setIconSize(QSize(26, 26))
        erase.setAccessibleName(say("entrance.lock.erase"))
        keys.addWidget(self._key("0"), 3, 1)
        keys.addWidget(erase, 3, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        layout.addWidget(self._dots)
        layout.addLayout(keys)

    def clear(self) -> None:
        """Forget what was typed."""
        self._typed = ""
        self._dots.show_count(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isdigit():
            self._press(event.text())
        elif event.key() == Qt.Key.Key_Backspace:
            self._press("")
        else:
            super().keyPressEvent(event)

    def _key(self, digit: str) -> QPushButton:
        key = QPushButton(digit)
        key.setProperty("kind", "digit")
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        key.clicked.connect(lambda: self._press(digit))
        return key

    def _press(self, digit: str) -> None:
        """One digit more, or with an empty text one less."""
        self._typed = (self._typed + digit)[:PIN_DIGITS] if digit else self._typed[:-1]
        self._dots.show_count(len(self._typed))
        if len(self._typed) == PIN_DIGITS:
            pin, self._typed = self._typed, ""
            self.complete.emit(pin)


class _Dots(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._count = 0
        self.setFixedHeight(40)

    def show_count(self, count: int) -> None:
        self._count = count
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        p = theme.palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step, side = 36, 18
        left = (self.width() - (PIN_DIGITS - 1) * step - side) / 2
        for at in range(PIN_DIGITS):
            full = at < self._count
            painter.setPen(QPen(QColor(p.accent if full else p.edge), 2))
            painter.setBrush(QColor(p.accent) if full else QColor(p.card))
            painter.drawEllipse(QRectF(left + at * step, (self.height() - side) / 2, side, side))
