"""A growing PDF of fixed pages: paper sizes, footer, and the two headings of Vietnamese official forms."""

from __future__ import annotations

import re
from io import BytesIO

from reportlab import rl_config
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from vaxdesk.documents.dates import moment
from vaxdesk.documents.fitting import Style
from vaxdesk.documents.fonts import BOLD, ITALIC, REGULAR, STRONG, install, printable
from vaxdesk.documents.pen import FIRM, Align, Box, Pen, Rise, width_of
from vaxdesk.domain.views import StationView
from vaxdesk.words import say_in

rl_config.useA85 = 0  # streams as bytes: as letters they are a quarter larger and take a third of a page's time

A4 = (210.0, 297.0)
A5 = (148.0, 210.0)
FOOT = 7.0  # mm from the foot of the page to the footer's baseline: outside the unprintable edge of lasers

LABEL = Style(REGULAR, 9.0, 6.0)
VALUE = Style(STRONG, 9.5, 6.0)
SMALL = Style(REGULAR, 7.5, 5.5)
_FOOTER = Style(REGULAR, 7.0, 5.5)
_FOOTER_GAP = 4.0


class Sheets:
    """Pages drawn one after another; the same contents always give the same bytes.

    Args:
        size: width and height in millimetres.
        title: of the document, shown by viewers.
        language: of its text, for screen readers.
    """

    def __init__(self, size: tuple[float, float], *, title: str, language: str = "vi") -> None:
        install()
        self.width, self.height = size
        self._bytes = BytesIO()
        self.canvas = Canvas(
            self._bytes,
            pagesize=(size[0] * mm, size[1] * mm),
            invariant=1,
            pageCompression=1,
            lang=language,
            initialFontName=REGULAR,
        )
        self.canvas.setTitle(printable(title))
        # a printer that scales to its margins would make the codes smaller than 25 mm
        self.canvas.setViewerPreference("PrintScaling", "None")
        self.pen = Pen(self.canvas, self.height)

    def end_page(self) -> None:
        """Close the page; the next stroke opens another."""
        self.canvas.showPage()

    def close(self) -> bytes:
        """The finished file."""
        self.canvas.save()
        return self._bytes.getvalue()


def page_count(pdf: bytes) -> int:
    """Pages of a file that was drawn here: its page dictionaries are not compressed."""
    return len(re.findall(rb"/Type /Page\b", pdf))


def footer(
    pen: Pen, box: Box, *, station: StationView, printed_at: str, page: int, pages: int, language: str = "vi"
) -> None:
    """Station left, time of printing in the middle, page n of m right; `box.foot` is the baseline."""
    pen.rule((box.x, box.foot - 3.6), (box.right, box.foot - 3.6))
    number = say_in(language, "paper.footer.page", page=page, pages=pages)
    printed = say_in(language, "paper.footer.printed", at=moment(printed_at)) if printed_at else ""
    taken, middle = width_of(number, _FOOTER) + 0.5, width_of(printed, _FOOTER) + 0.5
    left = min(width_of(station.name, _FOOTER) + 0.5, box.width - taken - middle - 2 * _FOOTER_GAP)
    pen.line(station.name, (box.x, box.foot), style=_FOOTER, width=left)
    pen.line(printed, (box.x + left, box.foot), style=_FOOTER, width=box.width - left - taken, align=Align.CENTRE)
    pen.line(number, (box.right - taken, box.foot), style=_FOOTER, width=taken, align=Align.RIGHT)


def nation(pen: Pen, box: Box, *, language: str = "vi", size: float = 10.5) -> float:
    """Quốc hiệu and tiêu ngữ, centred, the latter underlined over its whole length (NĐ 30/2020/NĐ-CP, annex I).

    Returns:
        The height used in millimetres.
    """
    step = size * 1.4 / mm
    first, second = Style(BOLD, size, 5.5), Style(STRONG, size + 0.5, 5.5)
    name, motto = say_in(language, "paper.nation.name"), say_in(language, "paper.nation.motto")
    pen.line(name, (box.x, box.y + step * 0.8), style=first, width=box.width, align=Align.CENTRE)
    pen.line(motto, (box.x, box.y + step * 1.85), style=second, width=box.width, align=Align.CENTRE)
    half = min(width_of(motto, second), box.width) / 2
    middle = box.x + box.width / 2
    under = box.y + step * 2.2
    pen.rule((middle - half, under), (middle + half, under), weight=FIRM)
    return step * 2.3


def issuer(pen: Pen, box: Box, *, station: StationView, size: float = 10.0) -> None:
    """The station's name in bold with the short rule under it, address and phone below, centred."""
    lines = title_lines(station.name, box.width, size=size)
    head = Box(box.x, box.y, box.width, size * 1.3 * (1 + lines.count("\n")) / mm)
    pen.write(lines, head, style=Style(BOLD, size, 6.0), align=Align.CENTRE)
    third = box.width / 3
    under = head.foot + 0.5
    pen.rule((box.x + third, under), (box.right - third, under), weight=FIRM)
    where = " · ".join(part for part in (station.address, station.phone) if part)
    rest = Box(box.x, under + 1, box.width, max(box.foot - under - 1, 5))
    pen.write(where, rest, style=Style(REGULAR, size * 0.76, 5.5), align=Align.CENTRE)


def title(pen: Pen, box: Box, *, text: str, under: str = "", size: float = 14.0) -> None:
    """The form's name, centred, on two lines if need be; its basis or translation in italics below."""
    style = Style(BOLD, size, 8.0)
    lines = title_lines(text, box.width, size=size)
    head = Box(box.x, box.y, box.width, size * 1.3 * (1 + lines.count("\n")) / mm)
    rest = Box(box.x, head.foot, box.width, box.foot - head.foot)
    pen.write(lines, head, style=style, align=Align.CENTRE, rise=Rise.MIDDLE)
    pen.write(under, rest, style=Style(ITALIC, size * 0.66, 6.0), align=Align.CENTRE)


def title_lines(text: str, width: float, *, size: float = 14.0) -> str:
    """The title as it is set: its own line feeds kept, else one put where both lines become most alike."""
    style = Style(BOLD, size, 8.0)
    words = text.split(" ")
    if "\n" in text or len(words) == 1 or width_of(text, style) <= width:
        return text
    cuts = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    return "\n".join(min(cuts, key=lambda cut: max(width_of(line, style) for line in cut)))
