"""The day's ladder: door, outcomes, sent, confirmed; each rung with its count and, pressed, who is missing there."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from vaxdesk.domain.completeness import Completeness, Rung
from vaxdesk.ui import theme, written
from vaxdesk.ui.kit.chips import ChipFace, chip_size, paint_chip
from vaxdesk.ui.kit.icons import pixmap
from vaxdesk.ui.palette import Tone
from vaxdesk.words import say

_HEIGHT, _LEAST, _SIGN, _BAR = 50, 120, 20, 4
_ACROSS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class Ladder(QWidget):
    """Shows a Completeness; `chosen(rung)` from a rung where somebody is missing. Left and Right go along."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self._rungs = {rung: RungTile(say(f"{Rung.WORDS}.{rung.value}")) for rung in Rung}
        for rung, tile in self._rungs.items():
            tile.clicked.connect(lambda _, rung=rung: self._press(rung))
            layout.addWidget(tile)

    def show_ladder(self, found: Completeness, chosen: Rung | None = None) -> None:
        """Show counts and gaps, and at which rung the missing are shown."""
        door = found.counts.get(Rung.DOOR, 0)
        for rung, tile in self._rungs.items():
            tile.setVisible(rung in found.rungs)
            gap = len(found.missing.get(rung, ()))
            tile.show_rung(found.counts.get(rung, 0), of=door, gap=gap, first=rung is Rung.DOOR)
            tile.setChecked(rung is chosen)

    def tile(self, rung: Rung) -> RungTile:
        """The tile of a rung."""
        return self._rungs[rung]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _ACROSS.get(Qt.Key(event.key()))
        tiles = [tile for tile in self._rungs.values() if tile.isEnabled() and not tile.isHidden()]
        at = next((n for n, tile in enumerate(tiles) if tile.hasFocus()), -1)
        if step is None or at < 0:
            super().keyPressEvent(event)
        else:
            tiles[(at + step) % len(tiles)].setFocus(Qt.FocusReason.TabFocusReason)

    def _press(self, rung: Rung) -> None:
        if self._rungs[rung].gap:
            self.chosen.emit(rung)


class RungTile(QPushButton):
    """A number, a word, a bar of how much of the door it is, and how many are missing."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self._word, self._count, self._of, self.gap, self._first = word, 0, 0, 0, False
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rung(self, count: int, *, of: int, gap: int, first: bool) -> None:
        """Change what it shows; where nobody is missing there is nothing to press."""
        self._count, self._of, self.gap, self._first = count, of, gap, first
        told = say("completeness.told", word=self._word, count=written.count(count))
        if not first:
            told += " " + (say("completeness.missing_told", n=gap) if gap else say("completeness.nobody_missing"))
        self.setAccessibleName(told)
        self.setToolTip(told)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if gap else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if gap else Qt.CursorShape.ArrowCursor)
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
            event.ignore()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def nextCheckState(self) -> None:
        """The state says which tile is on, not the click."""

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        p = theme.palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        warm = self.gap and (self.underMouse() or self.hasFocus())
        edge = p.accent_deep if self.hasFocus() else p.accent if self.isChecked() or warm else p.line
        painter.setPen(QPen(QColor(edge), 3 if self.hasFocus() else 2))
        painter.setBrush(QColor(p.accent_soft if self.isChecked() else p.card))
        area = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.drawRoundedRect(area, 12, 12)
        room = area.adjusted(12, 0, -10, -_BAR - 4)
        room.setRight(room.right() - self._paint_end(painter, room))
        self._paint_words(painter, room)
        self._paint_bar(painter, area)

    def _paint_words(self, painter: QPainter, room: QRectF) -> None:
        p = theme.palette()
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        number = written.count(self._count)
        painter.setPen(QColor(p.ink))
        painter.setFont(theme.font("section", QFont.Weight.Bold))
        taken = painter.fontMetrics().horizontalAdvance(number) + 10
        painter.drawText(room, middle, number)
        painter.setPen(QColor(p.soft))
        painter.setFont(theme.font("small", QFont.Weight.DemiBold))
        rest = room.adjusted(taken, 0, 0, 0)
        word = painter.fontMetrics().elidedText(self._word, Qt.TextElideMode.ElideRight, round(rest.width()))
        painter.drawText(rest, middle, word)

    def _paint_end(self, painter: QPainter, room: QRectF) -> float:
        """What stands at the right: who is missing, or a tick. Returns the width used."""
        if self.gap:
            face = ChipFace(say("completeness.missing", n=written.count(self.gap)), Tone.WAIT, "warn")
            width = float(chip_size(face).width())
            paint_chip(painter, QRectF(room.right() - width, room.top(), width, room.height()), face)
            return width + 8
        if self._first or not self._of or self._count < self._of:  # nobody is missing here, but before
            return 0.0
        picture = pixmap("check-circle", theme.palette().ok, size=_SIGN)
        painter.drawPixmap(round(room.right() - _SIGN), round(room.center().y() - _SIGN / 2), picture)
        return _SIGN + 8

    def _paint_bar(self, painter: QPainter, area: QRectF) -> None:
        p = theme.palette()
        whole = QRectF(area.left() + 12, area.bottom() - _BAR - 5, area.width() - 24, _BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(p.sunk))
        painter.drawRoundedRect(whole, _BAR / 2, _BAR / 2)
        if self._of and self._count:
            share = whole.width() * min(1.0, self._count / self._of)
            painter.setBrush(QColor(p.ok if self._count == self._of else p.wait_line))
            painter.drawRoundedRect(QRectF(whole.left(), whole.top(), share, _BAR), _BAR / 2, _BAR / 2)
