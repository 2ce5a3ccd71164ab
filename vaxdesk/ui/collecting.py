"""Garbage is collected on the UI thread alone, for as long as lanes work beside it.

Python collects on whichever thread happens to allocate. Widgets in reference cycles would then be taken apart by a
lane while Qt takes them apart on the UI thread, and the program ends (seen with PySide 6.12 as a crash in shiboken).
"""

from __future__ import annotations

import gc
from time import monotonic

from PySide6.QtCore import QObject, QTimer

_LOOK_MS = 250
_FULL_EVERY = 20.0  # seconds between two full collections: one takes some 10 ms for 100,000 objects
_open = 0  # of this process: a test may have two programs in it


class Collecting(QObject):
    """From its making until `close`; made and closed on the UI thread."""

    def __init__(self) -> None:
        global _open
        super().__init__()
        _open += 1
        gc.disable()
        self._full = monotonic()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_LOOK_MS)

    def look(self) -> None:
        """Collects what Python would have collected by now; the oldest generation more seldom."""
        young, middle, old = gc.get_count()
        least, some, many = gc.get_threshold()
        if young < least:
            return
        if old >= many and monotonic() - self._full > _FULL_EVERY:
            self._full = monotonic()
            gc.collect()
        else:
            gc.collect(1 if middle >= some else 0)

    def spare(self) -> None:
        """What is there now is kept until `close`: modules and the frame of the program are not looked through again.

        Nothing is collected before: that would halt the window once, for what little the start left behind.
        """
        gc.freeze()

    def close(self) -> None:
        """Python collects by itself again, once nobody needs it otherwise."""
        global _open
        if self._timer.isActive():
            self._timer.stop()
            _open -= 1
            if not _open:
                gc.unfreeze()
                gc.enable()
