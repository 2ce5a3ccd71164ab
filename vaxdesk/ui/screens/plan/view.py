"""The page of the plan: sessions and tasks, one at a time."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget

from vaxdesk.ui.kit.choice import ChoiceField, Option
from vaxdesk.ui.kit.page import Page
from vaxdesk.ui.screen import Change, Keys, ScreenWidget
from vaxdesk.ui.screens.plan.model import PlanModel
from vaxdesk.ui.screens.plan.sessions_part import SessionsPart
from vaxdesk.ui.screens.plan.state import PlanState, Tab
from vaxdesk.ui.screens.plan.tasks_model import TasksModel
from vaxdesk.ui.screens.plan.tasks_part import TasksPart
from vaxdesk.words import say


class PlanView(ScreenWidget):
    """Shows a PlanState."""

    keys = (Keys("Ctrl N", "plan.keys.new"), Keys("Ctrl ↵", "plan.keys.allot"), Keys("↵", "plan.keys.move"))
    concerns = frozenset((Change.PLAN, Change.PEOPLE, Change.STOCK, Change.TEAM))

    def __init__(self, model: PlanModel, tasks: TasksModel) -> None:
        super().__init__(look_again=model.look)
        self._model = model
        page = Page(say("plan.title"), parent=self)
        self.tabs = page.head(ChoiceField("", [Option(tab.value, say(f"{Tab.WORDS}.{tab.value}")) for tab in Tab]))
        self.sessions, self.tasks = SessionsPart(model), TasksPart(tasks)
        self._parts = {Tab.SESSIONS: self.sessions, Tab.TASKS: self.tasks}
        self._stack = page.add(QStackedWidget(), stretch=1)
        for part in self._parts.values():
            self._stack.addWidget(part)
        self.tabs.edited.connect(lambda value: model.show_tab(Tab(value)))
        model.changed.connect(self.show_state)
        self.show_state(model.state)

    def show_state(self, state: PlanState) -> None:
        """Show the part at hand."""
        self.tabs.set_value(state.tab.value)
        self._stack.setCurrentWidget(self._parts[state.tab])
        self._parts[state.tab].show_state(state)

    def activate(self, subject: object | None = None) -> None:
        if isinstance(subject, str) and subject in tuple(Tab):
            self._model.show_tab(Tab(subject))
        self._model.look()
        self._parts[self._model.state.tab].setFocus()
