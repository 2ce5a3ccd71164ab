"""A task to be written or changed."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from vaxdesk.domain.plan.tasks import TaskState, TaskView
from vaxdesk.ui.asking import ask_undo
from vaxdesk.ui.kit import question
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.choice import ChoiceField, Option
from vaxdesk.ui.kit.date_field import DateField
from vaxdesk.ui.kit.fields import TextField
from vaxdesk.ui.screens.plan.form import Form, whole
from vaxdesk.ui.screens.plan.tasks_model import TasksModel
from vaxdesk.words import say


class TaskDialog(Form):
    """Changes a task, or adds one."""

    def __init__(self, parent: QWidget, model: TasksModel, task: TaskView | None) -> None:
        self._model, self._task = model, task
        self.fields = {
            name: TextField(say(f"plan.task.{name}")) for name in ("title", "person", "lead", "partners", "note")
        }
        self.deadline = DateField(say("plan.task.deadline"))
        options = [Option(one.value, say(f"{TaskState.WORDS}.{one.value}")) for one in TaskState]
        self.state = ChoiceField(say("plan.task.state"), options, columns=2)
        agree = Button(say("plan.save"), Kind.PRIMARY, icon="check", keys="Ctrl+Return")
        title = say("plan.new_task") if task is None else say("plan.edit_task")
        super().__init__(parent, title, (*self.fields.values(), self.deadline), agree)
        self.body.addWidget(self.state)
        self.drop = Button(say("plan.drop_task"), Kind.HARM)
        foot = question.foot(self, agree)
        foot.insertWidget(0, self.drop)
        self.body.addLayout(foot)
        self.drop.setVisible(task is not None)
        self._fill(task)
        for field in (*self.fields.values(), self.deadline):
            field.edited.connect(self._look)
            field.submitted.connect(self._take)
        agree.clicked.connect(self._take)
        self.drop.clicked.connect(self._ask_drop)
        self._look()
        (self.fields["title"] if task is None else self.state).setFocus()

    def _fill(self, task: TaskView | None) -> None:
        for name, field in self.fields.items():
            field.set_value(getattr(task, name) if task else "")
        self.deadline.set_value(task.deadline if task else "")
        self.state.set_value(task.state if task else TaskState.AHEAD.value)

    def _look(self) -> None:
        self.agree.setEnabled(bool(self.fields["title"].value()) and whole(self.deadline))

    def _take(self) -> None:
        if not self.agree.isEnabled():
            return
        said = {name: field.value() for name, field in self.fields.items()}
        said |= {"deadline": self.deadline.value(), "state": self.state.value()}
        self._model.save(self._task, said, then=self.accept)

    def _ask_drop(self) -> None:
        task, parent = self._task, self.parentWidget()
        self.accept()
        then, title = lambda why: self._model.drop(task, why), say("plan.drop_title")
        ask_undo(parent, then, title=title, text=task.title, agree=say("plan.drop_task"))
