"""A line on the loopback that counts what passes: every byte above TCP, headers included."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from urllib.parse import urlsplit


class Line:
    """Bytes up and down, and connections, since it was made or `clear` was called."""

    def __init__(self, url: str) -> None:
        target = urlsplit(url)
        self._target = (target.hostname or "127.0.0.1", target.port or 80)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.clear()
        Thread(target=self._accept, daemon=True).start()

    def clear(self) -> None:
        """Counts from nothing."""
        self.up = self.down = self.connections = 0

    def close(self) -> None:
        """Takes no more connections."""
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                far = socket.create_connection(self._target)
                self.connections += 1
                for plug in (near, far):
                    plug.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                Thread(target=self._pass, args=(near, far, True), daemon=True).start()
                Thread(target=self._pass, args=(far, near, False), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, up: bool) -> None:
        with suppress(OSError):
            while chunk := source.recv(65536):
                if up:
                    self.up += len(chunk)
                else:
                    self.down += len(chunk)
                target.sendall(chunk)
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)


@contextmanager
def counted(url: str) -> Iterator[Line]:
    """A counting line to a server."""
    line = Line(url)
    try:
        yield line
    finally:
        line.close()
