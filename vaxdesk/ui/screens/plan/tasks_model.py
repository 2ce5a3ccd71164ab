"""Intents of the task plan: begin a campaign, change tasks, print them; the overdue ones are counted on the rail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QTimer

from vaxdesk.domain.payloads import Campaign
from vaxdesk.domain.plan.tasks import TaskView
from vaxdesk.domain.refusals import Refused
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screen import Change
from vaxdesk.ui.screens.plan.model import PlanModel
from vaxdesk.ui.screens.plan.ports import TaskPorts
from vaxdesk.ui.screens.plan.state import PlanState
from vaxdesk.words import say


class TasksModel:
    """Works on the state of the page's model.

    Args:
        page: whose state is shown.
    """

    def __init__(self, page: PlanModel, ports: TaskPorts) -> None:
        self._page, self._ports = page, ports
        page.read.connect(self.look)

    @property
    def state(self) -> PlanState:
        """The state of the page."""
        return self._page.state

    def look(self) -> None:
        """Read the tasks of the campaign shown, the newest at first."""
        state = self.state
        known = [one.id for one in state.campaigns]
        campaign = state.campaign if state.campaign in known else next(iter(known), "")
        self._page.become(campaign=campaign)
        if campaign:
            self._page.room.lanes.db.run_newest("plan-tasks", lambda: self._ports.tasks(campaign), self._seen)
        else:
            self._page.become(tasks=())

    def choose(self, campaign: str) -> None:
        """Another campaign."""
        self._page.become(campaign=campaign)
        self.look()

    def begin(self, campaign: Campaign, *, then: Callable[[], None]) -> None:
        """Begin a campaign with the shipped tasks."""

        def done(answer: Any) -> None:
            self._page.become(campaign=answer.value)
            then()

        self._write(lambda: self._ports.begin(campaign), done, say("plan.begun"))

    def correct(self, campaign: Campaign, *, then: Callable[[], None]) -> None:
        """Correct the campaign shown."""
        shown = self.state.campaign

        def done(answer: Any) -> None:
            then()
            told = [say("plan.campaign_changed")]
            told += [say("plan.tasks_moved", n=answer.value)] if answer.value else []
            self._page.room.notices.ok(" ".join(told))

        self._write(lambda: self._ports.correct(shown, campaign), done)

    def close(self, why: str) -> None:
        """Declare the campaign shown over."""
        shown = self.state.campaign

        def done(answer: Any) -> None:
            ended = answer.value
            facts = {"closed": ended.closed, "cancelled": ended.cancelled, "people": ended.people}
            self._page.room.notices.ok(say("plan.campaign_closed", **facts))

        self._write(lambda: self._ports.close(shown, why=why), done)

    def reopen(self) -> None:
        """The campaign shown goes on after all."""
        shown = self.state.campaign
        self._write(lambda: self._ports.reopen(shown), lambda _: None, say("plan.campaign_reopened"))

    def drop_campaign(self, why: str) -> None:
        """Take the campaign shown back: it was begun by mistake."""
        shown = self.state.campaign
        self._write(lambda: self._ports.drop_campaign(shown, why=why), lambda _: None, say("plan.campaign_dropped"))

    def save(self, task: TaskView | None, fields: Mapping[str, str], *, then: Callable[[], None]) -> None:
        """Change a task, or add one to the campaign shown."""
        campaign = self.state.campaign
        if task is None:
            self._write(lambda: self._ports.add(campaign, fields), lambda _: then(), say("plan.task_added"))
        else:
            self._write(lambda: self._ports.change(task.id, fields), lambda _: then(), say("plan.task_changed"))

    def drop(self, task: TaskView, why: str) -> None:
        """Take a task out of the plan."""
        self._write(lambda: self._ports.drop(task.id, why=why), lambda _: None, say("plan.task_dropped"))

    def print_tasks(self) -> None:
        """The plan on paper."""
        if self.state.campaign:
            self._ports.print_tasks(self.state.campaign)

    def save_book(self, path: str) -> None:
        """The plan as a workbook."""
        campaign, room = self.state.campaign, self._page.room

        def saved(answer: Refused | None) -> None:
            if isinstance(answer, Refused):
                room.notices.warn(refusal_text(answer))
            else:
                room.notices.ok(say("plan.saved", file=path))

        room.lanes.db.run(lambda: self._ports.write_tasks(campaign, path), saved, room.notices.failed)

    def _write(self, work: Callable[[], Any], done: Callable[[Any], None], told: str = "") -> None:
        room = self._page.room
        self._page.become(busy=True)

        def on(answer: Any) -> None:
            self._page.become(busy=False)
            if isinstance(answer, Refused):
                room.notices.warn(refusal_text(answer))
                return
            done(answer)
            if told:
                room.notices.ok(told)
            QTimer.singleShot(0, self._page, lambda: room.publish({Change.PLAN}))  # when the dialog is gone

        room.lanes.db.run(work, on, self._failed)

    def _failed(self, err: Err) -> None:
        self._page.become(busy=False)
        self._page.room.notices.failed(err)

    def _seen(self, tasks: tuple[TaskView, ...]) -> None:
        self._page.become(tasks=tasks)
