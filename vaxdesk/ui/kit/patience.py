"""A wait that ends only when the keys that queued up meanwhile were seen too."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_SECOND_LOOK_MS = 12


class Patience:
    """Like a single-shot timer; after slow work on the UI thread timers may come before keys that are older."""

    def __init__(self, parent: QObject, milliseconds: int, do: Callable[[], None]) -> None:
        self._first = _single_shot(parent, milliseconds)
        self._second = _single_shot(parent, _SECOND_LOOK_MS)
        self._first.timeout.connect(self._second.start)
        self._second.timeout.connect(do)

    def start(self) -> None:
        """Begin the wait, or begin it anew."""
        self._second.stop()
        self._first.start()

    def stop(self) -> None:
        """Forget it."""
        self._first.stop()
        self._second.stop()


def _single_shot(parent: QObject, milliseconds: int) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    return timer
