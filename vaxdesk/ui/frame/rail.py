"""The rail at the left: one row per screen with icon, name and function key, and a count where one matters."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from vaxdesk.ui import theme
from vaxdesk.ui.kit.icons import pixmap
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screen import Screen
from vaxdesk.words import LANGUAGES, language, say

WIDTH = 228
_ROW = 46


class Rail(QFrame):
    """`chosen(key)` when somebody presses a row."""

    chosen = Signal(str)
    help_wanted = Signal()
    language_wanted = Signal(str)

    def __init__(self, screens: tuple[Screen, ...]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setFixedWidth(WIDTH)
        self._rows = {screen.key: RailRow(screen) for screen in screens}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 12, 10, 10)
        layout.setSpacing(2)
        layout.addWidget(_brand())
        layout.addSpacing(8)
        for apart in (False, True):
            for screen in screens:
                if screen.apart is apart:
                    self._add(layout, screen.key)
            if not apart:
                layout.addStretch(1)
        layout.addSpacing(6)
        layout.addLayout(self._foot())

    def show_current(self, key: str) -> None:
        """Mark the open screen."""
        for name, row in self._rows.items():
            row.setChecked(name == key)

    def show_badge(self, key: str, text: str, tone: Tone) -> None:
        """A small count at a row; an empty text takes it away."""
        if key in self._rows:
            self._rows[key].show_badge(text, tone)

    def _add(self, layout: QVBoxLayout, key: str) -> None:
        self._rows[key].clicked.connect(lambda: self.chosen.emit(key))
        layout.addWidget(self._rows[key])

    def _foot(self) -> QHBoxLayout:
        help_button = _small(say("shell.help"), "F1")
        help_button.clicked.connect(self.help_wanted)
        other = next(name for name in LANGUAGES if name != language())
        switch = _small(say(f"shell.language.{other}"), "")
        switch.clicked.connect(lambda: self.language_wanted.emit(other))
        foot = QHBoxLayout()
        foot.setSpacing(4)
        foot.addWidget(help_button, 1)
        foot.addWidget(switch, 1)
        return foot


class RailRow(QPushButton):
    """One row of the rail, painted by hand."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(say(screen.title))
        self._icon, self._key = screen.icon, screen.shortcut
        self._badge, self._tone = "", Tone.NEUTRAL
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setProperty("kind", "rail")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setToolTip(f"{self.text()}  ({screen.shortcut})" if screen.shortcut else self.text())

    def sizeHint(self) -> QSize:
        return QSize(WIDTH - 20, _ROW)

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
            right -= 28
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


def _brand() -> QWidget:
    box = QWidget()
    layout = QHBoxLayout(box)
    layout.setContentsMargins(10, 4, 4, 4)
    layout.setSpacing(10)
    mark = Label("", wrap=False)
    mark.setPixmap(pixmap("shield", theme.palette().focus_on_accent, size=28))
    name = Label(say("shell.name"), Role.SECTION, wrap=False)
    name.setProperty("ground", "rail")
    layout.addWidget(mark)
    layout.addWidget(name, 1)
    return box


def _small(text: str, key: str) -> QPushButton:
    button = QPushButton(f"{text}  {key}" if key else text)
    button.setProperty("kind", "railSmall")
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button
