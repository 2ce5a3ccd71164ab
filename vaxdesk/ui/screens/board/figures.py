"""The day in figures: one large number per step, pressed to see only the people of that step."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from vaxdesk.domain.outcomes import Stage
from vaxdesk.ui import theme, written
from vaxdesk.ui.screens.board.state import DayFigures
from vaxdesk.words import say

_HEIGHT, _LEAST = 74, 96
_ACROSS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_STEPS: tuple[Stage | None, ...] = (None, *Stage)


class Figures(QWidget):
    """All, then the steps in order; `chosen(stage or None)`. Left and Right go from one to the next."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self._tiles: dict[Stage | None, Figure] = {}
        for step in _STEPS:
            tile = Figure(say(f"board.step.{step.value if step else 'all'}"))
            tile.clicked.connect(lambda _, step=step: self.chosen.emit(step))
            layout.addWidget(tile)
            self._tiles[step] = tile

    def show_figures(self, figures: DayFigures, chosen: Stage | None, *, any_chosen: bool) -> None:
        """Show the counts and which tile is on."""
        for step, tile in self._tiles.items():
            count = figures.everybody if step is None else figures.stages.get(step, 0)
            tile.show_count(count)
            tile.setChecked(any_chosen and step is chosen)

    def tile(self, step: Stage | None) -> QPushButton:
        """The tile of a step."""
        return self._tiles[step]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _ACROSS.get(Qt.Key(event.key()))
        tiles = list(self._tiles.values())
        at = next((n for n, tile in enumerate(tiles) if tile.hasFocus()), -1)
        if step is None or at < 0:
            super().keyPressEvent(event)
            return
        to = tiles[(at + step) % len(tiles)]
        to.setFocus(Qt.FocusReason.TabFocusReason)
        to.click()


class Figure(QPushButton):
    """A number over a word, painted by hand."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self._word, self._count = word, 0
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_count(self, count: int) -> None:
        """Change the number."""
        self._count = count
        self.setAccessibleName(f"{self._word}: {count}")
        self.setToolTip(self._word)
        self.update()

    def count(self) -> int:
        """The number shown."""
        return self._count

    def sizeHint(self) -> QSize:
        return QSize(_LEAST, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ACROSS:
            event.ignore()  # a button would move the focus alone; the row of figures moves the choice too
        else:
            super().keyPressEvent(event)

    def nextCheckState(self) -> None:
        """The state says which tile is on, not the click."""

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        p = theme.palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, warm = self.isChecked(), self.underMouse() or self.hasFocus()
        edge = p.accent_deep if self.hasFocus() else p.accent if on else p.accent_line if warm else p.line
        painter.setPen(QPen(QColor(edge), 3 if self.hasFocus() else 2))
        painter.setBrush(QColor(p.accent_soft if on else p.card))
        area = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.drawRoundedRect(area, 12, 12)
        ink = p.accent_deep if on else p.ink if self._count else p.soft
        room = area.adjusted(12, 8, -8, -8)
        left = Qt.AlignmentFlag.AlignLeft
        painter.setPen(QColor(ink))
        painter.setFont(theme.font("title", QFont.Weight.Bold))
        painter.drawText(room, left | Qt.AlignmentFlag.AlignTop, written.count(self._count))
        painter.setPen(QColor(p.accent_deep if on else p.soft))
        painter.setFont(theme.font("small", QFont.Weight.DemiBold))
        word = painter.fontMetrics().elidedText(self._word, Qt.TextElideMode.ElideRight, round(room.width()))
        painter.drawText(room, left | Qt.AlignmentFlag.AlignBottom, word)
