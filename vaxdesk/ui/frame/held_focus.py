"""Keeps the focus on the screen when the widget that had it is hidden."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from shiboken6 import isValid


class HeldFocus(QObject):
    """Qt gives the focus of a hidden widget to the next in line, often the rail, where Enter would leave the screen."""

    def __init__(self, parent: QWidget, *, rail: QWidget, screens: QStackedWidget) -> None:
        super().__init__(parent)
        self._rail, self._screens = rail, screens
        QApplication.instance().focusChanged.connect(self._changed)

    def _changed(self, old: QWidget | None, now: QWidget | None) -> None:
        if not (old and now and isValid(old) and isValid(self._rail)):
            return
        if self._rail.isAncestorOf(now) and not old.isVisible():
            self._screens.currentWidget().setFocus()
