"""What came of a report of the public: one of a few by its digit, when they were called, and words."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from vaxdesk.domain import times
from vaxdesk.domain.told import MOST_LETTERS, CallResult
from vaxdesk.domain.told_task import ToldTask, check_call, choices
from vaxdesk.ui.kit import question as frame
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.choice import ChoiceField, Option
from vaxdesk.ui.kit.fields import TextField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.reaction.onset import seconds
from vaxdesk.ui.reaction.told import signs
from vaxdesk.words import say


class CallDialog(QDialog):
    """`agreed(result, at, text)`; the button is off while it cannot be. `at` is 0 for what was only read."""

    agreed = Signal(str, object, str)

    def __init__(self, parent: QWidget | None, task: ToldTask, *, now: int) -> None:
        super().__init__(parent)
        self._task, self._now = task, now
        self.setWindowTitle(say("told.dialog.title"))
        self.setMinimumWidth(620)
        options = [Option(one.value, say(f"{CallResult.WORDS}.{one}")) for one in choices(task.report)]
        self.result_field = ChoiceField(say("told.dialog.result"), options, columns=1)
        self.at = TextField(say("told.dialog.at"), limit=8)
        self.at.set_value(times.clock_of(now))
        self.text = TextField(say("told.dialog.text"), limit=MOST_LETTERS)
        self.agree = Button(say("told.dialog.agree"), Kind.PRIMARY, keys="Ctrl+Return")
        self.agree.clicked.connect(self._take)
        for field in (self.result_field, self.at, self.text):
            field.edited.connect(self._look)
            field.submitted.connect(self._take)
        self._lay_out()
        self._look()
        self.result_field.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        frame.fit(self)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(26, 22, 26, 20)
        layout.setSpacing(12)
        layout.addWidget(Label(self._task.person.name, Role.SECTION))
        layout.addWidget(Label(signs(self._task.report)))
        if self._task.report.serious:
            layout.addWidget(Label(say("told.dialog.must_call"), Role.COMPLAINT))
        for widget in (self.result_field, self.at, self.text):
            layout.addWidget(widget)
        layout.addLayout(frame.foot(self, self.agree))

    def _when(self) -> int:
        """When they were called, on this day; 0 where it was only read, or the hour cannot be read."""
        if self.result_field.value() == CallResult.READ:
            return 0
        return seconds(times.day_of(self._now), self.at.value())

    def _look(self) -> None:
        self.at.setVisible(self.result_field.value() != CallResult.READ)
        wrong = check_call(
            self._task.report, result=self.result_field.value(), at=self._when(), text=self.text.value(), now=self._now
        )
        self.agree.setEnabled(wrong is None)

    def _take(self) -> None:
        if not self.agree.isEnabled():
            self.at.setFocus()
            return
        result, at, text = self.result_field.value(), self._when(), self.text.value()
        self.accept()
        self.agreed.emit(result, at, text)
