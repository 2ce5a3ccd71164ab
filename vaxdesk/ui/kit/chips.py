"""Chips: a small pill with icon and word, for stage, outcome and the like; also painted in table cells."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPixmap
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
        self._face = ChipFace("")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if face and face.text:
            self.show_face(face)
        else:
            self.hide()

    def show_face(self, face: ChipFace) -> None:
        """Change what it shows; an empty text hides it. The same face again lays nothing out anew."""
        if face == self._face and self.isHidden() != bool(face.text):
            return
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
    width = _width(face.text, theme.px("small")) + 2 * _PAD + 2
    between = _GAP if face.text else 0
    return QSize(width + (_ICON + between if face.icon else 0), _HEIGHT)


def paint_chip(painter: QPainter, area: QRectF, face: ChipFace) -> None:
    """Paint a chip at the left of an area, in its middle; a word too long for the area is cut with an ellipsis."""
    ink, ground, edge = theme.colours(face.tone)
    width = min(chip_size(face).width(), int(area.width()))
    ratio = painter.device().devicePixelRatio()
    pill = _pill(width, ink.name(), ground.name(), edge.name(), face.icon, ratio)
    top = round(area.center().y() - _HEIGHT / 2)
    painter.drawPixmap(round(area.left()), top, pill)
    left = round(area.left()) + _PAD + (_ICON + _GAP if face.icon else 0)
    room = QRectF(left, top, round(area.left()) + width - left - _PAD + 4, _HEIGHT)
    painter.setFont(_font())
    painter.setPen(ink)
    shown = _cut(face.text, round(room.width()) + 1, theme.px("small"))
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


@lru_cache(maxsize=256)
def _pill(width: int, ink: str, ground: str, edge: str, icon: str, ratio: float) -> QPixmap:
    """A chip without its word: its round ends are what takes long to paint."""
    made = QPixmap(round(width * ratio), round(_HEIGHT * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(edge), 1))
    painter.setBrush(QColor(ground))
    box = QRectF(0, 0, width, _HEIGHT).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(box, _HEIGHT / 2, _HEIGHT / 2)
    if icon:
        painter.drawPixmap(_PAD, (_HEIGHT - _ICON) // 2, pixmap(icon, ink, size=_ICON))
    painter.end()
    return made


@lru_cache(maxsize=256)
def _width(text: str, pixels: int) -> int:
    """Of a word in letters of so many pixels."""
    del pixels
    return QFontMetrics(_font()).horizontalAdvance(text)


@lru_cache(maxsize=256)
def _cut(text: str, width: int, pixels: int) -> str:
    """As much of a word as has room."""
    del pixels
    return QFontMetrics(_font()).elidedText(text, Qt.TextElideMode.ElideRight, width)


def _font() -> QFont:
    return theme.font("small", QFont.Weight.DemiBold)
