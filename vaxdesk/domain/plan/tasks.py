"""The tasks of a campaign: their states, which are overdue, and the list that a new campaign begins with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum, nonmember

import msgspec


class TaskState(StrEnum):
    """How far a task is."""

    WORDS = nonmember("plan.task_state")

    AHEAD = "todo"
    DOING = "doing"
    DONE = "done"
    NOT_NEEDED = "not_needed"


_OPEN = (TaskState.AHEAD, TaskState.DOING)


class TaskView(msgspec.Struct, frozen=True, kw_only=True):
    """A task; `deadline` is ISO and may be empty."""

    id: str
    campaign: str
    title: str
    code: str = ""
    lead: str = ""
    partners: str = ""
    person: str = ""
    deadline: str = ""
    state: str = TaskState.AHEAD.value
    note: str = ""

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in _OPEN


def overdue(task: TaskView, today: str) -> bool:
    """Whether it should have been done before today."""
    return task.open and bool(task.deadline) and task.deadline < today


def in_order(tasks: Iterable[TaskView]) -> tuple[TaskView, ...]:
    """By deadline, those without one last."""
    return tuple(sorted(tasks, key=lambda one: (not one.deadline, one.deadline, one.code, one.title, one.id)))


class Seed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A task of the shipped list: which unit leads, which cooperate, and when it is due.

    `days` count from the campaign's first day, or with `after` from its last; below 0 before it.
    """

    code: str
    lead: str
    partners: tuple[str, ...] = ()
    days: int = 0
    after: bool = False
    source: str = ""


class TaskWords(msgspec.Struct, frozen=True, kw_only=True):
    """A shipped task as it is to be written into the plan."""

    title: str
    lead: str = ""
    partners: str = ""


class _Seeds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    task: tuple[Seed, ...]


def read_seeds(text: str) -> tuple[Seed, ...]:
    """The list from the text of `resources/plans/tasks.toml`."""
    return msgspec.toml.decode(text, type=_Seeds).task


def deadline(seed: Seed, *, first: str, last: str) -> str:
    """ISO day when it is due; empty when the campaign has no such day yet."""
    anchor = (last or first) if seed.after else first
    return (date.fromisoformat(anchor) + timedelta(days=seed.days)).isoformat() if anchor else ""
