"""The bar at the top: station and day, the scan box, who is working, and the lock."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.ui import theme, written
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.labels import Elided, Role
from vaxdesk.ui.kit.scan_box import ScanBox
from vaxdesk.ui.standing import Standing
from vaxdesk.words import say

HEIGHT = 66


class TopBar(QFrame):
    """Shows a `Standing`; the scan box is its centre."""

    lock_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("topBar")
        self.setFixedHeight(HEIGHT)
        self.scan_box = ScanBox()
        self._station, self._day = Elided("", Role.STRONG), Elided("", Role.SMALL)
        self._user, self._roles = Elided("", Role.STRONG), Elided("", Role.SMALL)
        self._face = Initials()
        lock = Button(say("shell.lock"), Kind.PLAIN, icon="lock")
        lock.setToolTip(say("shell.lock_keys"))
        lock.clicked.connect(self.lock_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 0, 16, 0)
        layout.setSpacing(18)
        layout.addWidget(_pair(self._station, self._day), 5)
        layout.addWidget(self.scan_box, 11)
        layout.addWidget(self._face)
        layout.addWidget(_pair(self._user, self._roles), 4)
        layout.addWidget(lock)

    def show_standing(self, standing: Standing) -> None:
        """Show station, day and user."""
        self._station.setText(standing.station)
        self._day.setText(written.long_day(standing.day))
        self._user.setText(standing.user)
        self._roles.setText(", ".join(say(f"shell.role.{role}") for role in standing.roles))
        self._face.show_name(standing.user)


class Initials(QWidget):
    """A round mark with the first letter of the given name (the last word of a Vietnamese name)."""

    def __init__(self, side: int = 40) -> None:
        super().__init__()
        self.setFixedSize(side, side)
        self._letter = ""

    def show_name(self, name: str) -> None:
        """Show the letter of a name."""
        words = name.split()
        self._letter = words[-1][:1].upper() if words else ""
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.palette().accent_soft))
        painter.drawEllipse(QRectF(self.rect()))
        painter.setPen(QColor(theme.palette().accent_deep))
        painter.setFont(theme.font("section" if self.width() < 60 else "title", QFont.Weight.Bold))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._letter)


def _pair(upper: QWidget, lower: QWidget) -> QWidget:
    box = QWidget()
    box.setMinimumWidth(90)
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addStretch(1)
    layout.addWidget(upper)
    layout.addWidget(lower)
    layout.addStretch(1)
    return box
