"""Headings: titles of two lines, the station's name, the file's own title."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.documents.papers import made
from tests.documents.reading import words
from vaxdesk.documents.sheet import title_lines


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("PHIẾU SÀNG LỌC", 180, "PHIẾU SÀNG LỌC"),
        ("PHIẾU ĐỒNG Ý CHO TRẺ THAM GIA", 60, "PHIẾU ĐỒNG Ý CHO\nTRẺ THAM GIA"),
        ("PHIẾU\nSÀNG LỌC TRƯỚC TIÊM CHỦNG", 40, "PHIẾU\nSÀNG LỌC TRƯỚC TIÊM CHỦNG"),
        ("KHÔNGCÓCHỖNGẮT", 10, "KHÔNGCÓCHỖNGẮT"),
    ],
    ids=["fits", "balanced", "own break", "one word"],
)
def test_title_lines(text: str, width: float, lines: str) -> None:
    assert title_lines(text, width) == lines


def test_quoc_hieu_stands_over_tieu_ngu() -> None:
    first = {word.text: word for word in words(made("certificate A4"))}
    assert first["CỘNG"].foot <= first["Độc"].top + 3
    middles = [(first[a].left + first[b].right) / 2 for a, b in (("CỘNG", "NAM"), ("Độc", "phúc"))]
    assert middles == pytest.approx([595.28 / 2] * 2, abs=0.5)


def test_the_file_names_its_paper_and_language() -> None:
    reader = PdfReader(BytesIO(made("roster en")))
    assert reader.metadata.title == "ROSTER OF RECIPIENTS 24/11/2026"
    assert reader.trailer["/Root"]["/Lang"] == "en"
