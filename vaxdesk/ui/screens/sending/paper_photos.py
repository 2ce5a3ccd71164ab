"""Photos of the paper that go with an answer: from a file or by the camera, counted, the last one left out again."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import bare
from vaxdesk.ui.kit.emptying import empty
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.words import say

_SHOWN = QSize(90, 90)


class PaperPhotos(QWidget):
    """`photos()` are JPEG as they are kept; `edited` follows each change."""

    edited = Signal()
    file_wanted = Signal()
    shot_wanted = Signal()

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most
        self._photos: list[bytes] = []
        self._said = Label("", Role.SOFT)
        self._pictures = bare(QHBoxLayout())
        self.file = Button(say("question.photo.file"), Kind.QUIET, icon="image", keys="Ctrl+O")
        self.shoot = Button(say("question.photo.shoot"), Kind.QUIET, icon="camera", keys="Ctrl+K")
        self.drop = Button(say("question.photo.drop"), Kind.QUIET, icon="undo", keys="Ctrl+D")
        self.file.clicked.connect(self.file_wanted)
        self.shoot.clicked.connect(self.shot_wanted)
        self.drop.clicked.connect(self._drop)
        self._lay_out()
        self._show()

    def photos(self) -> tuple[bytes, ...]:
        """What goes with the answer."""
        return tuple(self._photos)

    def add(self, photo: bytes) -> None:
        """One more, unless it is there already or there are enough."""
        if photo not in self._photos and len(self._photos) < self._most:
            self._photos.append(photo)
            self._show()
            self.edited.emit()

    def _drop(self) -> None:
        self._photos.pop()
        self._show()
        self.edited.emit()

    def _show(self) -> None:
        n = len(self._photos)
        said = say("question.photo.some", n=n) if n else say("question.photo.none", most=self._most)
        self._said.setText(f"{said} {say('question.photo.later')}")
        for button in (self.file, self.shoot):
            button.setEnabled(n < self._most)
        self.drop.setVisible(n > 0)
        empty(self._pictures)
        for at, one in enumerate(self._photos, start=1):
            self._pictures.addWidget(_small(one, f"{say('question.photo.title')} {at}"))
        if n:
            self._pictures.addStretch(1)

    def _lay_out(self) -> None:
        keys = bare(QHBoxLayout())
        keys.setSpacing(8)
        for button in (self.file, self.shoot, self.drop):
            keys.addWidget(button)
        keys.addStretch(1)
        self._pictures.setSpacing(8)
        layout = bare(QVBoxLayout(self))
        layout.setSpacing(6)
        layout.addWidget(Label(say("question.photo.title"), Role.STRONG))
        layout.addLayout(keys)
        layout.addWidget(self._said)
        layout.addLayout(self._pictures)


def _small(photo: bytes, name: str) -> QLabel:
    pixmap = QPixmap()
    pixmap.loadFromData(photo)
    shown = QLabel()
    shown.setPixmap(
        pixmap.scaled(_SHOWN, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    )
    shown.setAccessibleName(name)
    return shown
