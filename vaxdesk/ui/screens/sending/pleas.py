"""The lead's task on the sending page: pleas for an erasure that wait for an answer, each a way to the person."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from vaxdesk.domain.plea import PleaStatus, PleaTask
from vaxdesk.ui import written
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card, bare
from vaxdesk.ui.kit.emptying import empty
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screens.sending.model import SendingModel
from vaxdesk.ui.screens.sending.state import SendingState
from vaxdesk.words import say


class Pleas(Card):
    """Hidden while none waits."""

    def __init__(self, model: SendingModel) -> None:
        super().__init__(say("plea.tasks"), ground=Tone.WAIT.value, margin=16)
        self._model = model
        self.add(Label(say("plea.next"), Role.SOFT))
        self._rows = bare(QVBoxLayout())
        self._rows.setSpacing(4)
        self.body.addLayout(self._rows)
        self._shown: tuple[PleaTask, ...] = ()

    def show_state(self, state: SendingState) -> None:
        """Show what waits for an answer."""
        self.setVisible(bool(state.pleas))
        if state.pleas == self._shown:
            return
        self._shown = state.pleas
        late = any(one.plea.status is PleaStatus.LATE for one in state.pleas)
        self.set_ground((Tone.HARM if late else Tone.WAIT).value)
        empty(self._rows)
        for one in state.pleas:
            self._rows.addWidget(self._row(one), 0, Qt.AlignmentFlag.AlignLeft)

    def _row(self, task: PleaTask) -> Button:
        key = "plea.task_late" if task.plea.status is PleaStatus.LATE else "plea.task"
        words = say(key, name=task.person.name, due=written.day(task.plea.due))
        button = Button(words, Kind.QUIET, icon="warn")
        button.clicked.connect(lambda: self._model.open_person(task.person))
        return button
