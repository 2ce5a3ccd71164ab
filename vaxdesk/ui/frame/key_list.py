"""The list of keys, opened with F1: those of the desk and those of the open screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.page import scrolling
from vaxdesk.ui.screen import Keys
from vaxdesk.words import say

_OF_WINDOW = 0.85  # many keys, and large letters


class KeyList(QDialog):
    """Opened with `open()`; Esc or F1 closes it."""

    def __init__(self, parent: QWidget, *, desk: Sequence[Keys], screen: Sequence[Keys], title: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("shell.keys.title"))
        self.setMinimumSize(760, 520)
        self.resize(parent.window().size() * _OF_WINDOW)
        columns = QHBoxLayout()
        columns.setSpacing(36)
        for heading, lines in ((say("shell.keys.desk"), desk), (title, screen)):
            if lines:
                columns.addWidget(_column(heading, lines), 1)
        inside = QWidget()
        inside.setLayout(columns)
        close = Button(say("kit.close"), Kind.PRIMARY, keys="Esc")
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 20)
        layout.setSpacing(14)
        layout.addWidget(Label(say("shell.keys.title"), Role.TITLE))
        layout.addWidget(scrolling(inside), 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)


def _column(heading: str, lines: Sequence[Keys]) -> QWidget:
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(1, 1)
    grid.addWidget(Label(heading, Role.SECTION), 0, 0, 1, 2)
    for at, line in enumerate(lines, start=1):
        cap = Label(line.keys, Role.CAPTION, wrap=False)
        cap.setProperty("cap", "yes")
        cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
        grid.addWidget(cap, at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Label(say(line.words, **line.facts)), at, 1)
    grid.setRowStretch(len(lines) + 1, 1)
    return box
