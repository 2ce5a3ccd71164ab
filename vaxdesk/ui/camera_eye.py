"""The camera of the desk as the eye lane sees it: a frame, its codes, and whether enough frames agree."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_FRAMES = 3


@dataclass(frozen=True)
class Seen:
    """One frame looked at; `guide` is x, y, side of the square to hold the code into, in pixels of the preview."""

    preview: bytes
    width: int
    height: int
    guide: tuple[int, int, int]
    agreeing: float
    found: tuple[bytes, ...]


class CameraEye:
    """Opens the camera named by `source()` (index, or a video file that stands in for one)."""

    def __init__(self, source: Callable[[], int | Path] = lambda: 0) -> None:
        from vaxdesk.scanning.steady import Steady

        self._source = source
        self._camera: Any = None  # a Camera; its module loads OpenCV and is imported only when it is opened
        self._steady = Steady(frames=_FRAMES)
        self._runs: dict[bytes, int] = {}

    def open(self) -> None:
        """Open the camera; Trouble NO_CAMERA when there is none. OpenCV is first loaded here."""
        from vaxdesk.scanning.camera import Camera

        self._steady.forget()
        self._runs = {}
        self._camera = Camera(self._source())

    def look(self) -> Seen:
        """The next frame; Trouble CAMERA_LOST when the camera is gone."""
        from vaxdesk.scanning.decode import read_grey

        if self._camera is None:
            self.open()
        frame = self._camera.grab()
        shown = [code.data for code in read_grey(frame.grey)]
        self._runs = {data: self._runs.get(data, 0) + 1 for data in shown}
        fresh = self._steady.feed(int(time.monotonic() * 1000), shown)
        agreeing = min(1.0, max(self._runs.values(), default=0) / _FRAMES)
        return Seen(frame.preview, frame.width, frame.height, tuple(frame.guide), agreeing, tuple(fresh))

    def close(self) -> None:
        """Let the camera go."""
        if self._camera is not None:
            self._camera.close()
            self._camera = None
