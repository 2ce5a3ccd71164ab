"""Takes a picture of an X screen as a person would see it: `python installer/look.py PICTURE.png`.

For a screen that is a virtual one. Waits a little until a window is drawn and at rest; exit code 1 when none is.
"""

from __future__ import annotations

import os
import sys
import time

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage

_SECONDS = 10
_PAUSE = 0.25
_COLOURS = 12  # an empty screen has one or two, a window with words in it dozens
_STILL = 0.01  # share of points that may change between two looks: a caret blinks


def main(path: str) -> int:
    """Writes the picture and says by the exit code whether there was something to see."""
    os.environ["QT_QPA_PLATFORM"] = "xcb"
    application = QGuiApplication(sys.argv[:1])
    end = time.monotonic() + _SECONDS
    before: list[int] = []
    while True:
        seen = application.primaryScreen().grabWindow(0).toImage()
        now = _points(seen)
        drawn = len(set(now)) >= _COLOURS and _changed(before, now) <= _STILL
        if drawn or time.monotonic() > end:
            return 0 if seen.save(path) and drawn else 1
        before = now
        time.sleep(_PAUSE)


def _points(seen: QImage) -> list[int]:
    small = seen.scaled(160, 90, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.FastTransformation)
    return [small.pixel(x, y) for y in range(small.height()) for x in range(small.width())]


def _changed(before: list[int], now: list[int]) -> float:
    return sum(a != b for a, b in zip(before, now, strict=True)) / len(now) if before else 1.0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
