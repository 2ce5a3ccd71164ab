"""USB-serial scanners, played by a real pair of terminals."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from vaxdesk.domain.scans import ScanOutcome
from vaxdesk.scanning.reading import read
from vaxdesk.scanning.serial_port import ScannerPort, SerialScanner, scanner_ports
from vaxdesk.trouble import Trouble, TroubleCode

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals")
LANH = "015190001234|060812345|Nguyễn Thị Lành|01011990|Nữ|Thôn Cu Vai, Xà Hồ|15042021"


class Plugged:
    """A scanner plugged into this machine: `send` is its trigger."""

    def __init__(self) -> None:
        self._ours, theirs = os.openpty()
        self.device = os.ttyname(theirs)
        self._theirs = theirs

    def send(self, data: bytes) -> None:
        os.write(self._ours, data)

    def pull_out(self) -> None:
        for end in (self._ours, self._theirs):
            if end >= 0:
                os.close(end)
        self._ours = self._theirs = -1


@pytest.fixture
def plugged() -> Iterator[Plugged]:
    scanner = Plugged()
    yield scanner
    scanner.pull_out()


def readings(scanner: SerialScanner, wanted: int = 1) -> list[bytes]:
    """What the scanner gives until `wanted` readings are there, or for twenty silences."""
    found: list[bytes] = []
    for _ in range(20):
        found += scanner.read()
        if len(found) >= wanted:
            break
    return found


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\t", b""], ids=["CR", "LF", "CRLF", "Tab", "silence"])
def test_one_reading_per_code(plugged: Plugged, end: bytes) -> None:
    with SerialScanner(plugged.device, silence=0.05) as scanner:
        plugged.send(LANH.encode() + end)
        assert readings(scanner) == [LANH.encode()]
        plugged.send(b"VXR:1" + end)
        assert readings(scanner) == [b"VXR:1"]


def test_two_codes_at_once_and_one_in_pieces(plugged: Plugged) -> None:
    with SerialScanner(plugged.device, silence=0.5) as scanner:
        plugged.send(b"one\r\ntwo\r\nthr")
        found = readings(scanner, 2)
        plugged.send(b"ee\r")
        assert found + readings(scanner) == [b"one", b"two", b"three"]


def test_letters_come_whole(plugged: Plugged) -> None:
    with SerialScanner(plugged.device, silence=0.05) as scanner:
        plugged.send(LANH.encode() + b"\r")
        (data,) = readings(scanner)
    scan = read(data, keyed=True)
    assert (scan.outcome, scan.name, scan.sex) == (ScanOutcome.READ, "Nguyễn Thị Lành", "F")


def test_silence_alone_is_nothing(plugged: Plugged) -> None:
    with SerialScanner(plugged.device, silence=0.01) as scanner:
        assert readings(scanner) == []


def test_a_scanner_pulled_out(plugged: Plugged) -> None:
    with SerialScanner(plugged.device, silence=0.02) as scanner:
        plugged.pull_out()
        with pytest.raises(Trouble) as caught:
            readings(scanner)
    assert caught.value.code is TroubleCode.SCANNER_LOST


def test_no_scanner(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as caught:
        SerialScanner(str(tmp_path / "ttyUSB7"))
    assert caught.value.code is TroubleCode.NO_SCANNER


def test_usb_ports_are_listed_first(monkeypatch: pytest.MonkeyPatch) -> None:
    from serial.tools import list_ports
    from serial.tools.list_ports_common import ListPortInfo

    def port(device: str, vid: int | None, product: str | None) -> ListPortInfo:
        info = ListPortInfo(device)
        info.vid, info.product = vid, product
        return info

    here = [port("/dev/ttyS0", None, None), port("/dev/ttyACM0", 0x05E0, "Symbol Scanner")]
    monkeypatch.setattr(list_ports, "comports", lambda: here)
    assert [found.device for found in scanner_ports()] == ["/dev/ttyACM0", "/dev/ttyS0"]
    assert scanner_ports()[0] == ScannerPort("/dev/ttyACM0", "Symbol Scanner")
