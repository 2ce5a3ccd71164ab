"""Codes as pictures, and what a webcam does to them."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import qrcode
import zxingcpp

BACKGROUND = 200


def drawn_by_zxing(payload: str | bytes, scale: int = 4) -> np.ndarray:
    """A QR without a declared encoding, as citizen cards have it: the bytes of the UTF-8 text."""
    data = payload.encode() if isinstance(payload, str) else payload
    code = zxingcpp.create_barcode(data, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    return np.array(code.to_image(scale=scale))


def drawn_by_qrcode(payload: str | bytes, scale: int = 4) -> np.ndarray:
    code = qrcode.QRCode(border=4, box_size=scale)
    code.add_data(payload)
    return np.array(code.make_image().convert("L"))


def seen_by_webcam(payload: str, *, size: tuple[int, int] = (640, 480), share: float = 0.5) -> np.ndarray:
    """A grey frame with the code in its middle, `share` of the height."""
    width, height = size
    side = int(height * share)
    code = cv2.resize(drawn_by_zxing(payload, 12), (side, side), interpolation=cv2.INTER_AREA)
    frame = np.full((height, width), BACKGROUND, np.uint8)
    left, top = (width - side) // 2, (height - side) // 2
    frame[top:top + side, left:left + side] = np.minimum(code, 230)
    return frame


def blurred(frame: np.ndarray, sigma: float) -> np.ndarray:
    return cv2.GaussianBlur(frame, (0, 0), sigma)


def turned(frame: np.ndarray, degrees: float) -> np.ndarray:
    height, width = frame.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return cv2.warpAffine(frame, matrix, (width, height), borderValue=BACKGROUND)


def tilted(frame: np.ndarray, share: float) -> np.ndarray:
    height, width = frame.shape
    inset = share * height / 4
    before = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    after = np.float32([[inset, inset], [width - inset, 0], [width, height], [0, height - inset]])
    matrix = cv2.getPerspectiveTransform(before, after)
    return cv2.warpPerspective(frame, matrix, (width, height), borderValue=BACKGROUND)


def noisy(frame: np.ndarray, sigma: float, *, light: float = 1.0) -> np.ndarray:
    noise = np.random.default_rng(7).normal(0, sigma, frame.shape)
    return np.clip(frame * light + noise, 0, 255).astype(np.uint8)


DEGRADED: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "blur": lambda frame: blurred(frame, 2),
    "turned": lambda frame: turned(frame, 33),
    "upside down": lambda frame: turned(frame, 180),
    "tilted": lambda frame: tilted(frame, 0.35),
    "noise": lambda frame: noisy(frame, 30),
    "dim": lambda frame: noisy(frame, 4, light=0.15),
    "inverted": lambda frame: 255 - frame,
    "blur and noise, turned and tilted": lambda frame: noisy(blurred(turned(tilted(frame, 0.15), 8), 1), 8),
}
