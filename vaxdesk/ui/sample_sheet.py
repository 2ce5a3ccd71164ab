"""A drawn sheet of paper in the place of a camera, for pictures of the pages that look at one."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QColor, QImage, QPainter

from vaxdesk.ui.sheet_eye import SheetSeen


class SampleSheet:
    """A sheet on a table, as a camera above it sees it."""

    def __init__(self) -> None:
        picture = QImage(960, 540, QImage.Format.Format_RGB888)
        picture.fill(QColor(92, 86, 80))
        painter = QPainter(picture)
        painter.fillRect(300, 20, 360, 500, QColor(240, 238, 230))
        painter.fillRect(340, 50, 280, 14, QColor(60, 60, 60))
        for line in range(12):
            painter.fillRect(330, 100 + 32 * line, 220 + 67 * line % 80, 5, QColor(70, 80, 120))
        painter.end()
        self._seen = SheetSeen(bytes(picture.constBits()), picture.width(), picture.height())
        self._kept = QByteArray()
        buffer = QBuffer(self._kept)
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        picture.convertToFormat(QImage.Format.Format_Grayscale8).save(buffer, "JPG")

    def open(self) -> None:
        """Nothing to open."""

    def look(self) -> SheetSeen:
        """The sheet."""
        return self._seen

    def take(self) -> bytes:
        """The sheet as a JPEG."""
        return bytes(self._kept.data())

    def turn(self) -> None:
        """It lies as it lies."""

    def close(self) -> None:
        """Nothing to close."""
