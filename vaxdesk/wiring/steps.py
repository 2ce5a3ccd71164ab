"""Work done a little at a time on the db lane: it begins after a pause, rests between steps, and ends for good."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class Steps(QObject):
    """When the next step is taken.

    Args:
        step: takes one; calls `rest` when another is to follow. UI thread.
        soon_ms: from `wake` to the first step.
        rest_ms: between two steps, so that saves and screens go first.
    """

    def __init__(self, step: Callable[[], None], *, soon_ms: int, rest_ms: int) -> None:
        super().__init__()
        self._soon_ms, self._rest_ms = soon_ms, rest_ms
        self.closed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(step)

    def wake(self) -> None:
        """There may be something to do."""
        if not self.closed and not self._timer.isActive():
            self._timer.start(self._soon_ms)

    def rest(self) -> None:
        """The next step after a pause."""
        if not self.closed:
            self._timer.start(self._rest_ms)

    def close(self) -> None:
        """No further step."""
        self.closed = True
        self._timer.stop()
