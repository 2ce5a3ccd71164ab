"""Codes made by one library and read by others."""

from __future__ import annotations

import re

import numpy as np
import pytest
import zxingcpp
from pyzbar import pyzbar

from vaxdesk.documents import qr

PAYLOADS = {
    "roster row": "VXR:05444865523167665884105",
    "certificate": "VXC:31415926535897932384626433832795028841920",
    "one letter": "A",
    "citizen card": "015190001234|060812345|Nguyen Thi Lanh|01011990|Nu|Thon Cu Vai, Xa Ho, Tram Tau, Yen Bai|15042021",
    "base 45": "HC1:" + "6BF+70790T9WJWG.FKY*4GO0.O1CV2 O5 N2FBBRW1*70" * 9,
}
payloads = pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)


def picture(code: qr.Code, scale: int = 5) -> np.ndarray:
    modules = np.array([[255 * (bit == "0") for bit in row] for row in code.rows], np.uint8)
    return np.kron(np.pad(modules, qr.QUIET, constant_values=255), np.ones((scale, scale), np.uint8))


@payloads
def test_made_by_qrcode_read_by_zxing(text: str) -> None:
    (found,) = zxingcpp.read_barcodes(picture(qr.make(text)), formats=zxingcpp.BarcodeFormat.QRCodeModel2)
    assert found.text == text


@payloads
def test_made_by_zxing_read_by_zbar(text: str) -> None:
    (found,) = pyzbar.decode(picture(qr.make_fast(text)))
    assert found.data.decode() == text


def test_vietnamese_text_survives() -> None:
    text = "VXT|Nguyễn Thị Đào Ưng Ắng|Buôn Đôn, Đắk Lắk|Nữ|$"
    (found,) = zxingcpp.read_barcodes(picture(qr.make(text)))
    assert found.bytes.decode() == text


@pytest.mark.parametrize("make", [qr.make, qr.make_fast], ids=["qrcode", "zxing"])
@payloads
def test_quiet_zone_of_the_smallest_print_is_at_most_four_millimetres(make: object, text: str) -> None:
    code = make(text)
    assert code.modules >= 25
    assert code.quiet(qr.SMALLEST) <= 4.0
    assert {len(row) for row in code.rows} == {code.modules}


def test_capitals_and_digits_take_the_dense_modes() -> None:
    capitals = "VXC:" + "7" * 41
    assert qr.make(capitals).modules < qr.make(capitals.lower().replace("7", "y")).modules


def test_stronger_correction_needs_more_modules() -> None:
    text = PAYLOADS["certificate"]
    assert qr.make(text, level="H").modules > qr.make(text, level="L").modules
    assert qr.make_fast(text, level="H").modules > qr.make_fast(text, level="L").modules


def test_outline_covers_exactly_the_dark_modules() -> None:
    code = qr.make("VXR:1")
    drawn = qr.outline(code, left=0, top=100, side=100)
    area = sum(int(width) * int(height) for width, height in re.findall(r"\d+ \d+ (\d+) (\d+) re", drawn))
    assert area == "".join(code.rows).count("1")


def test_halves_keep_every_letter() -> None:
    long = "VXC:0BJ6K42M7XQ9T2B4H8FZWND5RA-20"
    assert qr.halves(long).replace("\n", "") == long
    assert qr.halves(long).count("\n") == 1
    assert qr.halves("VXR:0F3K7M9QX2TBW.41-05").count("\n") == 0
