"""The camera's live picture of a whole sheet, which stands still once it is taken."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QImage, QPainter

from vaxdesk.ui.kit.camera_view import CameraView, Eye, Sight
from vaxdesk.ui.lanes import Lane


class SheetEye(Eye, Protocol):
    """An open camera over a sheet; all of it runs on the eye lane and may raise Trouble."""

    def take(self) -> bytes: ...
    def turn(self) -> None: ...


class SheetView(CameraView):
    """`shoot()` takes the picture shown, `again()` shows the live one anew."""

    taken = Signal(bytes)  # JPEG as it is kept

    def __init__(self, lane: Lane, eye: SheetEye) -> None:
        super().__init__(lane, eye)
        self._sheet_eye = eye
        self._still: QImage | None = None
        self._taking = False

    @property
    def live(self) -> bool:
        """Whether there is a picture that could be taken now."""
        return self._sight is not None and not self._taking

    def start(self) -> None:
        self._still, self._taking = None, False
        super().start()

    def shoot(self) -> None:
        """Take the picture shown; `taken` follows."""
        if self.live and self._job is not None:
            self._taking = True
            self._next.stop()
            self._job = self._lane.run(self._sheet_eye.take, self._took, self._fail)

    def again(self) -> None:
        """The live picture anew; the camera was never closed."""
        if self._taking:
            self._still, self._taking = None, False
            self._look()

    def turn(self) -> None:
        """A quarter turn to the right, of the live picture."""
        if self._job is not None and not self._taking:
            self._lane.run(self._sheet_eye.turn)

    def _show(self, sight: Sight) -> None:
        if not self._taking:
            super()._show(sight)

    def _took(self, picture: bytes) -> None:
        self._still = QImage.fromData(picture)
        self.update()
        self.taken.emit(picture)

    def _paint_sight(self, painter: QPainter, sight: Sight) -> None:
        """The sheet whole, whatever its shape."""
        image = self._still
        if image is None:
            image = QImage(sight.preview, sight.width, sight.height, sight.width * 3, QImage.Format.Format_RGB888)
        scale = min(self.width() / image.width(), self.height() / image.height())
        wide, high = image.width() * scale, image.height() * scale
        painter.drawImage(QRectF((self.width() - wide) / 2, (self.height() - high) / 2, wide, high), image)
