"""What the colours and patterns of a chart stand for."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from vaxdesk.ui.kit.chart_ink import Series, fill
from vaxdesk.ui.kit.labels import Label, Role

_SIDE = 14


class Legend(QWidget):
    """A small square and a word for each series, side by side."""

    def __init__(self, words: Mapping[Series, str]) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for series, word in words.items():
            layout.addWidget(_Mark(series))
            layout.addWidget(Label(word, Role.SMALL, wrap=False))
            layout.addSpacing(8)


class _Mark(QWidget):
    def __init__(self, series: Series) -> None:
        super().__init__()
        self._series = series
        self.setFixedSize(QSize(_SIDE, _SIDE))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        fill(QPainter(self), QRectF(self.rect()).adjusted(1, 1, -1, -1), self._series)
