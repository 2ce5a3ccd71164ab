"""Reads how sending stands, asks for a round at once, and joins a server."""

from __future__ import annotations

from functools import partial
from typing import Any

import msgspec
from PySide6.QtCore import Signal

from vaxdesk.domain.completeness import Rung
from vaxdesk.domain.issues import IssueCase, IssueKind
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.sealing import DayEnd
from vaxdesk.domain.views import PersonView
from vaxdesk.ui import written
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.notices import Act
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screen import Change, Room
from vaxdesk.ui.screens.sending.answering import Answering
from vaxdesk.ui.screens.sending.joining import Joining
from vaxdesk.ui.screens.sending.ports import SendingPorts
from vaxdesk.ui.screens.sending.state import Figures, Near, SendingState
from vaxdesk.ui.state_model import StateModel
from vaxdesk.words import say


class SendingModel(StateModel[SendingState]):
    """The page's model; `show_loop` is fed by the loop that sends, `show_near` by the one that looks for neighbours.

    `day_opened(DayEnd, days)`: a day's seal is to be looked at, with the days that may be chosen.
    """

    day_opened = Signal(object, object)
    stick_ended = Signal()  # what came of a stick is shown

    def __init__(self, room: Room, ports: SendingPorts) -> None:
        super().__init__(SendingState())
        self._room, self._ports = room, ports
        self._joining = Joining(room, ports, self.become)
        self.answering = Answering(room, ports, self.look)  # questions from above

    @property
    def ports(self) -> SendingPorts:
        """What this page was given."""
        return self._ports

    def look(self) -> None:
        """Read the figures."""
        self._room.lanes.db.run_newest("sending", self._ports.read, self._show)

    def show_loop(self, loop: Any) -> None:
        """The loop has moved: what it is doing and how it went."""
        done = self.state.sending and not loop.sending
        self.become(
            sending=loop.sending,
            trouble=loop.trouble,
            next_s=loop.next_s,
            next_at=loop.next_at,
            min_app=loop.min_app,
            confirmed=loop.confirmed,
            taken=loop.taken,
            went_back=loop.went_back,
            rescued=loop.rescued,
        )
        if done:
            self.look()

    def show_near(self, near: Near) -> None:
        """Other PCs of the station on the local network, as they stand."""
        self.become(near=near)

    def show_stick(self, text: str, *, failed: bool = False) -> None:
        """How the last way with a stick ended; it stays, since it says what to do next."""
        self.become(stick=text, stick_failed=failed)
        if text:
            self.stick_ended.emit()

    def send_now(self) -> None:
        """Begin a round at once."""
        if not self.state.sending:
            self._ports.send_now()

    def show_missing(self, rung: Rung) -> None:
        """Show who did not reach a rung; the same one again hides them."""
        if rung is self.state.rung:
            self.become(rung=None, missing=())
            return
        self.become(rung=rung, issue=None, cases=())
        self._look_for_people()

    def show_issue(self, kind: IssueKind) -> None:
        """Show the issues of a kind; the same one again hides them."""
        if kind is self.state.issue:
            self.become(issue=None, cases=())
            return
        self.become(rung=None, issue=kind, cases=())
        self._look_for_people()

    def resolve(self, issue: str, how: str, why: str) -> None:
        """The lead has looked at an issue."""
        self._room.lanes.db.run(partial(self._ports.resolve, issue, how=how, why=why), self._resolved, self._failed)

    def open_person(self, person: PersonView) -> None:
        """Go to the page of a person."""
        self._room.go("person", person.id)

    def open_day(self, day: str = "") -> None:
        """Look at a day's seal, by default the session's."""

        def work() -> tuple[DayEnd, tuple[str, ...]]:
            return self._ports.day_end(day), self._ports.days()

        self._room.lanes.db.run(work, lambda found: self._opened(*found), self._failed)

    def look_at_day(self, day: str) -> None:
        """Look at another day's seal in the same place."""
        self._room.lanes.db.run(partial(self._ports.day_end, day), self._show_day, self._failed)

    def close_day(self) -> None:
        """The seal is no longer looked at."""
        self.become(day_end=None)

    def seal(self) -> None:
        """Seal the day that is looked at, and print its page."""
        end = self.state.day_end
        if end is None or self.state.sealing:
            return
        self.become(sealing=True)
        self._room.lanes.db.run(partial(self._ports.seal, end.day), partial(self._sealed, end.day), self._failed)

    def print_seal(self) -> None:
        """Print the page of the day that is looked at once more."""
        if self.state.day_end is not None:
            self._print(self.state.day_end.day)

    def unlock(self, code: str) -> None:
        """The lead types the code that those above have told."""
        lease = self.state.lease
        if lease is None or lease.busy or not code:
            return
        self.become(lease=msgspec.structs.replace(lease, busy=True, refused=""))
        self._room.lanes.db.run(partial(self._ports.unlock, code), self._unlocked, self._failed)

    def join(self, address: str, code: str) -> None:
        """Join a server with a one-time code."""
        if not self.state.joining:
            self._joining.begin(address, code)

    def _show(self, figures: Figures) -> None:
        rung = self.state.rung if self.state.rung and figures.ladder.missing.get(self.state.rung) else None
        issue = self.state.issue if self.state.issue in figures.issues else None
        values = {name: getattr(figures, name) for name in Figures.__struct_fields__}
        if figures.lease and self.state.lease:  # a complaint stays until the next try
            values["lease"] = msgspec.structs.replace(figures.lease, refused=self.state.lease.refused)
        self.become(known=True, rung=rung, issue=issue, **values)
        self._look_for_people()

    def _look_for_people(self) -> None:
        rung, issue = self.state.rung, self.state.issue
        db = self._room.lanes.db
        if rung:
            work = partial(self._ports.people, self.state.ladder.missing.get(rung, ()))
            db.run_newest("missing", work, self._show_people, self._failed)
        elif issue:
            db.run_newest("missing", partial(self._ports.cases, issue), self._show_cases, self._failed)
            self.become(missing=())
        else:
            self.become(missing=(), cases=())

    def _show_people(self, people: tuple[PersonView, ...]) -> None:
        self.become(missing=people if self.state.rung else ())

    def _show_cases(self, cases: tuple[IssueCase, ...]) -> None:
        self.become(cases=cases if self.state.issue else ())

    def _resolved(self, answer: Any) -> None:
        if isinstance(answer, Refused):
            self._room.notices.warn(refusal_text(answer, product=self._ports.product))
        else:
            self._room.notices.ok(say("issue.answered"), Act(say("kit.undo"), partial(self._reopen, answer.refs[0])))
        self._room.publish({Change.VISITS, Change.PEOPLE})
        self.look()

    def _reopen(self, answer: str) -> None:
        def then(_: Any) -> None:
            self._room.publish({Change.VISITS, Change.PEOPLE})
            self.look()

        self._room.lanes.db.run(partial(self._ports.reopen, answer), then, self._failed)

    def _opened(self, end: DayEnd, days: tuple[str, ...]) -> None:
        self.become(day_end=end)
        self.day_opened.emit(end, days)

    def _show_day(self, end: DayEnd) -> None:
        if self.state.day_end is not None:
            self.become(day_end=end)

    def _sealed(self, day: str, answer: Any) -> None:
        self.become(sealing=False)
        if isinstance(answer, Refused):
            self._room.notices.warn(refusal_text(answer, product=self._ports.product))
            return
        self._room.notices.ok(say("dayseal.done", day=written.day(day)))
        self._room.publish({Change.DAY, Change.SYNC})
        self._print(day)

    def _print(self, day: str) -> None:
        """The preview comes in the place of the question."""
        self.become(day_end=None)
        self._ports.print_seal(day)

    def _unlocked(self, answer: Any) -> None:
        if isinstance(answer, Refused):
            said = refusal_text(answer, product=self._ports.product)
            self.become(lease=msgspec.structs.replace(self.state.lease, busy=False, refused=said))
            if not answer.facts.get("left", 1):
                self.look()  # another number is to be told
            return
        self._room.notices.ok(say("sending.lease.done", n=answer.value))
        self._room.publish({Change.PEOPLE, Change.SYNC})

    def _failed(self, err: Err) -> None:
        lease = self.state.lease and msgspec.structs.replace(self.state.lease, busy=False)
        self.become(sealing=False, lease=lease)
        self._room.notices.failed(err)
