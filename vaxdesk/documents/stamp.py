"""Writes across every page of a finished paper, so that a practice station's papers are worth nothing."""

from __future__ import annotations

from io import BytesIO
from math import atan2, degrees, hypot

from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from vaxdesk.documents.fonts import BOLD, install, printable

_GREY, _SHARE, _LARGEST = 0.78, 0.8, 60.0


def across(pdf: bytes, words: str) -> bytes:
    """The same pages, each with these words in grey from corner to corner, behind what is printed."""
    reader = PdfReader(BytesIO(pdf))
    writer = PdfWriter(clone_from=reader)
    for page in writer.pages:
        mark = _mark(float(page.mediabox.width), float(page.mediabox.height), words)
        page.merge_page(mark, over=False)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _mark(width: float, height: float, words: str) -> object:
    install()
    out = BytesIO()
    canvas = Canvas(out, pagesize=(width, height), invariant=1, initialFontName=BOLD)
    text = printable(words)
    size = min(_LARGEST, 10 * hypot(width, height) * _SHARE / max(1.0, canvas.stringWidth(text, BOLD, 10)))
    canvas.setFillGray(_GREY)
    canvas.setFont(BOLD, size)
    canvas.translate(width / 2, height / 2)
    canvas.rotate(degrees(atan2(height, width)))
    canvas.drawCentredString(0, -size / 3, text)
    canvas.save()
    return PdfReader(BytesIO(out.getvalue())).pages[0]
