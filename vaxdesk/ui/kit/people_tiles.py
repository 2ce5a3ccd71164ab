"""People as tiles with their initial; arrows and Enter choose."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QPushButton, QSizePolicy, QWidget

from vaxdesk.ui import theme
from vaxdesk.ui.kit.icons import pixmap

_HEIGHT = 60


class PeopleTiles(QWidget):
    """One tile per person; `chosen(key)` when one is pressed."""

    chosen = Signal(str)

    def __init__(self, *, columns: int = 2) -> None:
        super().__init__()
        self._columns = columns
        self._people: list[tuple[str, str]] = []
        self._tiles: dict[str, PersonTile] = {}
        self._group = QButtonGroup(self)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(10)

    def show_people(self, people: Sequence[tuple[str, str]], *, chosen: str) -> None:
        """Show (key, name) pairs and which one is chosen."""
        if list(people) != self._people:
            self._build(list(people))
        if chosen in self._tiles:
            self._tiles[chosen].setChecked(True)

    def _build(self, people: list[tuple[str, str]]) -> None:
        for tile in self._tiles.values():
            self._group.removeButton(tile)
            tile.deleteLater()
        self._people, self._tiles = people, {}
        for at, (key, name) in enumerate(people):
            tile = PersonTile(name)
            tile.clicked.connect(lambda _, k=key: self.chosen.emit(k))
            self._group.addButton(tile)
            self._tiles[key] = tile
            self._grid.addWidget(tile, at // self._columns, at % self._columns)
        for column in range(min(self._columns, max(1, len(people)))):
            self._grid.setColumnStretch(column, 1)


class PersonTile(QPushButton):
    """Initial, name, and a tick when chosen."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setProperty("kind", "person")
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setToolTip(name)

    def sizeHint(self) -> QSize:
        return QSize(220, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        p = theme.palette()
        on = self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = p.accent_deep if self.hasFocus() else p.accent if on or self.underMouse() else p.line
        painter.setPen(QPen(QColor(edge), 3 if self.hasFocus() else 2))
        painter.setBrush(QColor(p.accent_soft if on else p.card))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 12, 12)
        self._face(painter, on=on)
        painter.setPen(QColor(p.accent_deep if on else p.ink))
        painter.setFont(theme.font("body", QFont.Weight.DemiBold))
        room = QRectF(62, 0, self.width() - 62 - (36 if on else 12), self.height())
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, round(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        if on:
            painter.drawPixmap(self.width() - 34, (self.height() - 22) // 2, pixmap("check", p.accent_deep, size=22))

    def _face(self, painter: QPainter, *, on: bool) -> None:
        p = theme.palette()
        circle = QRectF(12, (self.height() - 38) / 2, 38, 38)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(p.accent if on else p.sunk))
        painter.drawEllipse(circle)
        painter.setPen(QColor(p.on_accent if on else p.soft))
        painter.setFont(theme.font("strong", QFont.Weight.Bold))
        words = self.text().split()
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, words[-1][:1].upper() if words else "")
