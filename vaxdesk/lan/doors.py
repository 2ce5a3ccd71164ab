"""Sockets of the exchange that are not yet a conversation: the door, a knock at another's, and the bell of the loop."""

from __future__ import annotations

import socket
from contextlib import suppress

from vaxdesk.domain.lan_address import Address

KNOCK_S = 5.0
_BACKLOG = 16


class Door:
    """Where neighbours knock."""

    def __init__(self, listening: socket.socket) -> None:
        self._socket = listening
        self.port: int = listening.getsockname()[1]

    @classmethod
    def open(cls, host: str, port: int) -> Door | None:
        """Listens at a port, or at any other where that is taken; None where there is none to be had."""
        for candidate in (port, 0):
            with suppress(OSError):
                listening = socket.create_server((host, candidate), backlog=_BACKLOG)
                listening.setblocking(False)
                return cls(listening)
        return None

    def fileno(self) -> int:
        """For the selector."""
        return self._socket.fileno()

    def arrivals(self) -> list[tuple[socket.socket, Address]]:
        """Connections that came in."""
        found = []
        with suppress(OSError):  # nobody more, or gone again
            while len(found) < _BACKLOG:
                sock, address = self._socket.accept()
                found.append((sock, address[:2]))
        return found

    def close(self) -> None:
        """Listens no more."""
        self._socket.close()


class Knock:
    """A connection being tried."""

    def __init__(self, sock: socket.socket, address: Address, now: float) -> None:
        self._socket, self.address, self._until = sock, address, now + KNOCK_S

    @classmethod
    def at(cls, address: Address, now: float) -> Knock | None:
        """Begins to connect; None where it cannot even be tried."""
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        sock.setblocking(False)
        try:
            sock.connect(address)
        except BlockingIOError:
            pass
        except OSError:
            sock.close()
            return None
        return cls(sock, address, now)

    def fileno(self) -> int:
        """For the selector."""
        return self._socket.fileno()

    def is_overdue(self, now: float) -> bool:
        """Whether nobody will answer any more."""
        return now > self._until

    def result(self) -> socket.socket | None:
        """The connected socket; None when nobody is there."""
        return None if self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) else self._socket

    def close(self) -> None:
        """Gives up."""
        self._socket.close()


class Wake:
    """Wakes the loop from another thread."""

    def __init__(self) -> None:
        self._ear, self._mouth = socket.socketpair()
        self._ear.setblocking(False)
        self._mouth.setblocking(False)

    def fileno(self) -> int:
        """For the selector."""
        return self._ear.fileno()

    def ring(self) -> None:
        """From any thread; a bell that rings already need not ring twice."""
        with suppress(OSError):
            self._mouth.send(b"!")

    def heard(self) -> None:
        """The loop is awake."""
        with suppress(OSError):
            while self._ear.recv(4096):
                pass

    def close(self) -> None:
        """No more."""
        self._ear.close()
        self._mouth.close()
