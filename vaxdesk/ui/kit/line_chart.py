"""Two lines over the hours of a day: a plan, dashed, and what was done, with the time now between them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF

from vaxdesk.ui import theme
from vaxdesk.ui.kit.chart_ink import Chart, Series, colour, rule, steps, write

_LEFT, _FOOT, _TOP, _RIGHT = 38.0, 22.0, 14.0, 44.0
_HOUR = 60
_EARLIEST, _LATEST = 7 * _HOUR, 17 * _HOUR

Line = Sequence[tuple[int, int]]  # minute of the day, people


class LineChart(Chart):
    """Shows a plan and what was done."""

    def __init__(self) -> None:
        super().__init__()
        self._plan: list[tuple[int, int]] = []
        self._done: list[tuple[int, int]] = []
        self._now = 0

    def show_lines(self, plan: Line, done: Line, *, now: int, told: str) -> None:
        """Change both lines; `now` is the minute of the day, 0 when the day is another."""
        self._plan, self._done, self._now = list(plan), list(done), now
        self.tell(told)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = self.painter()
        scale = theme.look().scale
        area = QRectF(self.rect()).adjusted(_LEFT * scale, _TOP, -_RIGHT, -_FOOT * scale)
        every = [*self._plan, *self._done]
        first = min([_EARLIEST, *(minute for minute, _ in every)]) // _HOUR
        last = -(-max([_LATEST, self._now, *(minute for minute, _ in every)]) // _HOUR)
        rungs = steps(max((people for _, people in every), default=0))
        self._axes(painter, area, rungs, first, last)

        def place(minute: float, people: float) -> QPointF:
            x = area.left() + area.width() * (minute - first * _HOUR) / ((last - first) * _HOUR)
            return QPointF(x, area.bottom() - area.height() * people / rungs[-1])

        self._draw(painter, [place(*point) for point in self._plan], Series.TWO, dashed=True)
        self._draw(painter, [place(*point) for point in self._climb()], Series.ONE, dashed=False)
        if self._now:
            x = place(self._now, 0).x()
            rule(painter, QPointF(x, area.top()), QPointF(x, area.bottom()), strong=True, dashed=True)

    def _climb(self) -> list[tuple[int, int]]:
        """What was done as a stair that goes on until now."""
        if not self._done:
            return []
        points, before = [], 0
        for minute, people in self._done:
            points += [(minute, before), (minute, people)]
            before = people
        return [*points, (max(self._now, points[-1][0]), before)]

    def _draw(self, painter: QPainter, points: list[QPointF], series: Series, *, dashed: bool) -> None:
        if not points:
            return
        ink = colour(series)
        pen = QPen(ink, 2.2 if dashed else 3.2)
        pen.setStyle(Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
        end = points[-1]
        number = self._plan[-1][1] if dashed else self._done[-1][1]
        box = QRectF(end.x() + 5, end.y() - 10, _RIGHT, 20)
        write(painter, box, str(number), align=Qt.AlignmentFlag.AlignLeft, strong=True)

    def _axes(self, painter: QPainter, area: QRectF, rungs: list[int], first: int, last: int) -> None:
        for value in rungs:
            y = area.bottom() - area.height() * value / rungs[-1]
            rule(painter, QPointF(area.left(), y), QPointF(area.right(), y), strong=value == 0)
            write(painter, QRectF(0, y - 9, area.left() - 6, 18), str(value), align=Qt.AlignmentFlag.AlignRight)
        painter.setPen(QColor(theme.palette().soft))
        every = 1 if area.width() / max(1, last - first) > 40 * theme.look().scale else 2
        for hour in range(first, last + 1, every):
            x = area.left() + area.width() * (hour - first) / max(1, last - first)
            box = QRectF(x - 20, area.bottom() + 2, 40, _FOOT * theme.look().scale - 2)
            write(painter, box, f"{hour}h", align=Qt.AlignmentFlag.AlignHCenter)
