"""Answering a question of those above: one of a few choices by its digit, and words where the choice needs them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from vaxdesk.domain.cases.question import (
    MOST_LETTERS,
    MOST_PICTURES,
    WITH_WORDS,
    AnswerChoice,
    QuestionTask,
    check_answer,
)
from vaxdesk.ui.kit import question as frame
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.choice import ChoiceField, Option
from vaxdesk.ui.kit.fields import TextField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.screens.sending.paper_photos import PaperPhotos
from vaxdesk.ui.screens.sending.question_words import about, asked
from vaxdesk.words import say


class AnswerDialog(QDialog):
    """`agreed(choice, text, photos)`; the button is off while the answer cannot be.

    `photos` is None where none may go with the answer.
    """

    agreed = Signal(str, str, object)

    def __init__(self, parent: QWidget | None, task: QuestionTask) -> None:
        super().__init__(parent)
        self._task = task
        self.setWindowTitle(say("question.dialog.title"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(620)
        options = [Option(one.value, say(f"{AnswerChoice.WORDS}.{one.value}")) for one in task.question.choices]
        self.choice = ChoiceField(say("question.dialog.choice"), options, columns=1)
        self.text = TextField(say("question.dialog.text"), limit=MOST_LETTERS)
        most = min(task.question.photos, MOST_PICTURES) if task.question.person else 0
        self.photos = PaperPhotos(most) if most > 0 else None
        self.agree = Button(say("question.dialog.agree"), Kind.PRIMARY, keys="Ctrl+Return")
        self.agree.clicked.connect(self._take)
        for field in (self.choice, self.text):
            field.edited.connect(self._look)
            field.submitted.connect(self._take)
        if self.photos is not None:
            self.photos.edited.connect(self._changed)
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
        if about(self._task):
            layout.addWidget(Label(about(self._task), Role.SOFT))
        for widget in (self.choice, self.photos, self.text):
            if widget is not None:
                layout.addWidget(widget)
        layout.addLayout(frame.foot(self, self.agree))

    def _look(self) -> None:
        needed = self.choice.value() in WITH_WORDS
        self.text.label.setText(say("question.dialog.text_needed" if needed else "question.dialog.text"))
        wrong = check_answer(
            self._task.question.what, choice=self.choice.value(), text=self.text.value(),
            pictures=len(self._taken()), most=self._task.question.photos,
        )  # fmt: skip
        self.agree.setEnabled(wrong is None)

    def _changed(self) -> None:
        """A photo came or went: the choice that says so follows, and the dialog has another height."""
        pictured = AnswerChoice.PICTURED
        if self._taken() and not self.choice.value() and pictured in self._task.question.choices:
            self.choice.set_value(pictured.value)
        self._look()
        frame.fit(self)

    def _taken(self) -> tuple[bytes, ...]:
        return self.photos.photos() if self.photos is not None else ()

    def _take(self) -> None:
        if not self.agree.isEnabled():
            self.text.setFocus()
            return
        choice, text, photos = self.choice.value(), self.text.value(), self._taken()
        self.accept()
        self.agreed.emit(choice, text, photos)
