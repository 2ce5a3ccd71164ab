"""How people's days ended, as chips that can be pressed to see only those people."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from vaxdesk.domain.outcomes import Outcome
from vaxdesk.ui import theme, written
from vaxdesk.ui.kit.chips import ChipFace, chip_size, outcome_face, paint_chip
from vaxdesk.ui.screens.board.state import DayFigures
from vaxdesk.words import say

_ENDS = (Outcome.VACCINATED, Outcome.DEFERRED, Outcome.CONTRAINDICATED, Outcome.REFERRED, Outcome.DECLINED)
_HEIGHT, _PAD, _LEAST = 44, 7, 90


class Ends(QWidget):
    """One chip per outcome that occurred; `chosen(outcome)`."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        self._chips = {end: ChipButton() for end in _ENDS}
        for end, chip in self._chips.items():
            chip.clicked.connect(lambda _, end=end: self.chosen.emit(end))
            layout.addWidget(chip)

    def show_figures(self, figures: DayFigures, chosen: Outcome | None) -> None:
        """Show the counts and which chip is on."""
        for end, chip in self._chips.items():
            count = figures.outcomes.get(end, 0)
            face = outcome_face(end)
            text = say("board.ended", outcome=face.text, n=written.count(count))
            chip.show_face(ChipFace(text, face.tone, "check" if end is chosen else face.icon))
            chip.setChecked(end is chosen)
            chip.setVisible(bool(count))

    def chip(self, end: Outcome) -> QPushButton:
        """The chip of an outcome."""
        return self._chips[end]


class ChipButton(QPushButton):
    """A chip with room around it for a finger; a chip too narrow for its word shows the whole of it as tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self._face = ChipFace("")
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_face(self, face: ChipFace) -> None:
        """Change what it shows."""
        self._face = face
        self.setAccessibleName(face.text)
        self.setToolTip(face.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(chip_size(self._face).width() + 2 * _PAD, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, _HEIGHT)

    def nextCheckState(self) -> None:
        """The state says which chip is on, not the click."""

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        p = theme.palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.hasFocus() or self.underMouse():
            edge = p.accent_deep if self.hasFocus() else p.accent if self.isChecked() else p.accent_line
            painter.setPen(QPen(QColor(edge), 2))
            painter.setBrush(QColor(p.card))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 12, 12)
        paint_chip(painter, QRectF(self.rect()).adjusted(_PAD, 0, -_PAD, 0), self._face)
