"""Notices that nobody has touched keyboard, mouse or screen for a while."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


class Idle(QObject):
    """Emits `idle` once after so many seconds without a touch; `start` begins anew. It watches only windows."""

    idle = Signal()

    def __init__(self, parent: QObject, *, seconds: int) -> None:
        super().__init__(parent)
        self._touched = 0.0
        self._window: QObject | None = None
        self._timer = QTimer(self)
        self.allow(seconds)
        self._timer.timeout.connect(self._look)

    def allow(self, seconds: int) -> None:
        """So long without a touch is allowed from now on."""
        self._seconds = seconds
        self._timer.setInterval(max(50, min(5000, seconds * 250)))

    def start(self) -> None:
        """Begin to watch."""
        self._touched = time.monotonic()
        if not self._timer.isActive():
            QApplication.instance().focusWindowChanged.connect(self._follow)
            self._follow(QApplication.focusWindow())
            self._timer.start()

    def stop(self) -> None:
        """Watch no more."""
        if self._timer.isActive():
            self._timer.stop()
            QApplication.instance().focusWindowChanged.disconnect(self._follow)
            self._follow(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._touched = time.monotonic()
        return super().eventFilter(watched, event)

    def _follow(self, window: QObject | None) -> None:
        if self._window and isValid(self._window):
            self._window.removeEventFilter(self)
        self._window = window
        if window:
            window.installEventFilter(self)

    def _look(self) -> None:
        if time.monotonic() - self._touched >= self._seconds:
            self.stop()
            self.idle.emit()
