"""The camera's live picture with the frame to hold a code into, and a ring that fills while frames agree."""

from __future__ import annotations

import time
from typing import Protocol

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from vaxdesk.ui import theme
from vaxdesk.ui.jobs import Err, Job
from vaxdesk.ui.lanes import Lane
from vaxdesk.ui.palette import Tone
from vaxdesk.words import say

_PAUSE_MS = 10  # the camera itself sets the pace; this only lets the screen breathe
_SHOWN_READ_MS = 900


class Sight(Protocol):
    """One frame as looked at on the eye lane: the picture to show and how far a code in it is."""

    preview: bytes  # RGB, 3 bytes a pixel
    width: int
    height: int
    guide: tuple[int, int, int]  # x, y, side of the square to hold the code into, in pixels of the preview
    agreeing: float  # 0 to 1: share of the frames that must agree
    found: tuple[bytes, ...]  # codes that have just become steady


class Eye(Protocol):
    """An open camera with its decoder; all three run on the eye lane and may raise Trouble."""

    def open(self) -> None: ...
    def look(self) -> Sight: ...
    def close(self) -> None: ...


class CameraView(QWidget):
    """`start()` opens the camera, `stop()` or hiding lets it go; one frame at a time is under way, so none queue up."""

    scanned = Signal(bytes)
    failed = Signal(object)  # Err

    def __init__(self, lane: Lane, eye: Eye) -> None:
        super().__init__()
        self._lane, self._eye = lane, eye
        self._job: Job | None = None
        self._sight: Sight | None = None
        self._read_at = -1e9
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setInterval(_PAUSE_MS)
        self._next.timeout.connect(self._look)
        self.setMinimumSize(QSize(480, 300))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def start(self) -> None:
        """Open the camera and show what it sees."""
        if self._job is None:
            self._job = self._lane.run(self._eye.open, lambda _: self._look(), self._fail)

    def stop(self) -> None:
        """Let the camera go."""
        self._next.stop()
        if self._job is not None:
            self._job.drop()
            self._job = None
            self._lane.run(self._eye.close)
        self._sight = None
        self.update()

    def hideEvent(self, event: QHideEvent) -> None:
        self.stop()
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), 14, 14)
        painter.setClipPath(outline)
        painter.fillRect(self.rect(), QColor(theme.palette().rail))
        if self._sight is not None:
            self._paint_sight(painter, self._sight)
        elif self._job is not None:
            _caption(painter, QRectF(self.rect()), say("kit.camera.starting"))

    def _look(self) -> None:
        if self._job is not None:
            self._job = self._lane.run(self._eye.look, self._show, self._fail)

    def _show(self, sight: Sight) -> None:
        self._sight = sight
        if sight.found:
            self._read_at = time.monotonic()
        self.update()
        self._next.start()
        for code in sight.found:
            self.scanned.emit(code)

    def _fail(self, err: Err) -> None:
        self.stop()
        self.failed.emit(err)

    def _paint_sight(self, painter: QPainter, sight: Sight) -> None:
        image = QImage(sight.preview, sight.width, sight.height, sight.width * 3, QImage.Format.Format_RGB888)
        scale = max(self.width() / sight.width, self.height() / sight.height)
        left, top = (self.width() - sight.width * scale) / 2, (self.height() - sight.height * scale) / 2
        painter.drawImage(QRectF(left, top, sight.width * scale, sight.height * scale), image)
        x, y, side = sight.guide
        square = QRectF(left + x * scale, top + y * scale, side * scale, side * scale)
        read = (time.monotonic() - self._read_at) * 1000 < _SHOWN_READ_MS
        _paint_guide(painter, QRectF(self.rect()), square, agreeing=1.0 if read else sight.agreeing, read=read)
        key = "read" if read else "nearer" if sight.agreeing else "hold"
        _caption(painter, QRectF(0, self.height() - 54, self.width(), 54), say(f"kit.camera.{key}"))


def _paint_guide(painter: QPainter, whole: QRectF, square: QRectF, *, agreeing: float, read: bool) -> None:
    """Dim what lies outside, show the quiet zone as a dashed line, and fill the ring by how many frames agree."""
    outside = QPainterPath()
    outside.addRect(whole)
    hole = QPainterPath()
    hole.addRoundedRect(square, 18, 18)
    painter.fillPath(outside.subtracted(hole), QColor(10, 30, 33, 130))
    margin = square.width() * 0.09  # four modules of a card's code: the white margin that must stay in sight
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(255, 255, 255, 170), 2, Qt.PenStyle.DashLine))
    painter.drawRect(square.adjusted(margin, margin, -margin, -margin))
    painter.setPen(QPen(QColor(255, 255, 255, 220), 4))
    painter.drawPath(hole)
    if agreeing > 0:
        ring = QPen(QColor(theme.palette().focus_on_accent), 7)
        if read:
            ring.setColor(theme.colours(Tone.OK)[2])
        length = hole.length() / 7
        ring.setDashPattern([max(0.01, length * min(agreeing, 1.0)), length])
        painter.setPen(ring)
        painter.drawPath(hole)


def _caption(painter: QPainter, room: QRectF, text: str) -> None:
    painter.setFont(theme.font("strong"))
    painter.fillRect(room, QColor(10, 30, 33, 150))
    painter.setPen(QColor("white"))
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)
