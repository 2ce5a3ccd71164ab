"""What all charts are painted with: three series told apart by colour and by pattern, axes, numbers."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from vaxdesk.ui import theme

_LEAST = QSize(220, 120)
_STEPS = (1, 2, 5)


class Series(Enum):
    """One kind of thing in a chart."""

    ONE = "one"
    TWO = "two"
    THREE = "three"


_PATTERNS = {
    Series.ONE: Qt.BrushStyle.SolidPattern,
    Series.TWO: Qt.BrushStyle.BDiagPattern,
    Series.THREE: Qt.BrushStyle.Dense4Pattern,
}


class Chart(QWidget):
    """Base of a painted chart; `told` is what a screen reader says, the numbers in words."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(_LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(360, 180)

    def tell(self, told: str) -> None:
        """Change what it says, and paint it anew."""
        self.setAccessibleName(told)
        self.setToolTip(told)
        self.update()

    def painter(self) -> QPainter:
        """A painter for this widget, as all charts use it."""
        made = QPainter(self)
        made.setRenderHint(QPainter.RenderHint.Antialiasing)
        return made


def colour(series: Series) -> QColor:
    """The colour of a series in the look in use."""
    return QColor(getattr(theme.palette(), f"series_{series.value}"))


def fill(painter: QPainter, box: QRectF, series: Series) -> None:
    """A bar with its pattern and an edge, so that patterns end sharply."""
    ink = colour(series)
    painter.setPen(QPen(ink, 1.4))
    painter.setBrush(QBrush(QColor(theme.palette().card)))
    painter.drawRect(box)
    painter.setBrush(QBrush(ink, _PATTERNS[series]))
    painter.drawRect(box)


def write(
    painter: QPainter,
    box: QRectF,
    text: str,
    *,
    align: Qt.AlignmentFlag,
    strong: bool = False,
    series: Series | None = None,
) -> None:
    """A number or a label; with a series, a thin line of its colour at the left says whose number it is."""
    if series:
        fill(painter, QRectF(box.left() + 1, box.top() + 5, 3, box.height() - 10), series)
    painter.setFont(theme.font("small" if strong else "tiny", QFont.Weight.DemiBold if strong else QFont.Weight.Medium))
    painter.setPen(QColor(theme.palette().ink if strong else theme.palette().soft))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(box.width()) + 2)
    painter.drawText(box, align | Qt.AlignmentFlag.AlignVCenter, shown)


def rule(painter: QPainter, start: QPointF, end: QPointF, *, strong: bool = False, dashed: bool = False) -> None:
    """A line of the axes."""
    pen = QPen(QColor(theme.palette().edge if strong else theme.palette().line), 1.2 if strong else 1)
    if dashed:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.drawLine(start, end)


def steps(highest: int, *, most: int = 4) -> list[int]:
    """Round numbers from 0 to at least the highest, at most so many steps apart: 0, 50, 100."""
    size = 1
    while True:
        for one in _STEPS:
            step = size * one
            if step * most >= highest:
                return list(range(0, highest + step, step)) if highest else [0, step]
        size *= 10
