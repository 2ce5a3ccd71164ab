"""A photo of a sheet, made small: grey, at most so many bytes, still to be read."""

from __future__ import annotations

import cv2
import numpy as np

MOST_BYTES = 150_000
_LONG_SIDE = 1754  # pixels: a sheet of A4 at 150 dots an inch
_QUALITIES = (80, 65, 50, 35)


def grey_jpeg(data: bytes, *, most: int = MOST_BYTES) -> bytes:
    """A picture of any usual format as a grey JPEG of at most `most` bytes; empty when it is no picture."""
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE) if data else None
    return b"" if picture is None else small_jpeg(picture, most=most)


def small_jpeg(picture: np.ndarray, *, most: int = MOST_BYTES) -> bytes:
    """Grey pixels as a JPEG of at most `most` bytes.

    Fewer dots before worse ones: letters suffer sooner from a poor quality than from a smaller picture.
    """
    scale = min(1.0, _LONG_SIDE / max(picture.shape))
    while True:
        size = [max(1, round(side * scale)) for side in reversed(picture.shape)]
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA) if scale < 1 else picture
        for quality in _QUALITIES[:2] if scale > 0.3 else _QUALITIES:
            done, made = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, quality])
            if done and len(made) <= most:
                return made.tobytes()
        scale *= 0.8
