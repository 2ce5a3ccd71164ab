"""The slots of a session as bars, people against places with the figures beside; a press lists the people of one."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from vaxdesk.ui import theme
from vaxdesk.ui.kit.icons import pixmap
from vaxdesk.words import say

_COLUMNS = 3
_HEIGHT = 46


class SlotBars(QWidget):
    """`chosen(hour)` when a bar is pressed."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self.bars: dict[str, SlotBar] = {}

    def show_slots(self, slots: Mapping[str, int], filled: Mapping[str, int], *, chosen: str) -> None:
        """Show each slot, those that are no longer planned but have people too."""
        hours = sorted({*slots, *filled})
        if list(self.bars) != hours:
            self._build(hours)
        for hour, bar in self.bars.items():
            bar.show_figures(filled.get(hour, 0), slots.get(hour, 0))
            bar.setChecked(hour == chosen)

    def _build(self, hours: list[str]) -> None:
        for bar in self.bars.values():
            bar.hide()
            bar.deleteLater()
        self.bars = {}
        for at, hour in enumerate(hours):
            bar = SlotBar(hour)
            bar.clicked.connect(lambda _, hour=hour: self.chosen.emit(hour))
            self.bars[hour] = bar
            self._grid.addWidget(bar, at // _COLUMNS, at % _COLUMNS)


class SlotBar(QPushButton):
    """One slot: hour, bar, people/places; too many people get a sign beside the colour."""

    def __init__(self, hour: str) -> None:
        super().__init__()
        self._hour, self._people, self._places = hour, 0, 0
        self.setCheckable(True)
        self.setProperty("kind", "person")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_figures(self, people: int, places: int) -> None:
        """How full it is."""
        self._people, self._places = people, places
        said = say("plan.bar", slot=self._hour, people=people, places=places)
        self.setToolTip(said)
        self.setAccessibleName(said)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, round(_HEIGHT * theme.look().scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        p, on, over = theme.palette(), self.isChecked(), self._people > self._places
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        edge = p.accent_deep if self.hasFocus() else p.accent if on or self.underMouse() else p.line
        painter.setPen(QPen(QColor(edge), 3 if self.hasFocus() else 2))
        painter.setBrush(QColor(p.accent_soft if on else p.card))
        painter.drawRoundedRect(box, 10, 10)
        painter.setPen(QColor(p.ink))
        painter.setFont(theme.font("body", QFont.Weight.DemiBold))
        head = QRectF(12, 4, self.width() - 24, self.height() * 0.55)
        painter.drawText(head, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._hour)
        painter.setPen(QColor(p.harm if over else p.ink))
        figures = f"{self._people} / {self._places}"
        painter.drawText(head, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, figures)
        if over:
            taken = painter.fontMetrics().horizontalAdvance(figures)
            at = round(self.width() - 12 - taken - 26), round(head.center().y()) - 10
            painter.drawPixmap(*at, pixmap("warn", p.harm, size=20))
        self._bar(painter, over=over)

    def _bar(self, painter: QPainter, *, over: bool) -> None:
        p = theme.palette()
        track = QRectF(12, self.height() - 13, self.width() - 24, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(p.line))
        painter.drawRoundedRect(track, 3, 3)
        share = min(1.0, self._people / self._places) if self._places else float(bool(self._people))
        if share:
            full = self._people == self._places
            painter.setBrush(QColor(p.harm if over else p.ok if full else p.accent))
            painter.drawRoundedRect(QRectF(track.left(), track.top(), track.width() * share, track.height()), 3, 3)
