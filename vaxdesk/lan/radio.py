"""Calls into the local network and hears those of others: UDP broadcast, bounded, never trusted."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from contextlib import suppress

from vaxdesk.lan import beacon
from vaxdesk.lan.beacon import Call

ANYWHERE = "0.0.0.0"
_LOOPBACK, _LOOPBACK_CALLS = "127.", "127.255.255.255"
_MOST_AT_ONCE = 64


class Radio:
    """An ear that every desk of a machine may share, and a mouth.

    Args:
        host: the address that calls come from; `0.0.0.0` for all interfaces, a loopback one to stay inside.

    Raises:
        OSError: the port cannot be had.
    """

    def __init__(self, host: str, port: int) -> None:
        self._port = port
        self._mouth = _socket()
        try:
            self._mouth.bind((host, 0))
            self._ear = _ear(_LOOPBACK_CALLS if host.startswith(_LOOPBACK) else ANYWHERE, port)
        except OSError:
            self._mouth.close()
            raise

    def fileno(self) -> int:
        """For the selector."""
        return self._ear.fileno()

    def call(self, data: bytes, targets: Sequence[str]) -> bool:
        """Sends a call to broadcast addresses; tells whether any took it. An interface that is down is passed over."""
        sent = False
        for target in targets:
            with suppress(OSError):
                self._mouth.sendto(data, (target, self._port))
                sent = True
        return sent

    def hear(self, server: bytes, unit: str) -> list[tuple[Call, str]]:
        """Calls of desks of the same station, each with the address that it came from."""
        found = []
        for _ in range(_MOST_AT_ONCE):
            try:
                data, (host, _port) = self._ear.recvfrom(2 * beacon.SIZE)
            except BlockingIOError:
                break
            except OSError:  # a call longer than ours: Windows tells so, elsewhere it is cut
                continue
            call = beacon.read(data, server, unit)
            if call is not None:
                found.append((call, host))
        return found

    def close(self) -> None:
        """Lets the port go."""
        self._ear.close()
        self._mouth.close()


def _ear(host: str, port: int) -> socket.socket:
    ear = _socket()
    try:
        ear.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # several desks on one machine
        ear.bind((host, port))
    except OSError:
        ear.close()
        raise
    return ear


def _socket() -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    made.setblocking(False)
    return made


def broadcasts(host: str) -> tuple[str, ...]:
    """Where to call without asking the system for its interfaces: inside this machine, or on the first network."""
    return (_LOOPBACK_CALLS,) if host.startswith(_LOOPBACK) else ("255.255.255.255", _LOOPBACK_CALLS)
