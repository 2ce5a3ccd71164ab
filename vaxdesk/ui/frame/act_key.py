"""Ctrl+Z in a field where nothing was typed yet is meant for the notice, not for the field."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid


class ActKey(QObject):
    """Follows the focus inside `area`; a field with something to undo keeps the key."""

    def __init__(self, area: QWidget) -> None:
        super().__init__(area)
        self._area = area
        self._field: QWidget | None = None
        QApplication.instance().focusObjectChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        undo = event.type() == QEvent.Type.ShortcutOverride and event.matches(QKeySequence.StandardKey.Undo)
        if undo and not _has_undo(watched):
            event.ignore()  # so that it goes on to the shortcut of the window
            return True
        return False

    def _follow(self, focused: QObject | None) -> None:
        if self._field is not None and isValid(self._field):
            self._field.removeEventFilter(self)
        inside = isinstance(focused, (QLineEdit, QPlainTextEdit)) and self._area.isAncestorOf(focused)
        self._field = focused if inside else None
        if self._field is not None:
            self._field.installEventFilter(self)


def _has_undo(field: QObject) -> bool:
    if isinstance(field, QPlainTextEdit):
        return field.document().isUndoAvailable()
    return isinstance(field, QLineEdit) and field.isUndoAvailable()
