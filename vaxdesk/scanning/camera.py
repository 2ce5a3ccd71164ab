"""A camera as a source of frames: grey for the decoder, a small colour picture for the eye. One thread at a time."""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

import cv2
import numpy as np

from vaxdesk.trouble import Trouble, TroubleCode

PREVIEW_WIDTH = 480
GUIDE_SHARE = 0.7  # side of the square to aim at, of the height; the rest of the height is room for the quiet zone
CODES = (1280, 720)  # below, the dense codes of citizen cards have too few pixels per module
SHEETS = (1920, 1080)  # handwriting on a sheet of A4 at 160 dots an inch; a lesser camera gives what it has
_DEVICES = Path("/sys/class/video4linux")
_PROBED = 4


class CameraInfo(NamedTuple):
    """A camera of this machine: what to open, what to show."""

    index: int
    name: str


class Guide(NamedTuple):
    """The square to hold the code into, in pixels of the preview."""

    x: int
    y: int
    side: int


class Frame(NamedTuple):
    """One picture. `grey`: 2-d uint8, the middle square with room around the guide; `preview`: RGB, 3 bytes a pixel."""

    grey: np.ndarray
    preview: bytes
    width: int
    height: int
    guide: Guide


class Camera:
    """An open camera; to be closed, or used in a `with`.

    Args:
        source: index of a camera, or path of a video file that stands in for one.
        wanted: width and height asked of it; it gives the nearest it has.
    Raises:
        Trouble: NO_CAMERA.
    """

    def __init__(self, source: int | Path, *, wanted: tuple[int, int] = CODES) -> None:
        _hush()
        backend = cv2.CAP_DSHOW if sys.platform == "win32" and isinstance(source, int) else cv2.CAP_ANY
        self._capture = cv2.VideoCapture(source if isinstance(source, int) else str(source), backend)
        if not self._capture.isOpened():
            raise Trouble(TroubleCode.NO_CAMERA, str(source) if isinstance(source, int) else "file")
        if isinstance(source, int):
            self._capture.set(cv2.CAP_PROP_FRAME_WIDTH, wanted[0])
            self._capture.set(cv2.CAP_PROP_FRAME_HEIGHT, wanted[1])
            self._capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)

    def grab(self) -> Frame:
        """The next frame for the decoder; see `picture`."""
        return frame_of(self.picture())

    def picture(self) -> np.ndarray:
        """The next picture whole, BGR; waits for it as long as the camera takes, usually 33 ms.

        Raises:
            Trouble: CAMERA_LOST, also at the end of a video file.
        """
        taken, pixels = self._capture.read()
        if not taken:
            raise Trouble(TroubleCode.CAMERA_LOST)
        return pixels

    def close(self) -> None:
        """Lets the camera go; its light goes out."""
        self._capture.release()

    def __enter__(self) -> Camera:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def frame_of(pixels: np.ndarray) -> Frame:
    """What is made of the BGR pixels of one picture."""
    height, width = pixels.shape[:2]
    side = min(height, width)
    left, top = (width - side) // 2, (height - side) // 2
    grey = cv2.cvtColor(pixels[top:top + side, left:left + side], cv2.COLOR_BGR2GRAY)
    preview, wide, high = preview_of(pixels)
    return Frame(grey, preview, wide, high, _guide(wide, high))


def preview_of(pixels: np.ndarray, *, width: int = PREVIEW_WIDTH) -> tuple[bytes, int, int]:
    """A picture made small for the eye: RGB, 3 bytes a pixel; its width and height."""
    high = max(1, pixels.shape[0] * width // pixels.shape[1])
    small = cv2.cvtColor(cv2.resize(pixels, (width, high), interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2RGB)
    return small.tobytes(), width, high


def _guide(width: int, height: int) -> Guide:
    side = int(min(width, height) * GUIDE_SHARE)
    return Guide((width - side) // 2, (height - side) // 2, side)


def cameras() -> list[CameraInfo]:
    """The cameras of this machine; where the system has no list, the first four places are tried."""
    if _DEVICES.is_dir():
        return listed_cameras(_DEVICES)
    places = range(0 if sys.platform.startswith("linux") else _PROBED)
    return [CameraInfo(place, "") for place in places if _is_there(place)]


def listed_cameras(devices: Path) -> list[CameraInfo]:
    """Cameras in the system's list of video devices; each has further nodes for metadata, which are left out."""
    found = []
    for node in devices.glob("video*"):
        if (node / "index").read_text().strip() == "0":
            found.append(CameraInfo(int(node.name.removeprefix("video")), (node / "name").read_text().strip()))
    return sorted(found)


def _is_there(index: int) -> bool:
    try:
        Camera(index).close()
    except Trouble:
        return False
    return True


def _hush() -> None:
    """Missing cameras are told by Trouble, not by OpenCV's own lines on the terminal."""
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
