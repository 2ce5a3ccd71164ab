"""The camera over a sheet of paper as the eye lane sees it: the picture now, and the one that is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SHOWN = 960  # pixels: wide enough to see whether the letters are sharp
_NO_GUIDE = (0, 0, 0)


@dataclass(frozen=True)
class SheetSeen:
    """One picture of the sheet, made small for the eye; no code is looked for in it."""

    preview: bytes
    width: int
    height: int
    guide: tuple[int, int, int] = _NO_GUIDE
    agreeing: float = 0.0
    found: tuple[bytes, ...] = ()


class SheetEye:
    """Opens the camera named by `source()` (index, or a video file that stands in for one)."""

    def __init__(self, source: Callable[[], int | Path] = lambda: 0) -> None:
        self._source = source
        self._camera: Any = None  # a Camera; its module loads OpenCV and is imported only when it is opened
        self._picture: Any = None
        self._turns = 0

    def open(self) -> None:
        """Open the camera; Trouble NO_CAMERA when there is none. OpenCV is first loaded here."""
        from vaxdesk.scanning.camera import SHEETS, Camera

        self._camera = Camera(self._source(), wanted=SHEETS)

    def look(self) -> SheetSeen:
        """The next picture; Trouble CAMERA_LOST when the camera is gone."""
        import numpy as np

        from vaxdesk.scanning.camera import preview_of

        if self._camera is None:
            self.open()
        self._picture = np.ascontiguousarray(np.rot90(self._camera.picture(), -self._turns))
        return SheetSeen(*preview_of(self._picture, width=min(_SHOWN, self._picture.shape[1])))

    def take(self) -> bytes:
        """The picture that was shown last, as it is kept: a small grey JPEG."""
        import cv2

        from vaxdesk.scanning.sheet_photo import small_jpeg

        if self._picture is None:
            self.look()
        return small_jpeg(cv2.cvtColor(self._picture, cv2.COLOR_BGR2GRAY))

    def turn(self) -> None:
        """From now on pictures stand a quarter turn to the right: sheets lie as the camera allows."""
        self._turns = (self._turns + 1) % 4

    def close(self) -> None:
        """Let the camera go."""
        self._picture = None
        if self._camera is not None:
            self._camera.close()
            self._camera = None
