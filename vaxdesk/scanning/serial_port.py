"""USB-serial (COM, CDC) scanners: raw bytes in, one payload per reading out. No keyboard, so no input method."""

from __future__ import annotations

import re
from types import TracebackType
from typing import NamedTuple

import serial
from serial.tools import list_ports

from vaxdesk.trouble import Trouble, TroubleCode

_ENDS = re.compile(rb"[\r\n\t]+")
_MOST_PENDING = 1 << 16  # bytes without an end: not a scanner, or the wrong speed


class ScannerPort(NamedTuple):
    """A serial port of this machine: what to open, what to show."""

    device: str
    name: str


class SerialScanner:
    """An open scanner; to be closed, or used in a `with`.

    Args:
        device: as `scanner_ports` lists it.
        baud: CDC scanners ignore it.
        silence: seconds without a byte that end a reading when the scanner sends no CR, LF or Tab.
    Raises:
        Trouble: NO_SCANNER.
    """

    def __init__(self, device: str, *, baud: int = 9600, silence: float = 0.1) -> None:
        try:
            self._port = serial.Serial(device, baud, timeout=silence)
        except (serial.SerialException, OSError, ValueError) as error:
            raise Trouble(TroubleCode.NO_SCANNER, type(error).__name__) from None
        self._pending = b""

    def read(self) -> list[bytes]:
        """The readings that have ended since the last call; waits no longer than the silence.

        Raises:
            Trouble: SCANNER_LOST.
        """
        try:
            data = self._port.read(max(1, self._port.in_waiting))
        except (serial.SerialException, OSError, TypeError) as error:
            # a port pulled out while reading shows as TypeError in pyserial on POSIX
            raise Trouble(TroubleCode.SCANNER_LOST, type(error).__name__) from None
        *ended, self._pending = _ENDS.split(self._pending + data)
        if not data or len(self._pending) > _MOST_PENDING:
            ended.append(self._pending)
            self._pending = b""
        return [reading for reading in ended if reading]

    def close(self) -> None:
        """Lets the port go."""
        self._port.close()

    def __enter__(self) -> SerialScanner:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def scanner_ports() -> list[ScannerPort]:
    """The serial ports of this machine, USB ones first: those may be scanners."""
    ports = sorted(list_ports.comports(), key=lambda port: (port.vid is None, port.device))
    return [ScannerPort(port.device, port.product or port.description or port.device) for port in ports]
