"""Answering a question of those above: one of a few choices by its digit, and words where the choice needs them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from vaxdesk.domain.cases.question import MOST_LETTERS, WITH_WORDS, AnswerChoice, QuestionTask, check_answer
from vaxdesk.ui.kit import question as frame
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.choice import ChoiceField, Option
from vaxdesk.ui.kit.fields import TextField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.screens.sending.question_words import about, asked
from vaxdesk.words import say


class AnswerDialog(QDialog):
    """`agreed(choice, text)`; the button is off while the answer cannot be."""

    agreed = Signal(str, str)

    def __init__(self, parent: QWidget | None, task: QuestionTask) -> None:
        super().__init__(parent)
        self._task = task
        self.setWindowTitle(say("question.dialog.title"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(620)
        options = [Option(one.value, say(f"{AnswerChoice.WORDS}.{one.value}")) for one in task.question.choices]
        self.choice = ChoiceField(say("question.dialog.choice"), options, columns=1)
        self.text = TextField(say("question.dialog.text"), limit=MOST_LETTERS)
        self.agree = Button(say("question.dialog.agree"), Kind.PRIMARY, keys="Ctrl+Return")
        self.agree.clicked.connect(self._take)
        for field in (self.choice, self.text):
            field.edited.connect(self._look)
            field.submitted.connect(self._take)
        self._lay_out()
        self._look()
        self.choice.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        frame.fit(self)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(26, 22, 26, 20)
        layout.setSpacing(12)
        layout.addWidget(Label(asked(self._task.question), Role.SECTION))
        if self._task.question.text:
            layout.addWidget(Label(self._task.question.text))
        layout.addWidget(Label(about(self._task), Role.SOFT))
        for widget in (self.choice, self.text):
            layout.addWidget(widget)
        layout.addLayout(frame.foot(self, self.agree))

    def _look(self) -> None:
        needed = self.choice.value() in WITH_WORDS
        self.text.label.setText(say("question.dialog.text_needed" if needed else "question.dialog.text"))
        wrong = check_answer(self._task.question.what, choice=self.choice.value(), text=self.text.value())
        self.agree.setEnabled(wrong is None)

    def _take(self) -> None:
        if not self.agree.isEnabled():
            self.text.setFocus()
            return
        choice, text = self.choice.value(), self.text.value()
        self.accept()
        self.agreed.emit(choice, text)
