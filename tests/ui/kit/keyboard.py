"""Keys as they reach a window from outside, each with its own time stamp, so that a test sets the pace."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

_KEYS = {
    "\r": Qt.Key.Key_Return,
    "\n": Qt.Key.Key_Enter,
    "\t": Qt.Key.Key_Tab,
    "\b": Qt.Key.Key_Backspace,
    " ": Qt.Key.Key_Space,
}


class Keyboard:
    """Types into the window of a widget; `at` is the clock of the keyboard in milliseconds."""

    def __init__(self, widget: QWidget) -> None:
        self._window = widget.window().windowHandle()
        self.at = 1_000_000

    def type(self, text: str, *, gap: int, repeat: bool = False) -> None:
        """Press and release each key, `gap` ms after the one before."""
        for letter in text:
            self.at += gap
            self.press(letter, repeat=repeat)

    def press(self, letter: str, *, repeat: bool = False, modifier: Qt.KeyboardModifier | None = None) -> None:
        """Press and release one key now."""
        key = _KEYS.get(letter, Qt.Key(ord(letter.upper())) if letter.isascii() else Qt.Key.Key_unknown)
        none = Qt.KeyboardModifier.NoModifier
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, modifier or none, letter, repeat)
            event.setTimestamp(self.at)
            QApplication.sendEvent(self._window, event)


def write(widget: QWidget, text: str, *, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Type letters of any alphabet straight into a widget; QTest knows only ASCII."""
    for letter in text:
        QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, 0, modifier, letter))
