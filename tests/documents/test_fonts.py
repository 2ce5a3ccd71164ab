"""What reaches the paper is composed and drawable."""

from __future__ import annotations

import unicodedata

import pytest
from reportlab.pdfbase import pdfmetrics

from vaxdesk.documents.fonts import FACES, install, printable

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LETTERS = "bcdđghklmnpqrstvx" + "".join(unicodedata.normalize("NFC", v + t) for v in VOWELS for t in TONES)


@pytest.mark.parametrize("face", FACES)
def test_every_face_has_all_vietnamese_letters(face: str) -> None:
    install()
    glyphs = pdfmetrics.getFont(face).face.charToGlyph
    assert [letter for letter in LETTERS + LETTERS.upper() if ord(letter) not in glyphs] == []


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        (unicodedata.normalize("NFD", "Nguyễn Thị Đào"), "Nguyễn Thị Đào"),
        ("Lò\u00a0Văn\tPáo", "Lò Văn Páo"),
        ("Lò\u200bVăn\ufeff", "LòVăn"),
        ("một\nhai", "một\nhai"),
        ("ＡＢＣ１２", "ABC12"),
        ("王 Vương", "? Vương"),
        ("plain ascii | 012", "plain ascii | 012"),
    ],
    ids=["nfd", "odd spaces", "zero width", "line feed kept", "full width", "stranger is visible", "ascii"],
)
def test_printable(given: str, printed: str) -> None:
    assert printable(given) == printed
