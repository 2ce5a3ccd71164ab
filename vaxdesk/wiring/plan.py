"""Binds the page of the plan to the desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from vaxdesk.domain.payloads import Campaign
from vaxdesk.domain.plan.tasks import TaskView, TaskWords
from vaxdesk.domain.refusals import Refused
from vaxdesk.ui.screen import Half, Room, Screen
from vaxdesk.ui.screens.plan.model import PlanModel
from vaxdesk.ui.screens.plan.ports import SessionPorts, TaskPorts
from vaxdesk.ui.screens.plan.tasks_model import TasksModel
from vaxdesk.ui.screens.plan.view import PlanView
from vaxdesk.wiring.session import Session
from vaxdesk.words import say

Print = Callable[[str, str], None]


def plan_screen(session: Session, *, print_paper: Print) -> Screen:
    """The first screen of the office.

    Args:
        print_paper: `print_paper(kind, reference)`, kinds as `vaxdesk.wiring.plan_papers` knows them.
    """

    def build(room: Room) -> PlanView:
        model = PlanModel(room, _sessions(session, print_paper))
        return PlanView(model, TasksModel(model, _tasks(session, print_paper)))

    return Screen("plan", "plan.title", "calendar", build, shortcut="Ctrl+1", half=Half.OFFICE)


def _sessions(session: Session, print_paper: Print) -> SessionPorts:
    from vaxdesk.desk.plan import allotting, closing, correcting, proposing, sessions, shipped

    return SessionPorts(
        board=session.bind(sessions.board),
        page=session.bind(sessions.page),
        add=session.bind(sessions.add),
        foresee=session.bind(correcting.foresee),
        change=session.bind(correcting.change),
        cancel=session.bind(closing.cancel),
        close=session.bind(closing.close),
        reopen=session.bind(closing.reopen),
        propose=session.bind(proposing.propose),
        allot=session.bind(allotting.allot),
        move=session.bind(allotting.move),
        take_out=session.bind(allotting.take_out),
        take_back=session.bind(allotting.take_back),
        rosters=session.bind(allotting.rosters),
        find=session.bind(allotting.find),
        waiting=session.bind(sessions.waiting),
        products=lambda: _products(session),
        defaults=shipped.defaults,
        print_paper=print_paper,
        write_invitations=lambda reference, path: _write_invitations(session, reference, path),
        write_waiting=lambda path: _write_waiting(session, path),
    )


def _tasks(session: Session, print_paper: Print) -> TaskPorts:
    from vaxdesk.desk.plan import campaigns, closing

    def tasks(campaign: str) -> tuple[TaskView, ...]:
        return campaigns.tasks(session.desk, campaign)

    def begin(campaign: Campaign) -> Any:
        return campaigns.begin(session.desk, campaign, words=shipped_words())

    def add(campaign: str, fields: Mapping[str, str]) -> Any:
        return campaigns.add_task(session.desk, campaign, fields=fields)

    def change(task: str, changes: Mapping[str, str]) -> Any:
        return campaigns.change_task(session.desk, task, changes=changes)

    return TaskPorts(
        tasks=tasks,
        begin=begin,
        correct=session.bind(campaigns.change),
        close=session.bind(closing.close_campaign),
        reopen=session.bind(campaigns.reopen),
        drop_campaign=session.bind(campaigns.drop),
        add=add,
        change=change,
        drop=session.bind(campaigns.drop_task),
        print_tasks=partial(print_paper, "tasks"),
        write_tasks=lambda campaign, path: _write_tasks(session, campaign, path),
    )


def shipped_words() -> dict[str, TaskWords]:
    """The shipped tasks in the language in use."""
    from vaxdesk.desk.plan.shipped import seeds

    return {
        seed.code: TaskWords(
            title=say(f"plan.seed.{seed.code}"),
            lead=say(f"plan.unit.{seed.lead}"),
            partners=", ".join(say(f"plan.unit.{unit}") for unit in seed.partners),
        )
        for seed in seeds()
    }


def _products(session: Session) -> tuple[tuple[str, str], ...]:
    from vaxdesk import words
    from vaxdesk.desk import stock

    return tuple((one.code, one.short.said(words.language())) for one in stock.products(session.desk.day))


def _write_invitations(session: Session, reference: str, path: str) -> Refused | None:
    from vaxdesk.desk.plan import sessions
    from vaxdesk.sheets.plan_book import write_invitations

    page = sessions.page(session.desk, reference)
    if isinstance(page, Refused):
        return page
    people = [(one.slot, one.person) for one in page.people]
    write_invitations(Path(path), day=page.session.day, place=page.session.place, people=people)
    return None


def _write_waiting(session: Session, path: str) -> None:
    from vaxdesk.desk.plan import sessions
    from vaxdesk.sheets.plan_book import write_waiting

    write_waiting(Path(path), sessions.waiting(session.desk))


def _write_tasks(session: Session, campaign: str, path: str) -> Refused | None:
    from vaxdesk.desk.plan import campaigns
    from vaxdesk.sheets.plan_book import write_tasks

    write_tasks(Path(path), campaigns.tasks(session.desk, campaign), today=session.desk.today())
    return None
