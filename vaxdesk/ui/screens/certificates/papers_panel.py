"""Papers of the day as cards: what each is for, and the button that shows it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.ui.kit.buttons import Button
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.labels import Label, Picture, Role
from vaxdesk.ui.screens.certificates.state import DayPaper
from vaxdesk.words import say

_ICONS = {
    DayPaper.ROSTER: "roster",
    DayPaper.DAY_FORM: "edit",
    DayPaper.LABELS: "qr",
    DayPaper.SCREENING_ADULT: "screening",
    DayPaper.SCREENING_CHILD: "screening",
    DayPaper.SCANNER: "scan",
}
_COLUMNS = 2


class PapersPanel(QWidget):
    """`wanted(paper)` when one is to be shown."""

    wanted = Signal(DayPaper)

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[DayPaper, Button] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(14)
        for at, paper in enumerate(DayPaper):
            grid.addWidget(self._card(paper), at // _COLUMNS, at % _COLUMNS)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        grid.setRowStretch(len(DayPaper) // _COLUMNS, 1)

    def show_busy(self, *, on: bool) -> None:
        """Whether a paper is being made."""
        for button in self.buttons.values():
            button.setEnabled(not on)

    def _card(self, paper: DayPaper) -> Card:
        card = Card(margin=16)
        button = Button(say("certificates.show_paper"), icon="paper")
        button.clicked.connect(lambda: self.wanted.emit(paper))
        self.buttons[paper] = button
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(say(f"{DayPaper.WORDS}.{paper.value}"), Role.STRONG))
        words.addWidget(Label(say(f"certificates.paper_for.{paper.value}"), Role.SMALL))
        line = QHBoxLayout()
        line.setSpacing(14)
        line.addWidget(Picture(_ICONS[paper], size=32), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        card.body.addLayout(line)
        return card
