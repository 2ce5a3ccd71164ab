"""What those above ask this station, as tasks on the sending page: each with a way to the person and to an answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.domain.cases.question import QuestionTask
from vaxdesk.ui.kit import picture_file
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card, bare
from vaxdesk.ui.kit.emptying import empty
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.sheet_shot import SheetShot
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screens.sending.answer_dialog import AnswerDialog
from vaxdesk.ui.screens.sending.model import SendingModel
from vaxdesk.ui.screens.sending.paper_photos import PaperPhotos
from vaxdesk.ui.screens.sending.question_words import about, asked, due
from vaxdesk.ui.screens.sending.state import SendingState
from vaxdesk.words import say

_NAMES = 2  # buttons to people beside one question


class Asked(Card):
    """Hidden while nothing is asked."""

    def __init__(self, model: SendingModel) -> None:
        super().__init__(say("question.title"), ground=Tone.ACCENT.value, margin=16)
        self._model = model
        self.add(Label(say("question.lead"), Role.SOFT))
        self._rows = bare(QVBoxLayout())
        self._rows.setSpacing(12)
        self.body.addLayout(self._rows)
        self._shown: tuple[tuple[QuestionTask, ...], bool] = ((), False)

    def show_state(self, state: SendingState) -> None:
        """Show what waits for an answer."""
        self.setVisible(bool(state.questions))
        if (state.questions, state.may_answer) == self._shown:
            return
        self._shown = (state.questions, state.may_answer)
        late = any(one.late for one in state.questions)
        self.set_ground((Tone.WAIT if late else Tone.ACCENT).value)
        empty(self._rows)
        for one in state.questions:
            self._rows.addWidget(self._row(one, may_answer=state.may_answer))

    def _row(self, task: QuestionTask, *, may_answer: bool) -> QWidget:
        box = QWidget()
        line = bare(QHBoxLayout(box))
        line.setSpacing(10)
        words = bare(QVBoxLayout())
        words.setSpacing(0)
        for text, role in (
            (asked(task.question), Role.STRONG), (task.question.text, Role.BODY), (about(task), Role.BODY),
            (due(task), Role.SMALL),
        ):  # fmt: skip
            if text:
                words.addWidget(Label(text, role))
        line.addLayout(words, 1)
        for person in task.people[:_NAMES]:
            line.addWidget(_button("user", person.name.rpartition(" ")[2], partial(self._model.open_person, person)))
        if may_answer:
            line.addWidget(_button("edit", say("question.answer"), partial(self._ask, task)))
        return box

    def _ask(self, task: QuestionTask) -> None:
        dialog = AnswerDialog(self, task)
        dialog.agreed.connect(partial(self._model.answering.answer, task.question.id))
        if dialog.photos is not None:
            dialog.photos.file_wanted.connect(partial(self._choose, dialog))
            dialog.photos.shot_wanted.connect(partial(self._shoot, dialog, dialog.photos))
            self._model.answering.prepared.connect(dialog.photos.add)
        dialog.open()

    def _choose(self, dialog: AnswerDialog) -> None:
        path = picture_file.chosen(dialog, say("question.photo.title"))
        if path:
            self._model.answering.prepare(path)

    def _shoot(self, dialog: AnswerDialog, photos: PaperPhotos) -> None:
        shot = SheetShot(dialog, say("question.photo.title"), self._model.answering.eye, self._model.ports.sheet_eye())
        shot.kept.connect(photos.add)
        shot.open()


def _button(icon: str, words: str, do: Callable[[], None]) -> Button:
    button = Button(words, Kind.QUIET, icon=icon)
    button.clicked.connect(lambda: do())
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
