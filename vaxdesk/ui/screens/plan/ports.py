"""What the page of the plan needs of the desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from vaxdesk.domain.payloads import Campaign, Plan
from vaxdesk.domain.plan.board import PlanBoard, RosterChoice, SessionPage
from vaxdesk.domain.plan.choice import Choice
from vaxdesk.domain.plan.effects import Effects
from vaxdesk.domain.plan.proposal import Allotted, Proposal
from vaxdesk.domain.plan.session import Defaults
from vaxdesk.domain.plan.tasks import TaskView
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.views import PersonView


@dataclass(frozen=True)
class SessionPorts:
    """Sessions and their people; all on the db lane but the last four.

    Args:
        add, change, cancel, close, reopen, allot, move, take_out, take_back: answer a Refused, or what they wrote
            under `value`.
        waiting: who lost or missed a place and has no other.
        foresee: what a correction would do to the people of a session.
        products: codes and names of what may be given, for a choice; UI thread, as `defaults`.
        print_paper: `print_paper(kind, session)`; UI thread.
        write_invitations: `write_invitations(session, path)`; gathers on the db lane and writes there.
    """

    board: Callable[[], PlanBoard]
    page: Callable[[str], SessionPage | Refused]
    add: Callable[[Plan], Any]
    foresee: Callable[[str, Plan], Effects | Refused]
    change: Callable[[str, Plan], Any]
    cancel: Callable[..., Any]
    close: Callable[[str], Any]
    reopen: Callable[[str], Any]
    propose: Callable[[str, Choice], Proposal | Refused]
    allot: Callable[[Proposal], Any]
    move: Callable[..., Any]
    take_out: Callable[..., Any]
    take_back: Callable[[Allotted], Any]
    rosters: Callable[[], tuple[RosterChoice, ...]]
    waiting: Callable[[], tuple[PersonView, ...]]
    find: Callable[[str], tuple[PersonView, ...]]
    products: Callable[[], tuple[tuple[str, str], ...]]
    defaults: Callable[[], Defaults]
    print_paper: Callable[[str, str], None]
    write_invitations: Callable[[str, str], Refused | None]
    write_waiting: Callable[[str], None]


@dataclass(frozen=True)
class TaskPorts:
    """Campaigns and their tasks; on the db lane but `print_tasks`."""

    tasks: Callable[[str], tuple[TaskView, ...]]
    begin: Callable[[Campaign], Any]
    correct: Callable[[str, Campaign], Any]
    close: Callable[..., Any]
    reopen: Callable[[str], Any]
    drop_campaign: Callable[..., Any]
    add: Callable[[str, Mapping[str, str]], Any]
    change: Callable[[str, Mapping[str, str]], Any]
    drop: Callable[..., Any]
    print_tasks: Callable[[str], None]
    write_tasks: Callable[[str, str], Refused | None]
