"""Chips: a small pill with icon and word, for stage, outcome and the like; also painted in table cells."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from vaxdesk.domain.outcomes import Outcome, Stage
from vaxdesk.ui import theme
from vaxdesk.ui.kit.icons import pixmap
from vaxdesk.ui.palette import Tone
from vaxdesk.words import say

_HEIGHT, _ICON, _PAD, _GAP = 28, 16, 10, 6

_STAGES = {
    Stage.WAITING: (Tone.NEUTRAL, "hourglass"),
    Stage.RECEIVED: (Tone.ACCENT, "reception"),
    Stage.SCREENED: (Tone.ACCENT, "screening"),
    Stage.INJECTED: (Tone.WAIT, "observation"),
    Stage.OBSERVED: (Tone.OK, "check"),
    Stage.DONE: (Tone.OK, "check-circle"),
}
_OUTCOMES = {
    Outcome.VACCINATED: (Tone.OK, "check-circle"),
    Outcome.REFERRED: (Tone.WAIT, "outward"),
    Outcome.DECLINED: (Tone.NEUTRAL, "hand"),
    Outcome.DEFERRED: (Tone.WAIT, "calendar"),
    Outcome.CONTRAINDICATED: (Tone.HARM, "ban"),
}


@dataclass(frozen=True)
class ChipFace:
    """What a chip shows."""

    text: str
    tone: Tone = Tone.NEUTRAL
    icon: str = ""


def stage_face(stage: Stage, outcome: Outcome | None = None) -> ChipFace:
    """The face of a person's place in the day; an outcome other than vaccinated counts more than the stage."""
    if outcome and outcome is not Outcome.VACCINATED:
        return outcome_face(outcome)
    tone, icon = _STAGES[stage]
    return ChipFace(say(f"kit.stage.{stage.value}"), tone, icon)


def outcome_face(outcome: Outcome) -> ChipFace:
    """The face of how a person's day ended."""
    tone, icon = _OUTCOMES[outcome]
    return ChipFace(say(f"kit.outcome.{outcome.value}"), tone, icon)


class Chip(QWidget):
    """A chip as a widget."""

    def __init__(self, face: ChipFace | None = None) -> None:
        super().__init__()
        self._face = face or ChipFace("")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_face(self._face)

    def show_face(self, face: ChipFace) -> None:
        """Change what it shows; an empty text hides it."""
        self._face = face
        if not face.text:
            self.hide()
        elif self.parentWidget():  # a widget without a parent would open as a window
            self.show()
        self.setAccessibleName(face.text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The word on it."""
        return self._face.text

    def sizeHint(self) -> QSize:
        return chip_size(self._face)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        paint_chip(QPainter(self), QRectF(self.rect()), self._face)


def chip_size(face: ChipFace) -> QSize:
    """Room that a chip needs."""
    width = QFontMetrics(_font()).horizontalAdvance(face.text) + 2 * _PAD + 2
    between = _GAP if face.text else 0
    return QSize(width + (_ICON + between if face.icon else 0), _HEIGHT)


def paint_chip(painter: QPainter, area: QRectF, face: ChipFace) -> None:
    """Paint a chip at the left of an area, in its middle; a word too long for the area is cut with an ellipsis."""
    ink, ground, edge = theme.colours(face.tone)
    size = chip_size(face)
    width = min(float(size.width()), area.width())
    box = QRectF(area.left(), area.center().y() - _HEIGHT / 2, width, _HEIGHT).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(ground)
    painter.drawRoundedRect(box, _HEIGHT / 2, _HEIGHT / 2)
    left = box.left() + _PAD
    if face.icon:
        picture = pixmap(face.icon, ink.name(), size=_ICON)
        painter.drawPixmap(round(left), round(box.center().y() - _ICON / 2), picture)
        left += _ICON + _GAP
    _write(painter, QRectF(left, box.top(), box.right() - left - _PAD + 4, box.height()), face.text, ink)


def _write(painter: QPainter, room: QRectF, text: str, ink: QColor) -> None:
    painter.setFont(_font())
    painter.setPen(ink)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(room.width()) + 1)
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def _font() -> QFont:
    return theme.font("small", QFont.Weight.DemiBold)
