"""Draws on a canvas in millimetres from the top left corner: text in boxes, rules, dotted lines, tick boxes, codes."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from vaxdesk.documents import qr
from vaxdesk.documents.fitting import Style, fit
from vaxdesk.documents.fonts import printable

HAIR = 0.4  # points; thinner lines vanish on a worn drum
FIRM = 0.8
_ASCENT = 0.96  # of the size: from the baseline to the top of a marked capital
TICK = 3.2  # mm

Point = tuple[float, float]  # millimetres from the left and from the top


class Align(Enum):
    """Where a line stands in its box; the value is the share of the free width left of it."""

    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0


class Rise(Enum):
    """Where a block stands in its box; the value is the share of the free height above it."""

    TOP = 0.0
    MIDDLE = 0.5
    BOTTOM = 1.0


class Box(NamedTuple):
    """A rectangle in millimetres; y runs downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def foot(self) -> float:
        """The lower edge."""
        return self.y + self.height

    def inset(self, by: float) -> Box:
        """The same rectangle, smaller by so much on every side."""
        return Box(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)


class Pen:
    """Draws on a canvas whose height in millimetres is known.

    Args:
        canvas: reportlab's; its origin is the lower left corner.
        height: of the page or of the flowable, in millimetres.
    """

    def __init__(self, canvas: Canvas, height: float) -> None:
        self.canvas = canvas
        self._height = height

    def write(
        self,
        text: str,
        box: Box,
        *,
        style: Style,
        align: Align = Align.LEFT,
        rise: Rise = Rise.TOP,
        indent: float = 0.0,
    ) -> None:
        """Set a text in a box, wrapped and if need be smaller; `indent` mm are left free before the first line."""
        if not text:
            return
        fitted = fit(text, style, width=box.width * mm, height=box.height * mm, indent=indent * mm)
        spare = box.height * mm - len(fitted.lines) * fitted.leading
        top = self._up(box.y) - max(spare, 0) * rise.value
        self.canvas.setFont(style.face, fitted.size)
        for number, line in enumerate(fitted.lines):
            start = indent * mm if number == 0 else 0.0
            free = box.width * mm - start - stringWidth(line, style.face, fitted.size)
            baseline = top - fitted.size * _ASCENT - number * fitted.leading
            self.canvas.drawString(box.x * mm + start + free * align.value, baseline, line)

    def line(self, text: str, at: Point, *, style: Style, width: float, align: Align = Align.LEFT) -> None:
        """One line whose baseline begins at a point, shrunk to the width."""
        if not text:
            return
        fitted = fit(text, style, width=width * mm, height=0)
        free = width * mm - stringWidth(fitted.lines[0], style.face, fitted.size)
        self.canvas.setFont(style.face, fitted.size)
        self.canvas.drawString(at[0] * mm + free * align.value, self._up(at[1]), fitted.lines[0])

    def rule(self, start: Point, end: Point, *, weight: float = HAIR) -> None:
        """A straight line between two points."""
        self.canvas.setLineWidth(weight)
        self.canvas.line(start[0] * mm, self._up(start[1]), end[0] * mm, self._up(end[1]))

    def dots(self, at: Point, *, width: float) -> None:
        """A dotted line to write on, a little under the baseline that begins at a point."""
        if width <= 1:
            return
        self.canvas.saveState()
        self.canvas.setDash([0.1, 2.1])
        self.canvas.setLineCap(1)
        self.canvas.setLineWidth(0.7)
        height = self._up(at[1] + 0.6)
        self.canvas.line(at[0] * mm, height, (at[0] + width) * mm, height)
        self.canvas.restoreState()

    def frame(self, box: Box, *, weight: float = HAIR, shade: bool = False) -> None:
        """The outline of a box; shaded lightly enough for a copier."""
        self.canvas.setLineWidth(weight)
        self.canvas.setFillGray(0.92 if shade else 1)
        self.canvas.rect(box.x * mm, self._up(box.foot), box.width * mm, box.height * mm, fill=int(shade))
        self.canvas.setFillGray(0)

    def tick(self, at: Point, *, ticked: bool = False, side: float = TICK) -> None:
        """A box to tick that stands on the baseline; ticked by a cross from corner to corner."""
        square = Box(at[0], at[1] - side + 0.5, side, side)
        self.frame(square, weight=0.7)
        if ticked:
            inner = square.inset(side * 0.16)
            self.rule((inner.x, inner.y), (inner.right, inner.foot), weight=1.5)
            self.rule((inner.x, inner.foot), (inner.right, inner.y), weight=1.5)

    def code(self, code: qr.Code, at: Point, *, side: float = qr.SMALLEST) -> None:
        """A QR pattern as outline; its quiet zone lies outside of `side`."""
        self.canvas.addLiteral(qr.outline(code, left=at[0] * mm, top=self._up(at[1]), side=side * mm))

    def _up(self, y: float) -> float:
        return (self._height - y) * mm


def width_of(text: str, style: Style) -> float:
    """Width of a text on one line in its wished size, in millimetres."""
    return stringWidth(printable(text), style.face, style.size) / mm
