"""The band of a practice station: that nothing here is real, the exercise at hand with its steps, the next one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout

from vaxdesk.domain.exercises import book
from vaxdesk.domain.exercises.book import FEVER, Topic
from vaxdesk.ui import theme, written
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.practice.model import PracticeModel, PracticeState
from vaxdesk.words import say


class PracticeBand(QFrame):
    """Always there at a practice station."""

    def __init__(self, model: PracticeModel) -> None:
        super().__init__()
        self.setObjectName("practiceBand")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._model = model
        self._sign = Label(say("exercise.sign"), Role.STRONG, wrap=False)
        self._sign.setProperty("ground", "practice")
        self.setToolTip(say("exercise.sign_tip"))
        self._title, self._text = Label("", Role.STRONG, wrap=False), Label()
        self._next = Button(say("exercise.next"), Kind.PRIMARY, icon="arrow-right")
        self._open = Button(say("exercise.open"), Kind.QUIET)
        self._all = Button("", Kind.QUIET)
        self._menu = QMenu(self._all)
        self._lay_out()
        self._next.clicked.connect(model.go_on)
        self._open.clicked.connect(lambda: model.open_desk(book.of(model.state.topic).desk))
        self._menu.aboutToShow.connect(self._fill_menu)
        self._all.setMenu(self._menu)
        model.changed.connect(self.show_state)
        self.show_state(model.state)

    def show_state(self, state: PracticeState) -> None:
        """Show the exercise at hand."""
        self._all.set_words(say("exercise.all", done=len(state.passed), of=len(Topic)))
        for part in (self._title, self._text, self._open):
            part.setVisible(state.topic is not None)
        self._next.setVisible(state.is_passed and state.following is not None)
        if state.topic is None:
            return
        number = list(Topic).index(state.topic) + 1
        heading = say("exercise.heading", n=number, title=say(f"{Topic.WORDS}.{state.topic}"))
        self._title.setText(f"✓ {heading}" if state.is_passed else heading)
        self._open.setVisible(not state.is_passed)
        self._text.setText(self._sentence(state))

    def _sentence(self, state: PracticeState) -> str:
        """What to do, each step with its mark; when it is passed, that it is."""
        if state.is_passed and len(state.passed) == len(Topic):
            return say("exercise.all_passed")
        if state.is_passed:
            return say("exercise.passed")
        steps = book.of(state.topic).steps
        marks = zip(steps, state.done, strict=True)
        return "   ".join(f"{'✓' if done else '○'} {say(f'exercise.step.{step.word}', **_facts(state))}"
                          for step, done in marks)  # fmt: skip

    def _fill_menu(self) -> None:
        self._menu.clear()
        for number, topic in enumerate(Topic, start=1):
            sign = "✓ " if topic in self._model.state.passed else ""
            title = say("exercise.heading", n=number, title=say(f"{Topic.WORDS}.{topic}"))
            self._menu.addAction(f"{sign}{title}", lambda topic=topic: self._model.begin(topic))

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._text)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 6)
        layout.setSpacing(14)
        layout.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addLayout(words, 1)
        for button in (self._open, self._next, self._all):
            layout.addWidget(button)


def _facts(state: PracticeState) -> dict[str, str]:
    target = state.target
    return {
        "name": target.name,
        "dob": written.day(target.dob) if target.dob else "",
        "doc": target.doc,
        "new_name": target.new_name,
        "temp": theme.locale().toString(FEVER, "f", 1),
    }
