"""A cable between two desks that somebody stumbles over: it breaks after so many bytes, again and again, then holds."""

from __future__ import annotations

import select
import socket
from collections.abc import Iterable
from threading import Thread

from tests.lan.desks import HERE


class Cable:
    """Listens on a port of its own and carries what comes to another.

    Args:
        breaks: bytes after which each connection in turn is cut; when they are used up it holds.
    """

    def __init__(self, target: int, breaks: Iterable[int]) -> None:
        self._target = target
        self._breaks = iter(breaks)
        self._door = socket.create_server((HERE, 0))
        self._door.settimeout(0.1)
        self.port = self._door.getsockname()[1]
        self.cuts = 0
        self._ends = False
        self._threads = [Thread(target=self._accept, name="cable")]
        self._threads[0].start()

    def close(self) -> None:
        """Nobody needs it any more."""
        self._ends = True
        for thread in self._threads:
            thread.join()
        self._door.close()

    def _accept(self) -> None:
        while not self._ends:
            try:
                near, _ = self._door.accept()
            except TimeoutError:
                continue
            thread = Thread(target=self._carry, args=(near, next(self._breaks, None)), name="cable end")
            self._threads.append(thread)
            thread.start()

    def _carry(self, near: socket.socket, limit: int | None) -> None:
        carried = 0
        with near, socket.create_connection((HERE, self._target)) as far:
            other = {near: far, far: near}
            while not self._ends:
                for end in select.select(list(other), [], [], 0.1)[0]:
                    data = _heard(end, 4096 if limit is None else min(4096, max(limit - carried, 1)))
                    if not data:
                        return
                    carried += len(data)
                    if limit is not None and carried >= limit:
                        self.cuts += 1
                        return
                    other[end].sendall(data)


def _heard(end: socket.socket, most: int) -> bytes:
    """What came; nothing when the other side went away, in whichever way."""
    try:
        return end.recv(most)
    except ConnectionError:
        return b""
