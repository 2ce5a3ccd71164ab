"""The rail at the left: a row for each screen, in halves where somebody has both: the day, and what is around it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from vaxdesk.ui import theme
from vaxdesk.ui.frame.rail_row import RailRow
from vaxdesk.ui.kit.icons import pixmap
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screen import Half, Screen
from vaxdesk.words import LANGUAGES, language, say

WIDTH = 228


class Rail(QFrame):
    """`chosen(key)` when somebody presses a row."""

    chosen = Signal(str)
    help_wanted = Signal()
    language_wanted = Signal(str)

    def __init__(self, screens: tuple[Screen, ...]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setFixedWidth(WIDTH)
        self._screens = {screen.key: screen for screen in screens}
        self._rows = {screen.key: RailRow(screen, WIDTH - 20) for screen in screens}
        self._last = {half: _first(screens, half) for half in Half}  # the screen that was open in each half
        self._tabs = {half: _tab(half) for half in Half}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 12, 10, 10)
        layout.setSpacing(2)
        layout.addWidget(_brand())
        layout.addSpacing(8)
        layout.addWidget(self._halves())
        for apart in (False, True):
            for screen in screens:
                if screen.apart is apart:
                    self._add(layout, screen.key)
            if not apart:
                layout.addStretch(1)
        layout.addSpacing(6)
        layout.addLayout(self._foot())
        self._turn_to(Half.DAY if self._last[Half.DAY] else Half.OFFICE)

    def show_current(self, key: str) -> None:
        """Mark the open screen, and show the half in which it stands."""
        for name, row in self._rows.items():
            row.setChecked(name == key)
        screen = self._screens[key]
        if not screen.apart:
            self._last[screen.half] = key
            self._turn_to(screen.half)

    def _turn_to(self, half: Half) -> None:
        self._tabs[half].setChecked(True)
        for screen in self._screens.values():
            self._rows[screen.key].setVisible(screen.apart or screen.half is half)

    def show_badge(self, key: str, text: str, tone: Tone) -> None:
        """A small count at a row; an empty text takes it away."""
        if key in self._rows:
            self._rows[key].show_badge(text, tone)

    def _halves(self) -> QWidget:
        """The choice between the halves; not shown to who has one of them alone."""
        box, group = QWidget(), QButtonGroup(self)
        layout = QHBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 6)
        layout.setSpacing(4)
        for half, tab in self._tabs.items():
            group.addButton(tab)
            layout.addWidget(tab, 1)
            tab.clicked.connect(lambda _=False, half=half: self.chosen.emit(self._last[half]))
        if not all(self._last.values()):
            box.hide()  # never shown here: without a parent it would be a window of its own
        return box

    def _add(self, layout: QVBoxLayout, key: str) -> None:
        self._rows[key].clicked.connect(lambda: self.chosen.emit(key))
        layout.addWidget(self._rows[key])

    def _foot(self) -> QHBoxLayout:
        help_button = _small(say("shell.help"), "F1")
        help_button.clicked.connect(self.help_wanted)
        other = next(name for name in LANGUAGES if name != language())
        switch = _small(say(f"shell.language.{other}"), "")
        switch.clicked.connect(lambda: self.language_wanted.emit(other))
        foot = QHBoxLayout()
        foot.setSpacing(0)
        foot.addWidget(help_button)
        foot.addWidget(switch)
        return foot


def _brand() -> QWidget:
    box = QWidget()
    layout = QHBoxLayout(box)
    layout.setContentsMargins(10, 4, 4, 4)
    layout.setSpacing(10)
    mark = Label("", wrap=False)
    mark.setPixmap(pixmap("shield", theme.palette().focus_on_accent, size=28))
    name = Label(say("shell.name"), Role.SECTION, wrap=False)
    name.setProperty("ground", "rail")
    layout.addWidget(mark)
    layout.addWidget(name, 1)
    return box


def _small(text: str, key: str) -> QPushButton:
    button = QPushButton(f"{text} {key}" if key else text)
    button.setProperty("kind", "railSmall")
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button


def _first(screens: tuple[Screen, ...], half: Half) -> str:
    return next((screen.key for screen in screens if screen.half is half and not screen.apart), "")


def _tab(half: Half) -> QPushButton:
    tab = _small(say(f"shell.half.{half}"), "")
    tab.setCheckable(True)
    tab.setToolTip(say(f"shell.half_tip.{half}"))
    return tab
