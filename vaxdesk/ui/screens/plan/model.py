"""Intents of the page of the plan: see, plan, allot, move, cancel; what can be undone is told with its undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer, Signal

from vaxdesk.domain.payloads import Plan
from vaxdesk.domain.plan.board import PlanBoard, SessionPage
from vaxdesk.domain.plan.choice import Choice, Way
from vaxdesk.domain.plan.proposal import Allotted, Proposal
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.views import PersonView
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.notices import Act
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screen import Change, Room
from vaxdesk.ui.screens.plan.ports import SessionPorts
from vaxdesk.ui.screens.plan.saying import effects_texts
from vaxdesk.ui.screens.plan.state import PlanState, Tab
from vaxdesk.ui.state_model import StateModel
from vaxdesk.words import say

_CHANGED = frozenset((Change.PLAN, Change.ROSTER, Change.VISITS))


class PlanModel(StateModel[PlanState]):
    """The page's model; `read` is told when the plan was read again. `ports.products` and the like are for dialogs."""

    read = Signal()

    def __init__(self, room: Room, ports: SessionPorts) -> None:
        super().__init__(PlanState())
        self.room, self.ports = room, ports

    def look(self) -> None:
        """Read the plan again."""
        self.room.lanes.db.run_newest("plan-board", self.ports.board, self._seen)

    def show_tab(self, tab: Tab) -> None:
        """Another part of the page."""
        self.become(tab=tab)

    def choose(self, session: str) -> None:
        """Show a session."""
        self.become(chosen=session, slot="" if session != self.state.chosen else self.state.slot)
        if session:
            self.room.lanes.db.run_newest("plan-page", lambda: self.ports.page(session), self._paged)
        else:
            self.become(page=None)

    def show_slot(self, hour: str) -> None:
        """List the people of one hour; of all when it is the one shown."""
        self.become(slot="" if hour == self.state.slot else hour)

    def add(self, plan: Plan, *, then: Callable[[], None]) -> None:
        """Plan a session; `then` when it was taken."""

        def done(answer: Any) -> None:
            self.become(chosen=answer.value, slot="")
            then()

        self._write(lambda: self.ports.add(plan), done, say("plan.added"))

    def change(self, plan: Plan, *, then: Callable[[], None]) -> None:
        """Correct the session shown; it is told who must be told and who needs another place."""
        session = self.state.chosen

        def done(answer: Any) -> None:
            then()
            said = " ".join((say("plan.changed"), *effects_texts(answer.value, done=True)))
            tell = Act(say("plan.print.invitations"), lambda: self.ports.print_paper("invitations", session))
            self.room.notices.ok(said, tell if answer.value.told else None)

        self._write(lambda: self.ports.change(session, plan), done)

    def foresee(self, plan: Plan) -> None:
        """Ask what a correction would do to the people of the session shown."""
        session = self.state.chosen
        work = lambda: self.ports.foresee(session, plan)  # noqa: E731
        self.room.lanes.db.run_newest("plan-effects", work, lambda found: self.become(effects=found))

    def close(self) -> None:
        """Declare the session shown over."""
        session, notices = self.state.chosen, self.room.notices
        self._write(lambda: self.ports.close(session), lambda told: notices.ok(say("plan.closed", n=told.value)))

    def reopen(self) -> None:
        """The session shown goes on after all."""
        self._write(lambda session=self.state.chosen: self.ports.reopen(session), _nothing, say("plan.reopened"))

    def cancel(self, why: str) -> None:
        """Cancel the session shown."""
        session = self.state.chosen

        def done(answer: Any) -> None:
            self.become(chosen="", page=None)
            self.room.notices.ok(say("plan.cancelled", n=answer.value))

        self._write(lambda: self.ports.cancel(session, why=why), done)

    def begin_allotting(self) -> None:
        """Look what can be chosen from; with nothing chosen yet nothing is proposed."""
        way = Way.CANCELLED if self.state.board and self.state.board.replan else Way.AREA
        self.become(proposal=None, hand=(), found=())
        self.room.lanes.db.run_newest("plan-rosters", self.ports.rosters, lambda found: self.become(rosters=found))
        self.choose_people(Choice(way=way))

    def choose_people(self, choice: Choice) -> None:
        """Ask who of these would come when."""
        if choice.way is Way.HAND:
            choice = Choice(way=Way.HAND, people=tuple(one.id for one in self.state.hand))
        self.become(choice=choice, proposal=None)
        if _says_nothing(choice):
            return
        session = self.state.chosen
        work = lambda: self.ports.propose(session, choice)  # noqa: E731
        self.room.lanes.db.run_newest("plan-proposal", work, lambda found: self._proposed(choice, found))

    def look_at_waiting(self) -> None:
        """Ask who needs another place."""
        self.room.lanes.db.run_newest("plan-waiting", self.ports.waiting, lambda found: self.become(waiting=found))

    def save_waiting(self, path: str) -> None:
        """Those who need another place as a workbook, by which they are called."""
        saved = lambda _: self._saved(None, path)  # noqa: E731
        self.room.lanes.db.run(lambda: self.ports.write_waiting(path), saved, self.room.notices.failed)

    def find(self, text: str) -> None:
        """People for what is typed, to pick by hand."""
        if not text:
            self.become(found=())
            return
        self.room.lanes.db.run_newest("plan-find", lambda: self.ports.find(text), lambda one: self.become(found=one))

    def pick(self, person: PersonView) -> None:
        """Add a person to those picked by hand, or take them away again."""
        held = [one for one in self.state.hand if one.id != person.id]
        picked = tuple(held) if len(held) < len(self.state.hand) else (*held, person)
        self.become(hand=picked)
        self.choose_people(Choice(way=Way.HAND))

    def allot(self, *, then: Callable[[], None]) -> None:
        """Write what is proposed."""
        proposal = self.state.proposal
        if proposal is None or self.state.busy:
            return

        def done(answer: Any) -> None:
            then()
            self._told(say("plan.allotted", n=len(answer.value.lines)), answer.value)

        self._write(lambda: self.ports.allot(proposal), done)

    def move(self, lines: tuple[str, ...], session: str, slot: str) -> None:
        """Give people another hour."""

        def done(answer: Any) -> None:
            self._told(say("plan.moved", n=len(answer.value.lines), slot=slot), answer.value)

        self._write(lambda: self.ports.move(lines, session=session, slot=slot), done)

    def take_out(self, lines: tuple[str, ...], why: str) -> None:
        """Somebody does not come after all."""

        def done(answer: Any) -> None:
            self._told(say("plan.taken_out", n=len(lines)), answer.value)

        self._write(lambda: self.ports.take_out(lines, why=why), done)

    def take_back(self, allotted: Allotted) -> None:
        """Undo the last allotment, move or taking out."""
        self._write(lambda: self.ports.take_back(allotted), _nothing, say("plan.undone"))

    def print_paper(self, kind: str) -> None:
        """One of the papers of the session shown."""
        if self.state.chosen:
            self.ports.print_paper(kind, self.state.chosen)

    def save_invitations(self, path: str) -> None:
        """The invitations as a workbook."""
        session = self.state.chosen
        work = lambda: self.ports.write_invitations(session, path)  # noqa: E731
        self.room.lanes.db.run(work, lambda answer: self._saved(answer, path), self.room.notices.failed)

    def _saved(self, answer: Refused | None, path: str) -> None:
        if isinstance(answer, Refused):
            self.room.notices.warn(refusal_text(answer))
        else:
            self.room.notices.ok(say("plan.saved", file=path))

    def _told(self, text: str, allotted: Allotted) -> None:
        self.room.notices.ok(text, Act(say("kit.undo"), lambda: self.take_back(allotted)))

    def _write(self, work: Callable[[], Any], done: Callable[[Any], None], told: str = "") -> None:
        self.become(busy=True)

        def on(answer: Any) -> None:
            self.become(busy=False)
            if isinstance(answer, Refused):
                self.room.notices.warn(refusal_text(answer))
                return
            done(answer)
            if told:
                self.room.notices.ok(told)
            QTimer.singleShot(0, self, lambda: self.room.publish(_CHANGED))  # when the dialog is gone

        self.room.lanes.db.run(work, on, self._failed)

    def _failed(self, err: Err) -> None:
        self.become(busy=False)
        self.room.notices.failed(err)

    def _seen(self, board: PlanBoard) -> None:
        self.become(board=board)
        known = [one.id for one in board.sessions]
        ahead = next((one.id for one in board.sessions if one.day >= board.today), known[-1] if known else "")
        self.choose(self.state.chosen if self.state.chosen in known else ahead)
        self.read.emit()

    def _paged(self, page: SessionPage | Refused) -> None:
        self.become(page=None if isinstance(page, Refused) else page)

    def _proposed(self, choice: Choice, found: Proposal | Refused) -> None:
        if self.state.choice == choice:
            self.become(proposal=None if isinstance(found, Refused) else found)


def _nothing(_: Any) -> None:
    """There is nothing more to do."""


def _says_nothing(choice: Choice) -> bool:
    """Whether it is not yet said who is meant."""
    if choice.way in (Way.AREA, Way.GROUP):
        return not choice.text.strip()
    if choice.way is Way.ROSTER:
        return not choice.roster
    return choice.way is Way.HAND and not choice.people
