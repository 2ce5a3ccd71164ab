"""Bars that lie: above each its label, and at the right what it says in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QPaintEvent

from vaxdesk.ui import theme
from vaxdesk.ui.kit.chart_ink import Chart, Series, fill, rule, write

_ROW, _LEAST, _THICK = 54.0, 40.0, 16.0
_NAMED = 0.42  # of the width for the label at most: the words, which begin with what matters, may end in dots


@dataclass(frozen=True)
class Level:
    """One bar: `value` gives its length, `words` stand beside it."""

    label: str
    value: int
    words: str
    series: Series = Series.ONE


class LevelBars(Chart):
    """Shows levels one below the other."""

    def __init__(self) -> None:
        super().__init__()
        self._levels: tuple[Level, ...] = ()

    def show_levels(self, levels: Sequence[Level]) -> None:
        """Change the bars."""
        self._levels = tuple(levels)
        self.tell("; ".join(f"{one.label}: {one.words}" for one in self._levels))
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        return QSize(220, round(_LEAST * theme.look().scale * max(1, len(self._levels))))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = self.painter()
        if not self._levels:
            return
        tall = min(_ROW * theme.look().scale, self.height() / len(self._levels))
        highest = max(one.value for one in self._levels) or 1
        for at, one in enumerate(self._levels):
            words = QRectF(0, at * tall, self.width(), tall * 0.5)
            label = min(painter.fontMetrics().horizontalAdvance(one.label) + 10, self.width() * _NAMED)
            write(painter, words.adjusted(label, 0, 0, 0), one.words, align=Qt.AlignmentFlag.AlignRight, strong=True)
            named = QRectF(words.topLeft(), QSizeF(label, words.height()))
            write(painter, named, one.label, align=Qt.AlignmentFlag.AlignLeft)
            thick = min(_THICK, tall * 0.36)
            box = QRectF(1, words.bottom() + 2, max(1.0, (self.width() - 2) * one.value / highest), thick)
            if one.value:
                fill(painter, box, one.series)
            else:
                rule(painter, box.bottomLeft(), QPointF(self.width() - 1, box.bottom()))
