"""Closes the window in order when the system asks the program to end: at log-off, or by `kill`."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier


class Ending(QObject):
    """From its making until `let_go`, a request to end calls `quit`, also while Qt waits and no Python runs.

    Args:
        quit: ends the event loop; UI thread.
    """

    def __init__(self, quit: Callable[[], None]) -> None:  # noqa: A002 - what it does
        super().__init__()
        self._ours, theirs = socket.socketpair()
        for one in (self._ours, theirs):
            one.setblocking(False)
        self._theirs = theirs
        self._quit = quit
        self._before = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
        self._handler = signal.signal(signal.SIGTERM, lambda *_: None)  # what is to be done is done by the notifier
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(lambda: self._asked())

    def let_go(self) -> None:
        """The program ends by itself now."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._before)
        signal.signal(signal.SIGTERM, self._handler)
        self._ours.close()
        self._theirs.close()

    def _asked(self) -> None:
        if signal.SIGTERM in self._ours.recv(64):
            self._quit()
