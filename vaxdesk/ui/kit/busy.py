"""Signs that work runs: a veil over what must wait, and a card with progress and cancel."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from vaxdesk.ui import theme, written
from vaxdesk.ui.kit.buttons import Button
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.words import say

_GRACE_MS = 250  # shorter work shows nothing: a veil that flashes is worse than none
_TICK_MS = 50


class Spinner(QWidget):
    """A ring that turns while it is visible."""

    def __init__(self, side: int = 36) -> None:
        super().__init__()
        self.setFixedSize(side, side)
        self._angle = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._turn)

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        painter.setPen(QPen(QColor(theme.palette().accent_line), 4))
        painter.drawEllipse(ring)
        painter.setPen(QPen(QColor(theme.palette().accent), 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawArc(ring, -self._angle * 16, 100 * 16)

    def _turn(self) -> None:
        self._angle = (self._angle + 18) % 360
        self.update()


class Busy(QWidget):
    """A veil over its parent that keeps hands off while work runs; it comes only if the work takes a while."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = Label("", Role.STRONG, wrap=False)
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        for widget in (Spinner(), self._words):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        self._grace = QTimer(self)
        self._grace.setSingleShot(True)
        self._grace.setInterval(_GRACE_MS)
        self._grace.timeout.connect(self._cover)
        self.hide()
        parent.installEventFilter(self)

    def show_busy(self, words: str) -> None:
        """Cover the parent soon, with a sentence; an empty sentence uncovers it at once."""
        self._words.setText(words)
        if not words:
            self._grace.stop()
            self.hide()
        elif not self.isVisible() and not self._grace.isActive():
            self._grace.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self.parentWidget().rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        veil = QColor(theme.palette().ground)
        veil.setAlphaF(0.86)
        QPainter(self).fillRect(self.rect(), veil)

    def _cover(self) -> None:
        self.setGeometry(self.parentWidget().rect())
        self.raise_()
        self.show()


class ProgressCard(Card):
    """Work of known length: what is done of how much, and a way to stop it."""

    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title = Label("", Role.SECTION)
        self._figures = Label("", Role.SOFT)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._stop = Button(say("kit.cancel"), icon="close")
        self._stop.clicked.connect(self._ask_to_stop)
        texts = QVBoxLayout()
        texts.addWidget(self._title)
        texts.addWidget(self._figures)
        head = QHBoxLayout()
        head.addLayout(texts, 1)
        head.addWidget(self._stop)
        self.body.addLayout(head)
        self.add(self._bar)

    def show_progress(self, title: str, done: int, total: int) -> None:
        """Show how far the work is; total 0 means that nobody knows yet."""
        self._title.setText(title)
        self._bar.setUpdatesEnabled(False)  # Qt would paint the whole window at once, not in its turn
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._bar.setUpdatesEnabled(True)
        facts = {"done": written.count(done), "total": written.count(total)}
        self._figures.setText(say("kit.progress", **facts) if total else say("kit.progress_begins"))
        if not done:
            self._stop.setEnabled(True)

    def _ask_to_stop(self) -> None:
        self._stop.setEnabled(False)
        self._figures.setText(say("kit.stopping"))
        self.cancelled.emit()
