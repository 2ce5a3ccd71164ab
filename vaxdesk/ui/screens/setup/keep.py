"""The second half of the set-up: the recovery words, to be written down and proved by typing one group."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.emptying import empty
from vaxdesk.ui.kit.fields import TextField
from vaxdesk.ui.kit.labels import Label, Picture, Role
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screens.setup.state import SetupState
from vaxdesk.words import say

_COLUMNS = 3


class KeepWords(QWidget):
    """Shows the words once; the button that goes on wakes when the asked group was typed rightly."""

    typed = Signal(str)
    finished = Signal()
    sheet_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._words = ""
        self._sheet = Card(ground="sunk", margin=18)
        self._groups = QGridLayout()
        self._groups.setHorizontalSpacing(12)
        self._groups.setVerticalSpacing(8)
        self._sheet.body.addLayout(self._groups)
        self._print = Button(say("entrance.keep.print"), icon="paper")
        self._print.clicked.connect(lambda: self.sheet_wanted.emit(self._words))
        self._proof = TextField(say("entrance.keep.ask", no=""))
        self._proof.edited.connect(self.typed)
        self._proof.submitted.connect(self.finished)
        self._go = Button(say("entrance.keep.go"), Kind.PRIMARY, icon="check", large=True)
        self._go.clicked.connect(self.finished)
        self._lay_out()
        self.setFocusProxy(self._proof)

    def show_state(self, state: SetupState) -> None:
        """Show the words and how far the proof is."""
        if state.recovery != self._words:
            self._words = state.recovery
            self._show_groups(state.recovery.split("-"))
        self._proof.label.setText(say("entrance.keep.ask", no=state.asked))
        if state.confirmed:
            self._proof.praise(say("entrance.keep.right"))
        else:
            self._proof.complain(say("entrance.keep.mistyped") if state.mistyped else "")
        self._go.setEnabled(state.confirmed)

    def _show_groups(self, groups: list[str]) -> None:
        empty(self._groups)
        for at, group in enumerate(groups):
            self._groups.addWidget(_group(at + 1, group), at // _COLUMNS, at % _COLUMNS)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(Picture("key", Tone.WAIT, size=36), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Label(say("entrance.keep.title"), Role.TITLE), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        layout.addLayout(head)
        layout.addWidget(Label(say("entrance.keep.what")))
        layout.addWidget(self._sheet)
        layout.addWidget(self._print, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._proof)
        layout.addWidget(self._go)
        layout.addStretch(1)


def _group(no: int, text: str) -> QWidget:
    box = QWidget()
    line = QHBoxLayout(box)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(10)
    line.addWidget(Label(str(no), Role.SMALL, wrap=False))
    word = Label(text, Role.CODE, wrap=False)
    word.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    line.addWidget(word, 1)
    return box
