"""Somebody of the team as a tile: name above, hours below; who was ended is struck pale and says so."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen

from vaxdesk.domain import times
from vaxdesk.domain.team.member import Member
from vaxdesk.ui import theme
from vaxdesk.ui.kit.people_tiles import PersonTile
from vaxdesk.words import say

_HEIGHT = 52


class MemberTile(PersonTile):
    """A tile that opens somebody's line; one that is over cannot be pressed."""

    def __init__(self, member: Member) -> None:
        super().__init__(member.name)
        self._hours = hours_text(member)
        self.setCheckable(False)
        self.setEnabled(not member.over)
        self.setAccessibleName(f"{member.name}, {self._hours}")
        self.setToolTip(f"{member.name}  {self._hours}")

    def sizeHint(self) -> QSize:
        return QSize(160, round(_HEIGHT * theme.look().scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        p, there = theme.palette(), self.isEnabled()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = p.accent_deep if self.hasFocus() else p.accent if there and self.underMouse() else p.line
        painter.setPen(QPen(QColor(edge), 3 if self.hasFocus() else 2))
        painter.setBrush(QColor(p.card if there else p.sunk))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 9, 9)
        room = QRectF(10, 3, self.width() - 20, self.height() - 6)
        top, bottom = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom
        ink = p.ink if there else p.soft
        self._line(painter, room, self.text(), theme.font("body", QFont.Weight.DemiBold), ink, top)
        self._line(painter, room, self._hours, theme.font("small"), p.soft, bottom)

    def _line(
        self, painter: QPainter, room: QRectF, text: str, font: QFont, colour: str, place: Qt.AlignmentFlag
    ) -> None:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | place, shown)


def hours_text(one: Member) -> str:
    """The hours as arranged, or when it ended."""
    start, end = (times.clock_of(at) if at else "" for at in (one.from_at, one.until_at))
    if one.over:
        return say("team.over", at=end)
    if start and end:
        return f"{start} – {end}"
    if start:
        return say("team.from", at=start)
    return say("team.until", at=end) if end else say("team.whole_day")
