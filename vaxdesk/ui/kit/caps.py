"""Whether Caps Lock seems to be on, told from what is typed: letters that come large without Shift."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit


class CapsWatch(QObject):
    """Watches one password field."""

    changed = Signal()

    def __init__(self, line: QLineEdit) -> None:
        super().__init__(line)
        self.on = False
        line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._look(event)
        return super().eventFilter(watched, event)

    def _look(self, event: QKeyEvent) -> None:
        letter = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            seems = False  # pressed again: what comes next will tell
        elif len(letter) == 1 and letter.isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            seems = letter.isupper() != shift
        else:
            return
        if seems != self.on:
            self.on = seems
            self.changed.emit()
