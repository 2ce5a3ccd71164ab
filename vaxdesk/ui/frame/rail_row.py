"""One row of the rail: icon, name, function key, and a count where one matters."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy

from vaxdesk.ui import theme
from vaxdesk.ui.kit.icons import pixmap
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screen import Screen
from vaxdesk.words import say

_HEIGHT, _LEAST = 46, 36  # pixels; on a low screen with many rows they give way


class RailRow(QPushButton):
    """One row of the rail, painted by hand; `width` in pixels."""

    def __init__(self, screen: Screen, width: int) -> None:
        super().__init__(say(screen.title))
        self._icon, self._key, self._width = screen.icon, screen.shortcut.replace("+", " "), width
        self._badge, self._tone = "", Tone.NEUTRAL
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setProperty("kind", "rail")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setToolTip(f"{self.text()}  ({self._key})" if self._key else self.text())

    def sizeHint(self) -> QSize:
        return QSize(self._width, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._width, _LEAST)

    def show_badge(self, text: str, tone: Tone) -> None:
        """A small count at the right; an empty text takes it away."""
        self._badge, self._tone = text, tone
        self.setAccessibleDescription(text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        p = theme.palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        on = self.isChecked()
        if on or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(p.rail_on) if on else QColor(255, 255, 255, 20))
            painter.drawRoundedRect(area, 10, 10)
        if on:
            painter.setBrush(QColor(p.focus_on_accent))
            painter.drawRoundedRect(QRectF(0, 11, 4, area.height() - 22), 2, 2)
        if self.hasFocus():
            painter.setPen(QPen(QColor(p.focus_on_accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 10, 10)
        ink = p.on_accent if on else p.rail_ink
        painter.drawPixmap(14, round(area.center().y()) - 11, pixmap(self._icon, ink, size=22))
        self._write(painter, area, QColor(ink))

    def _write(self, painter: QPainter, area: QRectF, ink: QColor) -> None:
        right = area.right() - 10
        flags = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font("tiny", QFont.Weight.Medium))
        if self._badge:
            right = self._draw_badge(painter, area, right)
        elif self._key:
            painter.setPen(QColor(theme.palette().rail_soft))
            painter.drawText(area.adjusted(0, 0, -10, 0), flags | Qt.AlignmentFlag.AlignRight, self._key)
            right -= max(28, painter.fontMetrics().horizontalAdvance(self._key) + 8)
        painter.setFont(theme.font("body", QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Medium))
        painter.setPen(ink)
        room = QRectF(46, 0, right - 46, area.height())
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, round(room.width()))
        painter.drawText(room, flags | Qt.AlignmentFlag.AlignLeft, shown)

    def _draw_badge(self, painter: QPainter, area: QRectF, right: float) -> float:
        ink, ground, _ = theme.colours(self._tone)
        width = max(24.0, painter.fontMetrics().horizontalAdvance(self._badge) + 14.0)
        box = QRectF(right - width, area.center().y() - 11, width, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 11, 11)
        painter.setPen(ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._badge)
        return box.left() - 6
