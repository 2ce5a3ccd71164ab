"""Upright bars in groups: the number of a bar above it, of several beside each other in rows below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent

from vaxdesk.ui import theme
from vaxdesk.ui.kit.chart_ink import Chart, Series, fill, rule, write

_ROW, _NUMBER, _GAP = 19.0, 18.0, 0.28
_WIDEST = 46.0


@dataclass(frozen=True)
class BarGroup:
    """A label below, and a value a series; `stacked` puts them one on another."""

    label: str
    values: tuple[tuple[Series, int], ...]


class BarChart(Chart):
    """Shows groups of bars; stacked where the parts make a whole."""

    def __init__(self, *, stacked: bool = False) -> None:
        super().__init__()
        self._stacked = stacked
        self._groups: tuple[BarGroup, ...] = ()

    def show_groups(self, groups: Sequence[BarGroup], told: str) -> None:
        """Change the bars; `told` says them in words."""
        self._groups = tuple(groups)
        self.tell(told)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = self.painter()
        row = _ROW * theme.look().scale
        rows = 1 if self._stacked else 1 + max((len(group.values) for group in self._groups), default=0)
        area = QRectF(self.rect()).adjusted(2, _NUMBER if self._stacked else 4, -2, -row * rows - 4)
        rule(painter, area.bottomLeft(), area.bottomRight(), strong=True)
        if not self._groups:
            return
        highest = max((self._height(group) for group in self._groups), default=0) or 1
        width = area.width() / len(self._groups)
        for at, group in enumerate(self._groups):
            place = QRectF(area.left() + at * width, area.top(), width, area.height())
            foot = QRectF(place.left(), area.bottom() + 3, width, row)
            write(painter, foot, group.label, align=Qt.AlignmentFlag.AlignHCenter)
            if self._stacked:
                self._paint_stack(painter, place, group, highest)
            else:
                self._paint_beside(painter, place, group, highest)

    def _height(self, group: BarGroup) -> int:
        values = [value for _, value in group.values]
        return sum(values) if self._stacked else max(values, default=0)

    def _paint_beside(self, painter: QPainter, place: QRectF, group: BarGroup, highest: int) -> None:
        width = min(_WIDEST, place.width() * (1 - _GAP) / max(1, len(group.values)))
        left, row = place.center().x() - width * len(group.values) / 2, _ROW * theme.look().scale
        for lane, (series, value) in enumerate(group.values):
            tall = place.height() * value / highest
            if value:
                fill(painter, QRectF(left + lane * width, place.bottom() - tall, width, tall), series)
            number = QRectF(place.left(), place.bottom() + 3 + row * (lane + 1), place.width(), row)
            write(painter, number, str(value or "–"), align=Qt.AlignmentFlag.AlignHCenter, strong=True,
                  series=series if value else None)  # fmt: skip

    def _paint_stack(self, painter: QPainter, place: QRectF, group: BarGroup, highest: int) -> None:
        width = min(_WIDEST, place.width() * (1 - _GAP))
        left, below = place.center().x() - width / 2, 0.0
        for series, value in group.values:
            tall = place.height() * value / highest
            if value:
                fill(painter, QRectF(left, place.bottom() - below - tall, width, tall), series)
            below += tall
        if below:
            above = QRectF(place.center().x() - 24, place.bottom() - below - _NUMBER, 48, _NUMBER)
            write(painter, above, str(self._height(group)), align=Qt.AlignmentFlag.AlignHCenter, strong=True)
