"""A campaign to be begun, and a task to be written or changed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from vaxdesk.domain.days import span
from vaxdesk.domain.payloads import Campaign
from vaxdesk.domain.plan.tasks import TaskState, TaskView
from vaxdesk.ui.asking import ask_undo
from vaxdesk.ui.kit import question
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.choice import ChoiceField, Option
from vaxdesk.ui.kit.date_field import DateField
from vaxdesk.ui.kit.fields import TextField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.screens.plan.tasks_model import TasksModel
from vaxdesk.words import say


class _Form(QDialog):
    """A title, fields two beside each other, and a foot."""

    def __init__(self, parent: QWidget, title: str, fields: tuple[QWidget, ...], agree: Button) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(720)
        self.agree = agree
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        for at, field in enumerate(fields):
            grid.addWidget(field, at // 2, at % 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(26, 22, 26, 20)
        layout.setSpacing(14)
        layout.addWidget(Label(title, Role.SECTION))
        layout.addLayout(grid)
        self.body = layout

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        question.fit(self)


class CampaignDialog(_Form):
    """Begins a campaign with the shipped tasks."""

    def __init__(self, parent: QWidget, model: TasksModel) -> None:
        self._model = model
        self.no = TextField(say("plan.field.no"), limit=20)
        self.name = TextField(say("plan.field.name"))
        self.decision = TextField(say("plan.field.decision"))
        self.from_day, self.until_day = DateField(say("plan.field.from_day")), DateField(say("plan.field.until_day"))
        agree = Button(say("plan.begin"), Kind.PRIMARY, icon="flag", keys="Ctrl+Return")
        fields = (self.no, self.name, self.from_day, self.until_day, self.decision)
        super().__init__(parent, say("plan.new_campaign"), fields, agree)
        self.body.addWidget(Label(say("plan.begin_text"), Role.SOFT))
        self.body.addLayout(question.foot(self, agree))
        for field in fields:
            field.edited.connect(self._look)
            field.submitted.connect(self._take)
        agree.clicked.connect(self._take)
        self._look()
        self.no.setFocus()

    def _look(self) -> None:
        days = [_whole(field) for field in (self.from_day, self.until_day)]
        self.agree.setEnabled(bool(self.name.value()) and all(days))

    def _take(self) -> None:
        if not self.agree.isEnabled():
            return
        made = Campaign(
            no=self.no.value(),
            name=self.name.value(),
            decision=self.decision.value(),
            from_day=self.from_day.value(),
            until_day=self.until_day.value(),
        )
        self._model.begin(made, then=self.accept)


class TaskDialog(_Form):
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
        self.agree.setEnabled(bool(self.fields["title"].value()) and _whole(self.deadline))

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


def _whole(field: DateField) -> bool:
    """Whether it is empty or a whole day."""
    day = span(field.value())
    return field.valid and (not field.value() or (day is not None and day.exact))
