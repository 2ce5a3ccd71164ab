"""Everything that reads codes beside the keyboard: camera, picture files, and a scanner on a serial cable."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from vaxdesk.settings import Settings
from vaxdesk.ui.camera_eye import CameraEye
from vaxdesk.ui.jobs import Err, Job
from vaxdesk.ui.kit.camera_dialog import CameraDialog
from vaxdesk.ui.lanes import Lanes
from vaxdesk.ui.notices import Notices
from vaxdesk.ui.screen import RawScan, ScanSource
from vaxdesk.words import say

if TYPE_CHECKING:
    from vaxdesk.scanning.serial_port import SerialScanner

_LOOK_FOR_IT_MS = 5000  # a scanner pulled out is looked for again


class Eyes:
    """Delivers every code to `scanned`. All of it works on the eye lane."""

    def __init__(self, lanes: Lanes, settings: Settings, *, scanned: Callable[[RawScan], object]) -> None:
        self._lanes, self._settings, self._scanned = lanes, settings, scanned
        self._scanner: SerialScanner | None = None
        self._job: Job | None = None
        self._again = QTimer()
        self._again.setSingleShot(True)
        self._again.setInterval(_LOOK_FOR_IT_MS)
        self._again.timeout.connect(self.start)

    def use(self, settings: Settings) -> None:
        """Settings changed."""
        other = settings.scanner_port != self._settings.scanner_port
        self._settings = settings
        if other:
            self.close()
            self.start()

    def start(self) -> None:
        """Listen to the serial scanner, if one is set."""
        device = self._settings.scanner_port
        if device and self._job is None:
            self._job = self._lanes.eye.run(lambda: _open(device), self._opened, self._lost)

    def close(self) -> None:
        """Listen no more."""
        self._again.stop()
        if self._job is not None:
            self._job.drop()
            self._job = None
        scanner, self._scanner = self._scanner, None
        if scanner is not None:
            self._lanes.eye.run(scanner.close)

    def show_camera(self, parent: QWidget) -> None:
        """Open the camera over the desk; the first code read closes it."""
        settings = self._settings
        dialog = CameraDialog(parent, self._lanes.eye, CameraEye(lambda: settings.camera))
        dialog.scanned.connect(lambda data: self._scanned(RawScan(data, ScanSource.CAMERA)))
        dialog.open()

    def read_image(self, path: Path, notices: Notices) -> None:
        """Read the code in a picture file."""

        def work() -> list[bytes]:
            from vaxdesk.scanning.decode import read_image_file

            return [code.data for code in read_image_file(path)]

        def read(found: list[bytes]) -> None:
            if not found:
                notices.warn(say("scan.outcome.nothing_found"))
            for data in found[:1]:
                self._scanned(RawScan(data, ScanSource.IMAGE))

        self._lanes.eye.run(work, read, notices.failed)

    def _opened(self, scanner: SerialScanner) -> None:
        self._scanner = scanner
        self._listen()

    def _listen(self) -> None:
        scanner = self._scanner
        if scanner is not None:
            self._job = self._lanes.eye.run(scanner.read, self._heard, self._lost)

    def _heard(self, readings: list[bytes]) -> None:
        for data in readings:
            self._scanned(RawScan(data, ScanSource.SERIAL))
        self._listen()

    def _lost(self, _err: Err) -> None:
        """Not there, or pulled out: keyboard and camera go on, and it is looked for again."""
        self._scanner = None
        self._job = None
        self._again.start()


def _open(device: str) -> SerialScanner:
    from vaxdesk.scanning.serial_port import SerialScanner

    return SerialScanner(device)
