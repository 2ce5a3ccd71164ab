"""Codes on the finished papers: at least 25 mm, white around them, read at 150 and 300 dpi by another library."""

from __future__ import annotations

import numpy as np
import pytest
import zxingcpp
from msgspec.structs import replace
from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument
from pyzbar import pyzbar

from tests.documents.papers import CENTRED, LONG_CENTRED, LONG_SLIPPED, RSA_CENTRED, SLIPPED, made
from tests.documents.reading import blurred, pictures, symbol_sides
from vaxdesk.documents import certificate, labels, qr, roster, scanner_sheet, screening

ROWS = [row.code for row in roster.SAMPLE.rows]
LABELS = [label.code for label in labels.SAMPLE.labels]
SHEET = [code.code for code in scanner_sheet.SAMPLE.codes]
BY_QRCODE = {
    "certificate A4": [certificate.SAMPLE.code],
    "certificate A5": [certificate.SAMPLE.code],
    "certificate A4 slip": [SLIPPED.code],
    "certificate A5 slip": [SLIPPED.code],
    "certificate A4 centre": [CENTRED.code],
    "certificate A5 centre": [CENTRED.code],
    "screening vi": [screening.SAMPLE.code],
    "slip vi": [labels.SAMPLE_SLIP.code],
    "scanner sheet vi": SHEET,
}
BY_ZXING = {
    "certificates A4": [certificate.SAMPLE.code] * 3,
    "certificates A5": [certificate.SAMPLE.code] * 3,
    "certificates A4 slip": [SLIPPED.code, LONG_SLIPPED.code],
    "certificates A5 slip": [SLIPPED.code, LONG_SLIPPED.code],
    "certificates A4 centre": [CENTRED.code, LONG_CENTRED.code],
    "certificates A5 centre": [CENTRED.code, LONG_CENTRED.code],
    "roster vi": ROWS,
    "day form vi": ROWS,
    "roster long": ROWS,
    "labels vi": LABELS,
}
DPIS = (150, 300)


def previews(pdf: bytes) -> list[np.ndarray]:
    """Each page at 150 dpi in grey, drawn by PDFium."""
    source, document = QBuffer(), QPdfDocument(None)
    source.setData(pdf)
    source.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(source)
    found = []
    for number in range(document.pageCount()):
        page = document.pagePointSize(number)
        drawn = document.render(number, QSize(int(page.width() * 150 / 72), int(page.height() * 150 / 72)))
        drawn = drawn.convertToFormat(QImage.Format.Format_RGBA8888)
        pixels = np.frombuffer(drawn.constBits(), np.uint8).reshape(drawn.height(), drawn.width(), 4)
        found.append(255 - pixels[:, :, 3])  # black ink on nothing
    document.close()
    return found


def by_zxing(picture: np.ndarray) -> list[str]:
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCodeModel2)
    return [code.text for code in found]


def by_zbar(picture: np.ndarray) -> list[str]:
    return [code.data.decode() for code in pyzbar.decode(picture, symbols=[pyzbar.ZBarSymbol.QRCODE])]


@pytest.mark.parametrize("dpi", DPIS)
@pytest.mark.parametrize("name", BY_QRCODE)
def test_made_by_qrcode_read_by_zxing(name: str, dpi: int) -> None:
    read = [text for page in pictures(made(name), dpi) for text in by_zxing(blurred(page))]
    assert sorted(read) == sorted(BY_QRCODE[name])


@pytest.mark.parametrize("dpi", DPIS)
@pytest.mark.parametrize("name", BY_ZXING)
def test_made_by_zxing_read_by_zbar(name: str, dpi: int) -> None:
    read = [text for page in pictures(made(name), dpi) for text in by_zbar(page)]
    assert sorted(read) == sorted(BY_ZXING[name])


@pytest.mark.parametrize("name", [*BY_QRCODE, *BY_ZXING])
def test_at_least_25_millimetres_with_a_white_margin_of_four_modules(name: str) -> None:
    dpi, measured = 300, []
    for page in pictures(made(name), dpi):
        for found in zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormat.QRCodeModel2):
            spot = found.position
            corners = [(p.x, p.y) for p in (spot.top_left, spot.top_right, spot.bottom_right, spot.bottom_left)]
            width, height, white = symbol_sides(page, corners, qr.make(found.text).modules)
            assert min(width, height) / dpi * 25.4 >= qr.SMALLEST - 0.2
            assert white, f"{name}: ink within four modules of {found.text}"
            measured.append(found.text)
    assert sorted(measured) == sorted((BY_QRCODE | BY_ZXING)[name])


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", ["certificates A5", "roster vi", "labels vi"])
def test_read_from_the_preview_too(name: str) -> None:
    """PDFium draws the preview; it melts the modules of a code that is an image of one bit a module."""
    read = [text for page in previews(made(name)) for text in by_zbar(page)]
    assert sorted(read) == sorted(BY_ZXING[name])


@pytest.mark.parametrize("size", ["A4", "A5"])
def test_a_certificate_that_an_rsa_key_signed_is_read_at_300_dpi(size: str) -> None:
    """Half as long again: a module is 0.35 mm, which 150 dpi hardly part."""
    (page,) = pictures(made(f"certificate {size} centre rsa"), 300)
    assert by_zbar(page) == by_zxing(blurred(page)) == [RSA_CENTRED.code]


def test_a_certificate_of_500_characters_is_still_read() -> None:
    long = "HC1:" + "6BF+70790T9WJWG.FKY*4GO0.O1CV2 O5 N2FBBRW1*70" * 11
    pdf = certificate.render(replace(certificate.SAMPLE, code=long, code_text=""))
    (page,) = pictures(pdf, 300)
    assert by_zbar(page) == [long]
