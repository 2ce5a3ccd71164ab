"""The frame of the entrance pages: what this program is at the left, one card with one thing to do at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from vaxdesk.ui import theme
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.icons import pixmap
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.page import scrolling
from vaxdesk.words import LANGUAGES, language, say

_PROMISES = (("offline", "offline"), ("lock", "sealed"), ("sync", "later"))


class Entrance(QWidget):
    """Holds one card; `language_wanted` when the other language is asked for, `practice_wanted` a place to try."""

    language_wanted = Signal(str)
    practice_wanted = Signal()

    def __init__(self, *, station: str = "", width: int = 560) -> None:
        super().__init__()
        self.setObjectName("entrance")
        self.card = Card(margin=32)
        self.card.setFixedWidth(width)
        self.card.body.setSpacing(14)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(24, 20, 24, 20)
        column.addStretch(1)
        column.addWidget(self.card, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._panel(station))
        layout.addWidget(scrolling(middle), 1)

    def _panel(self, station: str) -> QWidget:
        panel = QFrame()
        panel.setObjectName("entrancePanel")
        panel.setFixedWidth(380)
        layout = QVBoxLayout(panel)
        layout.setContentsMargins(40, 44, 36, 28)
        layout.setSpacing(14)
        mark = Label("", wrap=False)
        mark.setPixmap(pixmap("shield", theme.palette().focus_on_accent, size=52))
        layout.addWidget(mark)
        layout.addWidget(_light(say("shell.name"), Role.DISPLAY))
        layout.addWidget(_light(station or say("entrance.panel.what"), Role.SECTION))
        layout.addStretch(1)
        for icon, key in _PROMISES:
            layout.addLayout(_promise(icon, say(f"entrance.panel.{key}")))
        layout.addStretch(1)
        other = next(name for name in LANGUAGES if name != language())
        foot = QHBoxLayout()
        for text, wanted in (
            (say(f"shell.language.{other}"), lambda: self.language_wanted.emit(other)),
            (say("exercise.practise"), self.practice_wanted.emit),
        ):
            button = QPushButton(text)
            button.setProperty("kind", "railSmall")
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(lambda _=False, wanted=wanted: wanted())
            foot.addWidget(button)
        button.setToolTip(say("exercise.practise_tip"))
        foot.addStretch(1)
        layout.addLayout(foot)
        return panel


def _promise(icon: str, text: str) -> QHBoxLayout:
    mark = Label("", wrap=False)
    mark.setPixmap(pixmap(icon, theme.palette().rail_ink, size=24))
    line = QHBoxLayout()
    line.setSpacing(14)
    line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(_light(text, Role.BODY), 1)
    return line


def _light(text: str, role: Role) -> Label:
    label = Label(text, role)
    label.setProperty("ground", "rail")
    return label
