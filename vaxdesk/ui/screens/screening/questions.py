"""The questions of the form on one page: 1 is yes, 0 is no, an answer moves on, a YES opens what belongs to it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from vaxdesk import words
from vaxdesk.domain.forms import Footnote, Form, Input, Question
from vaxdesk.domain.screening import Need
from vaxdesk.ui.kit.choice import Tile
from vaxdesk.ui.kit.date_field import DateField
from vaxdesk.ui.kit.fields import TextField
from vaxdesk.ui.kit.labels import Label, Role, restyle
from vaxdesk.ui.screens.screening.state import ScreeningState
from vaxdesk.words import say

YES, NO, NONE = "yes", "no", ""
_KEYS = {Qt.Key.Key_1: YES, Qt.Key.Key_0: NO, Qt.Key.Key_2: NO, Qt.Key.Key_Backspace: NONE, Qt.Key.Key_Delete: NONE}
_FEW = 3
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class AnswerTile(Tile):
    """Có or Không, low enough that a whole form fits on the page."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setText(text)
        self.setProperty("low", "yes")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setIconSize(QSize(14, 14))

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 40, hint.height())


class QuestionRow(QFrame):
    """One question; takes the keys while it has the focus."""

    answered = Signal(str, str)  # code, answer
    noted = Signal(str, str)  # code, what is written beside a YES
    left = Signal(int)  # -1 up, +1 down

    def __init__(self, question: Question, footnotes: Sequence[Footnote]) -> None:
        super().__init__()
        self.question = question
        self._answer = NONE
        text = question.said(words.language())
        self.setProperty("row", "yesno")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(text)
        self._yes, self._no = AnswerTile(say("kit.yes")), AnswerTile(say("kit.no"))
        self._yes.clicked.connect(lambda: self._take(YES))
        self._no.clicked.connect(lambda: self._take(NO))
        self._gap = Label("", Role.COMPLAINT)
        self._foot = Label("\n".join(f"{one.mark} {one.said(words.language())}" for one in footnotes), Role.ADVICE)
        self.field = _beside(question)
        self._lay_out(f"{text}{question.mark}")
        if self.field:
            self.field.edited.connect(lambda value: self.noted.emit(question.code, value))
            self.field.submitted.connect(lambda: self.left.emit(1))

    @property
    def answer(self) -> str:
        """`yes`, `no`, or empty when not answered."""
        return self._answer

    def show_answer(self, answer: str, note: str, gap: str) -> None:
        """Show an answer, what is written beside it and what is missing, without emitting anything."""
        self._answer = answer
        yes = answer == YES
        self._yes.show_chosen(on=yes, tone="wait" if yes else "")
        self._no.show_chosen(on=answer == NO)
        if self.field:
            self.field.set_value(note)
            self.field.setVisible(yes)
        self._foot.setVisible(yes and bool(self._foot.text()))
        self._gap.setText(gap)
        self._gap.setVisible(bool(gap))
        self._mark()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _KEYS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._take(_KEYS[key])
        elif key == Qt.Key.Key_Up:
            self.left.emit(-1)
        elif key == Qt.Key.Key_Down or (key in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier):
            self.left.emit(1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._mark()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._mark()

    def _lay_out(self, text: str) -> None:
        number = Label(self.question.code, Role.CAPTION, wrap=False)
        number.setFixedWidth(24)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(number, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(Label(text), 1)
        line.addWidget(self._yes)
        line.addWidget(self._no)
        below = QVBoxLayout()
        below.setContentsMargins(30, 0, 0, 2)
        below.setSpacing(2)
        for widget in (self.field, self._foot, self._gap):
            if widget:
                below.addWidget(widget)
                widget.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 1, 4, 1)
        layout.setSpacing(2)
        layout.addLayout(line)
        layout.addLayout(below)

    def _take(self, answer: str) -> None:
        self.setFocus()
        self.answered.emit(self.question.code, answer)
        if answer == YES and self.field:
            self.field.setFocus()
        elif answer:
            self.left.emit(1)

    def _mark(self) -> None:
        state = ("focused" if self.hasFocus() else "rest") + (" notable" if self._answer == YES else "")
        if self.property("state") != state:
            self.setProperty("state", state)
            restyle(self)


class QuestionList(QScrollArea):
    """The questions that a person is asked, one below the other."""

    answered = Signal(str, str)
    noted = Signal(str, str)
    weeks = Signal(str)
    finished = Signal()  # moved on past the last question

    def __init__(self) -> None:
        super().__init__()
        self._form: Form | None = None
        self._rows: dict[str, QuestionRow] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_state(self, state: ScreeningState) -> None:
        """Questions, answers as they hold, and what is missing."""
        if state.sheet is None or state.assessed is None:
            return
        asked = state.assessed.asked
        if state.sheet.form != self._form or tuple(self._rows) != asked:
            self._build(state.sheet.form, asked)
        gaps = _marked(state)
        for code, row in self._rows.items():
            said = state.draft.answers.get(code)
            answer = YES if code in state.assessed.yes or said else NO if said is False else NONE
            note = state.draft.notes.get(code, "")
            if row.question.input is Input.WEEKS:
                note = str(state.draft.weeks or "")
            row.show_answer(answer, note, gaps.get(code, ""))
        self.widget().setEnabled(state.closed is None)

    def place(self, code: str) -> QWidget | None:
        """The widget of a question that is to have the cursor: its field where a YES wants words."""
        row = self._rows.get(code)
        if row is None:
            return None
        self.ensureWidgetVisible(row, 0, 8)
        return row.field if row.field and row.answer == YES else row

    def rows(self) -> tuple[QuestionRow, ...]:
        """The questions shown, in order."""
        return tuple(self._rows.values())

    def stops(self) -> tuple[QWidget, ...]:
        """What Tab goes through, in order: each question and the field beside its YES."""
        return tuple(stop for row in self._rows.values() for stop in (row, row.field and row.field.line) if stop)

    def to_top(self) -> None:
        """Show the first question again."""
        self.verticalScrollBar().setValue(0)

    def _build(self, form: Form, asked: tuple[str, ...]) -> None:
        self._form, self._rows = form, {}
        inside = QWidget()
        inside.setObjectName("scrolled")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 4, 0)
        layout.setSpacing(2)
        for question in form.question:
            if question.code in asked:
                footnotes = [one for one in form.footnote if one.mark in question.mark]
                row = QuestionRow(question, footnotes)
                row.answered.connect(self.answered)
                row.noted.connect(self._written)
                row.left.connect(lambda step, code=question.code: self._move(code, step))
                self._rows[question.code] = row
                layout.addWidget(row)
        layout.addStretch(1)
        self.setWidget(inside)

    def _written(self, code: str, value: str) -> None:
        if self._rows[code].question.input is Input.WEEKS:
            self.weeks.emit(value)
        else:
            self.noted.emit(code, value)

    def _move(self, code: str, step: int) -> None:
        rows = list(self._rows)
        to = rows.index(code) + step
        if to >= len(rows):
            self.finished.emit()
        elif to >= 0:
            row = self._rows[rows[to]]
            row.setFocus(Qt.FocusReason.TabFocusReason)
            self.ensureWidgetVisible(row, 0, 8)


def _marked(state: ScreeningState) -> dict[str, str]:
    """What is said below a question; of many without an answer only the first is marked, the rest are plain to see."""
    gaps = {code: gap for code, gap in state.shown_gaps.items() if state.assessed and code in state.assessed.asked}
    unanswered = [code for code, gap in gaps.items() if gap.need is Need.ANSWER]
    first = next((code for code in state.assessed.asked if code in unanswered), "") if state.assessed else ""
    few = len(unanswered) <= _FEW
    return {
        code: say(f"clinical.need.{gap.need.value}")
        for code, gap in gaps.items()
        if few or gap.need is not Need.ANSWER or code == first
    }


def _beside(question: Question) -> TextField | None:
    """The field beside a YES."""
    label = question.input_label.said(words.language()) if question.input_label else ""
    match question.input:
        case Input.TEXT:
            return TextField("", placeholder=label)
        case Input.WEEKS:
            return TextField("", placeholder=label, limit=2)
        case Input.DATE:
            return DateField("", hint=label)
    return None
