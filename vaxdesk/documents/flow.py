"""Papers that flow over pages: styles of text, and the build that puts page n of m on each."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from io import BytesIO
from typing import NamedTuple

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table, TableStyle

from vaxdesk.documents.fitting import LEADING
from vaxdesk.documents.fonts import BOLD, ITALIC, REGULAR, STRONG, install, printable
from vaxdesk.documents.pen import HAIR, Box, Pen
from vaxdesk.documents.sheet import A4, FOOT, footer
from vaxdesk.domain.views import StationView

MARGIN = 15.0
WIDTH = A4[0] - 2 * MARGIN
LONG = A4[1] - 2 * MARGIN  # of the text on a sheet laid on its side
_BOTTOM = 13.0

BODY = ParagraphStyle("body", fontName=REGULAR, fontSize=9.5, leading=9.5 * LEADING)
ABOVE = ParagraphStyle("above", parent=BODY, spaceBefore=2, spaceAfter=1, keepWithNext=1)
READ = ParagraphStyle("read", fontName=REGULAR, fontSize=11, leading=11 * 1.4, spaceAfter=6)
NOTE = ParagraphStyle("note", fontName=ITALIC, fontSize=8.5, leading=8.5 * LEADING)
SECTION = ParagraphStyle("section", fontName=BOLD, fontSize=10.5, leading=10.5 * LEADING, spaceBefore=3, spaceAfter=2,
                         keepWithNext=1)  # fmt: skip
CELL = ParagraphStyle("cell", parent=BODY)
CELL_HEAD = ParagraphStyle("head", fontName=STRONG, fontSize=9, leading=9 * LEADING, alignment=1)
GRID = TableStyle([
    ("FONTNAME", (0, 0), (-1, -1), REGULAR),
    ("GRID", (0, 0), (-1, -1), HAIR, "#000000"),
    ("BACKGROUND", (0, 0), (-1, 0), "#ebebeb"),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("TOPPADDING", (0, 0), (-1, -1), 1.6),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2.2),
    ("LEFTPADDING", (0, 0), (-1, -1), 3),
    ("RIGHTPADDING", (0, 0), (-1, -1), 3),
])  # fmt: skip

_BARE = TableStyle([
    ("FONTNAME", (0, 0), (-1, -1), REGULAR),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    *((side, (0, 0), (-1, -1), 0) for side in ("TOPPADDING", "BOTTOMPADDING", "LEFTPADDING", "RIGHTPADDING")),
])  # fmt: skip


class Page(NamedTuple):
    """What the footer of every page says, the title that viewers show, and whether the sheet lies on its side."""

    title: str
    station: StationView
    printed_at: str
    language: str
    wide: bool = False  # the long edge lies below

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in millimetres."""
        return (A4[1], A4[0]) if self.wide else A4


def build(story: Callable[[], list[Flowable]], page: Page) -> bytes:
    """The PDF of a story on A4, upright or on its side; it is told twice, the first time only to count the pages.

    Args:
        story: makes the flowables anew at each call.
        page: footer and title.
    """
    return _pass(story(), page, pages=_pass(story(), page, pages=0)[1])[0]


def paragraph(text: str, style: ParagraphStyle = BODY) -> Paragraph:
    """A wrapped paragraph of plain text; line feeds are kept."""
    install()
    return Paragraph(escape(printable(text), quote=False).replace("\n", "<br/>"), style)


def beside(left: list[Flowable], right: list[Flowable], *, right_width: float, width: float = WIDTH) -> Flowable:
    """Two columns without padding, the right one as wide as told in millimetres."""
    widths = ((width - right_width) * mm, right_width * mm)
    return Table([[left, right]], colWidths=widths, style=_BARE)


def _pass(story: list[Flowable], page: Page, *, pages: int) -> tuple[bytes, int]:
    install()
    out = BytesIO()
    width, height = page.size
    document = SimpleDocTemplate(
        out,
        pagesize=(width * mm, height * mm),
        leftMargin=MARGIN * mm - 6,  # a frame has 6 points of padding of its own
        rightMargin=MARGIN * mm - 6,
        topMargin=9 * mm - 6,
        bottomMargin=_BOTTOM * mm - 6,
        title=printable(page.title),
        lang=page.language,
        invariant=1,
        pageCompression=1,
        printScaling="None",
        initialFontName=REGULAR,
    )

    def foot(canvas: object, built: SimpleDocTemplate) -> None:
        box = Box(MARGIN, 0, width - 2 * MARGIN, height - FOOT)
        footer(Pen(canvas, height), box, station=page.station, printed_at=page.printed_at, page=built.page, pages=pages,
               language=page.language)  # fmt: skip

    document.build(story, onFirstPage=foot, onLaterPages=foot)
    return out.getvalue(), document.page
