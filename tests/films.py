"""Films that stand in for a camera."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np


def sheet_film(path: Path, *, frames: int) -> Path:
    """A written sheet that lies still under a camera."""
    picture = np.full((720, 1280, 3), (80, 86, 92), np.uint8)
    picture[20:700, 400:880] = (230, 238, 240)
    for at in range(90, 680, 60):
        cv2.putText(picture, "Lo Thi Do 0151900", (420, at), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (70, 30, 20), 2)
    out = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), 30, (1280, 720))
    for _ in range(frames):
        out.write(picture)
    out.release()
    return path
