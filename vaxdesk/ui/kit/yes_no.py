"""Questions answered by keyboard: 1 is yes, 0 or 2 is no, 3 is not applicable; the answer moves on to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.ui.kit.choice import Tile
from vaxdesk.ui.kit.labels import Label, Role, restyle
from vaxdesk.words import say

YES, NO, NOT_APPLICABLE, NONE = "yes", "no", "na", ""
_ANSWERS = {Qt.Key.Key_1: YES, Qt.Key.Key_0: NO, Qt.Key.Key_2: NO, Qt.Key.Key_Backspace: NONE, Qt.Key.Key_Delete: NONE}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True)
class Question:
    """One question; `notable` is the answer that needs a look, `may_not_apply` offers a third answer."""

    key: str
    no: str
    text: str
    notable: str = YES
    may_not_apply: bool = False


class YesNoRow(QFrame):
    """A question with its tiles; takes the keys while it has the focus."""

    answered = Signal(str, str)  # key of the question, answer
    left = Signal(int)  # -1 up, +1 down

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question
        self._answer = NONE
        self.setProperty("row", "yesno")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(question.text)
        self._tiles = {YES: Tile(say("kit.yes"), digit="1"), NO: Tile(say("kit.no"), digit="0")}
        if question.may_not_apply:
            self._tiles[NOT_APPLICABLE] = Tile(say("kit.not_applicable"), digit="3")
        for answer, tile in self._tiles.items():
            tile.clicked.connect(lambda _=False, answer=answer: self._take(answer))
        number = Label(question.no, Role.CAPTION, wrap=False)
        number.setFixedWidth(30)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 6, 10, 6)
        layout.setSpacing(10)
        layout.addWidget(number)
        layout.addWidget(Label(question.text), 1)
        for tile in self._tiles.values():
            layout.addWidget(tile)
        self._mark()

    @property
    def answer(self) -> str:
        """`yes`, `no`, `na`, or empty when not answered."""
        return self._answer

    def show_answer(self, answer: str) -> None:
        """Show an answer without emitting anything."""
        self._answer = answer
        notable = bool(answer) and answer == self.question.notable
        for mine, tile in self._tiles.items():
            tile.show_chosen(on=answer == mine, tone="wait" if notable and answer == mine else "")
        self._mark()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _ANSWERS:
            self._take(_ANSWERS[key])
        elif key == Qt.Key.Key_3 and self.question.may_not_apply:
            self._take(NOT_APPLICABLE)
        elif key == Qt.Key.Key_Up:
            self.left.emit(-1)
        elif key == Qt.Key.Key_Down or (key in _ENTER and not event.modifiers()):
            self.left.emit(1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._mark()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._mark()

    def _take(self, answer: str) -> None:
        self.setFocus()
        self.show_answer(answer)
        self.answered.emit(self.question.key, answer)
        if answer:
            self.left.emit(1)

    def _mark(self) -> None:
        notable = bool(self._answer) and self._answer == self.question.notable
        state = ("focused" if self.hasFocus() else "rest") + (" notable" if notable else "")
        if self.property("state") != state:
            self.setProperty("state", state)
            restyle(self)


class YesNoList(QWidget):
    """Questions one below the other; Up and Down move, an answer moves on."""

    answered = Signal(str, str)  # key of the question, answer
    finished = Signal()  # moved on past the last question

    def __init__(self, questions: Sequence[Question]) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self._rows = [YesNoRow(question) for question in questions]
        for at, row in enumerate(self._rows):
            layout.addWidget(row)
            row.answered.connect(self.answered)
            row.left.connect(lambda step, at=at: self._move(at + step))
        layout.addStretch(1)
        if self._rows:
            self.setFocusProxy(self._rows[0])

    def answers(self) -> dict[str, str]:
        """Answers by key; unanswered questions are left out."""
        return {row.question.key: row.answer for row in self._rows if row.answer}

    def show_answers(self, answers: dict[str, str]) -> None:
        """Show answers by key; questions not named are shown unanswered."""
        for row in self._rows:
            row.show_answer(answers.get(row.question.key, NONE))

    def focus_first_open(self) -> None:
        """Put the focus on the first question without an answer, or on the first of all."""
        row = next((r for r in self._rows if not r.answer), self._rows[0] if self._rows else self)
        row.setFocus()

    def _move(self, to: int) -> None:
        if to >= len(self._rows):
            self.finished.emit()
        elif to >= 0:
            self._rows[to].setFocus(Qt.FocusReason.TabFocusReason)
