"""Closes the window in order when the system asks the program to end.

At log-off, by `kill`, by Ctrl+C in a terminal or by closing that terminal.
"""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier

_NAMES = ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK")  # the last is Windows', the one before POSIX'
REQUESTS = tuple(getattr(signal, name) for name in _NAMES if hasattr(signal, name))


class Asked:
    """While it is held, a request to end ends nothing by itself but waits to be seen; main thread.

    A request that whoever started the program has it ignore (`nohup`, `&` in a script) stays ignored.
    """

    def __init__(self) -> None:
        self._ours, self._theirs = socket.socketpair()
        for one in (self._ours, self._theirs):
            one.setblocking(False)
        self._before = signal.set_wakeup_fd(self._theirs.fileno(), warn_on_full_buffer=False)
        heard = [one for one in REQUESTS if signal.getsignal(one) is not signal.SIG_IGN]
        self._handlers = {one: signal.signal(one, _leave) for one in heard}

    def __enter__(self) -> Asked:
        return self

    def __exit__(self, *_: object) -> None:
        signal.set_wakeup_fd(self._before)
        for one, handler in self._handlers.items():
            signal.signal(one, handler)
        self._ours.close()
        self._theirs.close()

    @property
    def came(self) -> bool:
        """Whether a request waits; it goes on waiting."""
        try:
            return any(one in self._handlers for one in self._ours.recv(64, socket.MSG_PEEK))
        except BlockingIOError:
            return False

    def fileno(self) -> int:
        """What becomes readable when a request comes."""
        return self._ours.fileno()

    def take(self) -> bool:
        """Whether a request waited; other signals are forgotten with it."""
        came = self.came
        self._ours.recv(64)
        return came


class Ending(QObject):
    """From its making until `let_go`, a request to end calls `quit`, also while Qt waits and no Python runs.

    Args:
        asked: a request that came before this was made counts too.
        quit: ends the event loop; UI thread.
    """

    def __init__(self, asked: Asked, quit: Callable[[], None]) -> None:  # noqa: A002 - what it does
        super().__init__()
        self._asked, self._quit = asked, quit
        self._notifier = QSocketNotifier(asked.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(lambda: self._look())

    def let_go(self) -> None:
        """The event loop is over."""
        self._notifier.setEnabled(False)

    def _look(self) -> None:
        if self._asked.take():
            self._quit()


def _leave(*_: object) -> None:
    """What is to be done is done by whoever holds `Asked`."""
