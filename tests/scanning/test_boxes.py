"""DataMatrix of vaccine boxes: real images, through the path that a camera and a picture file take."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import zxingcpp

from vaxdesk.domain.scans import ScanKind
from vaxdesk.domain.stock.gs1 import Box, read_box
from vaxdesk.scanning.decode import read_grey, read_image
from vaxdesk.scanning.reading import read

GTIN = "08934673573399"
SAYS = f"(01){GTIN}(17)270600(10)FK1234(21)9A0001"
BOX = Box(gtin=GTIN, lot="FK1234", expiry="2027-06-30", serial="9A0001")


def a_box(scale: int = 4) -> np.ndarray:
    made = zxingcpp.create_barcode(SAYS, zxingcpp.BarcodeFormat.DataMatrix, gs1=True)
    return np.array(zxingcpp.write_barcode_to_image(made, scale=scale, add_quiet_zones=True))


def in_a_frame(code: np.ndarray, *, turned: float = 0, dim: bool = False) -> np.ndarray:
    """The code somewhere on a grey box before a camera."""
    frame = np.full((720, 720), 205, np.uint8)
    frame[200 : 200 + code.shape[0], 260 : 260 + code.shape[1]] = code
    frame = cv2.warpAffine(frame, cv2.getRotationMatrix2D((360, 360), turned, 1), (720, 720), borderValue=205)
    return (frame // 3 + 20).astype(np.uint8) if dim else cv2.GaussianBlur(frame, (0, 0), 1)


def said(data: bytes) -> Box | None:
    scan = read(data, today="2026-11-23")
    assert scan.kind is ScanKind.GS1
    return read_box(scan.extras[0])


@pytest.mark.parametrize("frame", [{}, {"turned": 17}, {"turned": 90}, {"dim": True}], ids=["plain", "17", "90", "dim"])
def test_a_camera_reads_a_box(frame: dict) -> None:
    (found,) = read_grey(in_a_frame(a_box(6), **frame))
    assert b"\x1d" in found.data
    assert said(found.data) == BOX


def test_a_picture_file_of_a_box() -> None:
    (found,) = read_image(cv2.imencode(".png", a_box())[1].tobytes())
    assert said(found.data) == BOX


def test_a_datamatrix_that_is_no_box_is_another_code() -> None:
    made = zxingcpp.create_barcode("hello", zxingcpp.BarcodeFormat.DataMatrix)
    (found,) = read_grey(np.array(zxingcpp.write_barcode_to_image(made, scale=4, add_quiet_zones=True)))
    assert read(found.data).kind is ScanKind.UNKNOWN


@pytest.mark.parametrize(
    "typed", [f"]d201{GTIN}1727060010FK1234\x1d219A0001", f"01{GTIN}1727060010FK1234\x1d219A0001",
              f"01{GTIN}21{BOX.serial}1727060010FK1234"],
    ids=["prefix", "bare", "separator-lost"],
)  # fmt: skip
def test_a_scanner_that_types(typed: str) -> None:
    scan = read(typed, keyed=True)
    assert scan.kind is ScanKind.GS1
    assert read_box(scan.extras[0]) == BOX
