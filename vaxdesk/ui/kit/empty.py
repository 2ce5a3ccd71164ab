"""What an empty place says: a picture, why it is empty, and what to do about it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vaxdesk.ui.kit.labels import Label, Picture, Role
from vaxdesk.ui.palette import Tone


class Empty(QWidget):
    """Centred in the room that would hold the content; a button may be added below the words."""

    def __init__(self, icon: str, title: str, text: str = "") -> None:
        super().__init__()
        self._title = Label(title, Role.STRONG)
        self._text = Label(text, Role.SOFT)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(24, 24, 24, 24)
        self._layout.setSpacing(8)
        self._layout.addStretch(1)
        self._layout.addWidget(Picture(icon, Tone.NEUTRAL, size=48), 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self._layout.addWidget(label)
        self._text.setVisible(bool(text))
        self._layout.addStretch(2)

    def set_words(self, title: str, text: str = "") -> None:
        """Change what it says."""
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))

    def add(self, widget: QWidget) -> None:
        """Put a button below the words."""
        self._layout.insertWidget(self._layout.count() - 1, widget, 0, Qt.AlignmentFlag.AlignHCenter)
