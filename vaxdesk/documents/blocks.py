"""Pieces of flowing papers that stand as a block: the form's head, a code, a signature."""

from __future__ import annotations

from reportlab.lib.units import mm

from vaxdesk.documents import qr
from vaxdesk.documents.dates import parts
from vaxdesk.documents.fitting import Style
from vaxdesk.documents.flowables import Drawn
from vaxdesk.documents.fonts import ITALIC, REGULAR, STRONG
from vaxdesk.documents.pen import Align, Box, Pen
from vaxdesk.documents.sheet import issuer, nation, title, title_lines
from vaxdesk.domain.views import StationView
from vaxdesk.words import say_in

_ROLE = Style(STRONG, 9.5, 6.0)
_HINT = Style(ITALIC, 8.5, 6.0)
_CODE = Style(REGULAR, 6.5, 6.0)
_TITLE = 13.5  # points
_HEADING = 16.5  # mm above the title


class Head(Drawn):
    """Top of an official form: station left, quốc hiệu right, the form's name and legal basis below."""

    def __init__(self, station: StationView, *, name: str, under: str, language: str) -> None:
        super().__init__()
        self._station, self._name, self._under, self._language = station, name, under, language

    def measure(self, width: float) -> float:
        lines = 1 + title_lines(self._name, width, size=_TITLE).count("\n")
        return _HEADING + lines * _TITLE * 1.3 / mm + 6.5

    def stroke(self, pen: Pen, width: float) -> None:
        half = width * 0.47
        issuer(pen, Box(0, 0, half - 4, 15), station=self._station, size=9.5)
        nation(pen, Box(half, 0, width - half, 15), language=self._language, size=9.5)
        rest = Box(0, _HEADING, width, self.measure(width) - _HEADING)
        title(pen, rest, text=self._name, under=self._under, size=_TITLE)


class CodeBlock(Drawn):
    """A code of the least size with its quiet zone, and its letters below."""

    def __init__(self, code: str, letters: str) -> None:
        super().__init__()
        self._code, self._letters = qr.make(code), letters
        self.quiet = self._code.quiet(qr.SMALLEST)

    def measure(self, width: float) -> float:  # noqa: ARG002 - always as high
        return qr.SMALLEST + 2 * self.quiet + 3 * (1 + qr.halves(self._letters).count("\n"))

    def stroke(self, pen: Pen, width: float) -> None:
        left = (width - qr.SMALLEST) / 2
        pen.code(self._code, (left, self.quiet))
        below = Box(0, qr.SMALLEST + 2 * self.quiet, width, 6)
        pen.write(qr.halves(self._letters), below, style=_CODE, align=Align.CENTRE)


class Signature(Drawn):
    """Place and day, who signs, the hint how, and the printed name under the room for it."""

    def __init__(self, *, place: str, at: str, role: str, name: str, language: str) -> None:
        super().__init__()
        _, _, day, month, year = parts(at)
        self._date = say_in(
            language,
            "paper.sign.date",
            place=place or "……………………",
            day=day or "……",
            month=month or "……",
            year=year or "…………",
        )
        self._hint = say_in(language, "paper.sign.hint")
        self._role, self._name = role, name

    def measure(self, width: float) -> float:  # noqa: ARG002 - always as high
        return 29.5

    def stroke(self, pen: Pen, width: float) -> None:
        for baseline, text, style in (
            (4.0, self._date, _HINT),
            (9.0, self._role, _ROLE),
            (13.2, self._hint, _HINT),
            (28.0, self._name, _ROLE),
        ):
            pen.line(text, (0, baseline), style=style, width=width, align=Align.CENTRE)
