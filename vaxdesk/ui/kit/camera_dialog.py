"""The camera over the desk: live picture, advice, and the first code that has become steady."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from vaxdesk.ui.jobs import Err
from vaxdesk.ui.kit.buttons import Button
from vaxdesk.ui.kit.camera_view import CameraView, Eye
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.lanes import Lane
from vaxdesk.words import say


class CameraDialog(QDialog):
    """Opened with `open()`; `scanned(bytes)` follows once, then it closes. A missing camera is said below."""

    scanned = Signal(bytes)

    def __init__(self, parent: QWidget, lane: Lane, eye: Eye) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("kit.camera.title"))
        self.resize(760, 560)
        self._view = CameraView(lane, eye)
        self._advice = Label(say("kit.camera.hold"), Role.SOFT)
        close = Button(say("kit.close"), keys="Esc")
        close.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 20)
        layout.setSpacing(14)
        layout.addWidget(self._view, 1)
        layout.addWidget(self._advice)
        layout.addWidget(close)
        self._view.scanned.connect(self._take)
        self._view.failed.connect(self._fail)
        self.finished.connect(lambda _: self._view.stop())
        self.finished.connect(lambda _: self.deleteLater())

    def open(self) -> None:
        """Show the dialog and open the camera."""
        super().open()
        self._view.start()

    def _take(self, data: bytes) -> None:
        self.accept()
        self.scanned.emit(data)

    def _fail(self, err: Err) -> None:
        self._advice.set_role(Role.COMPLAINT)
        self._advice.setText(say(err.key))
