"""The one scan box: shows what was scanned, takes a typed name or number, and opens camera or picture."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from vaxdesk.domain.codes import is_certificate
from vaxdesk.domain.names import clean
from vaxdesk.ui.kit import picture_file
from vaxdesk.ui.kit.burst_filter import BurstFilter
from vaxdesk.ui.kit.buttons import IconButton
from vaxdesk.ui.kit.labels import Label, Picture, Role
from vaxdesk.words import say

_MOST_LETTERS = 7089  # digits in the largest code


class ScanBox(QWidget):
    """Typing here searches; a scanner is heard from anywhere, whether the box has the focus or not."""

    scanned = Signal(str)  # text of a USB scanner, as it arrived
    searched = Signal(str)  # what stands in the box, at each keystroke
    submitted = Signal(str)  # Enter after typing
    camera_wanted = Signal()
    image_chosen = Signal(str)  # path

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("scanBox")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.line = _Line(say("kit.scan.placeholder"))
        self.line.textEdited.connect(lambda text: self.searched.emit(clean(text)))
        self.line.returnPressed.connect(self._submit)
        camera = IconButton("camera", say("kit.scan.camera"), keys="Shift+F2", side=46)
        image = IconButton("image", say("kit.scan.image"), keys="Ctrl+F2", side=46)
        camera.clicked.connect(self.camera_wanted)
        image.clicked.connect(self._choose_image)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for widget in (self.line, camera, image):
            layout.addWidget(widget)
        self._bursts = BurstFilter(self)
        self._bursts.scanned.connect(self._heard)
        self.setFocusProxy(self.line)

    def listen(self, on: bool) -> None:
        """Hear the scanner, or not (while locked)."""
        self._bursts.listen(on)

    def take_focus(self) -> None:
        """Go to the box and be ready to overwrite what stands there."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def show_text(self, text: str) -> None:
        """Show what is being looked for, without searching."""
        self.line.setText(text)

    def clear(self) -> None:
        """Empty the box without searching."""
        self.line.clear()

    def _heard(self, text: str) -> None:
        self.clear()
        self.scanned.emit(text)

    def _submit(self) -> None:
        if is_certificate(self.line.text()):  # pasted: two spaces of it are not one
            self._heard(self.line.text())
            return
        text = clean(self.line.text())
        if text:
            self.submitted.emit(text)

    def _choose_image(self) -> None:
        path = picture_file.chosen(self.window(), say("kit.scan.image"))
        if path:
            self.image_chosen.emit(path)


class _Line(QLineEdit):
    def __init__(self, placeholder: str) -> None:
        super().__init__()
        self.setObjectName("scanLine")
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setMaxLength(_MOST_LETTERS)
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(240)
        self.setTextMargins(38, 0, 58, 0)
        self._sign = Picture("scan", size=24)
        self._sign.setParent(self)
        self._key = Label("F2", Role.CAPTION, wrap=False)
        self._key.setProperty("cap", "yes")
        self._key.setParent(self)
        self.textChanged.connect(lambda text: self._key.setVisible(not text))

    def sizeHint(self) -> QSize:
        return QSize(520, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._sign.move(13, (self.height() - 24) // 2)
        cap = self._key.sizeHint()
        self._key.setGeometry(self.width() - cap.width() - 12, (self.height() - cap.height()) // 2, *cap.toTuple())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.textEdited.emit("")
        else:
            super().keyPressEvent(event)
