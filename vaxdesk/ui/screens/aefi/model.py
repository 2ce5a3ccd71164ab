"""Intents on adverse events: choose a case, fill the report, add to it, print it, report another one."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from vaxdesk.domain.aefi import AefiForm, Severity
from vaxdesk.domain.after_injection import AefiCase, ReportSheet
from vaxdesk.domain.identity import Found, Identified
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.told_task import ToldTask
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.reaction.model import ReactionModel
from vaxdesk.ui.reaction.ports import ReactionPorts
from vaxdesk.ui.reaction.scanned import nobody_text
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screen import Change, RawScan, Room
from vaxdesk.ui.screens.aefi.calling import Calling
from vaxdesk.ui.screens.aefi.ports import AefiPorts
from vaxdesk.ui.screens.aefi.state import AefiState
from vaxdesk.ui.state_model import StateModel
from vaxdesk.words import say


class AefiModel(StateModel[AefiState]):
    """Cases and the report of one of them. What is typed of a case is kept while another one is looked at.

    `undo_wanted(entry)` asks the view for the reason of an undo.
    """

    undo_wanted = Signal(str)

    def __init__(self, room: Room, ports: AefiPorts, reactions: ReactionPorts) -> None:
        super().__init__(AefiState())
        self._room, self._ports = room, ports
        self._drafts: dict[str, dict[str, str]] = {}
        self.reaction = ReactionModel(room, reactions)
        self.reaction.undo_wanted.connect(self.undo_wanted)
        self.reaction.saved.connect(self._recorded)
        self.calling = Calling(room, ports, self.look_again)

    @property
    def ports(self) -> AefiPorts:
        """What this screen was given."""
        return self._ports

    def open(self, subject: str = "") -> None:
        """The screen was opened, perhaps for a report (its entry) or for a person who may have reacted."""
        self.become(now=self._ports.now(), query="")
        self.look_again()
        if subject:
            work = partial(self._ports.sheet, subject)
            self._room.lanes.db.run(work, partial(self._opened_for, subject), self._failed)

    def look_again(self) -> None:
        """Something was saved here or elsewhere."""
        work = self._read
        self._room.lanes.db.run_newest("aefi.cases", work, self._came, self._failed)
        if self.state.at:
            self._read_sheet(self.state.at)

    def tick(self) -> None:
        """Time went by: deadlines come nearer."""
        self.become(now=self._ports.now())

    def searched(self, text: str) -> None:
        """Somebody types a name."""
        self.become(query=text)

    def submit(self, text: str) -> None:
        """Enter after typing: the first case that fits, unless one of them is shown."""
        self.searched(text)
        self.move(0)

    def scanned(self, raw: RawScan) -> None:
        """A code was read: the case of that person, or a new one."""
        work = partial(self._ports.identify, raw.payload, keyed=raw.keyed)
        self._room.lanes.db.run_newest("aefi.identify", work, self._identified, self._failed)

    def move(self, step: int) -> None:
        """Choose another case of the list."""
        ids = [one.event.id for one in self.state.shown]
        if ids:
            at = ids.index(self.state.at) + step if self.state.at in ids else 0
            self.pick(ids[min(max(at, 0), len(ids) - 1)])

    def pick(self, entry: str) -> None:
        """Show the report of a case."""
        if entry != self.state.at:
            self.become(at=entry, sheet=None, typed=self._drafts.get(entry, {}), refused=None)
        self._read_sheet(entry)

    def write(self, code: str, text: str) -> None:
        """A field was filled or mended by hand."""
        sheet = self.state.sheet
        if sheet is None:
            return
        typed = {**self.state.typed, code: text}
        if text == sheet.values.get(code, ""):
            del typed[code]
        self._keep(typed)

    def save(self) -> None:
        """Add what was typed to the report."""
        self._save(lambda: None)

    def print_report(self) -> None:
        """Print the report; what was typed is saved first, so that paper and record say the same."""
        port = self._ports.print_report
        if port and self.state.at:
            self._save(partial(port, self.state.at))

    def raise_severity(self) -> None:
        """A common reaction turned out to be serious."""
        work = partial(self._ports.follow_up, self.state.at, changes={"severity": Severity.SERIOUS.value})
        self._room.lanes.db.run(work, partial(self._saved, self.state.at, lambda: None), self._failed)

    def ask_undo(self) -> None:
        """Take the report shown back."""
        if self.state.at:
            self.undo_wanted.emit(self.state.at)

    def undo(self, entry: str, why: str) -> None:
        """Take an entry back, for a reason."""
        self._room.lanes.db.run(partial(self._ports.undo, entry, why=why), partial(self._undone, entry), self._failed)

    def open_person(self) -> None:
        """Go to the page of the person."""
        if self.state.sheet:
            self.go_to(self.state.sheet.case.person.id)

    def go_to(self, person: str) -> None:
        """Go to the page of somebody."""
        self._room.go("person", person)

    def _recorded(self, entry: str) -> None:
        self.pick(entry)
        self.look_again()

    def _read(self) -> tuple[AefiForm, tuple[AefiCase, ...], tuple[tuple[ToldTask, ...], bool]]:
        return self._ports.form(), self._ports.cases(), self._ports.told()

    def _came(self, answer: tuple[AefiForm, tuple[AefiCase, ...], tuple[tuple[ToldTask, ...], bool]]) -> None:
        form, cases, (told, may_call) = answer
        self.become(loaded=True, form=form, cases=cases, told=told, may_call=may_call, now=self._ports.now())
        if not self.state.at and cases:
            self.pick(cases[0].event.id)

    def _opened_for(self, subject: str, answer: ReportSheet | Refused) -> None:
        if isinstance(answer, Refused):  # no report, so it names a person
            self.reaction.begin(subject)
        else:
            self.pick(subject)

    def _read_sheet(self, entry: str) -> None:
        work = partial(self._ports.sheet, entry)
        self._room.lanes.db.run_newest("aefi.sheet", work, partial(self._sheet, entry), self._failed)

    def _sheet(self, entry: str, answer: ReportSheet | Refused) -> None:
        if entry != self.state.at:
            return
        if isinstance(answer, Refused):  # taken back meanwhile
            self.become(at="", sheet=None, typed={})
        else:
            self.become(sheet=answer, refused=None)

    def _keep(self, typed: dict[str, str]) -> None:
        if typed:
            self._drafts[self.state.at] = typed
        else:
            self._drafts.pop(self.state.at, None)
        self.become(typed=typed, drafts=frozenset(self._drafts))

    def _save(self, then: Any) -> None:
        state = self.state
        if state.busy or not state.at:
            return
        if not state.typed:
            then()
            return
        self.become(busy=True, refused=None)
        values = {code: state.values.get(code, "") for code in state.typed}
        work = partial(self._ports.fill_in, state.at, values=values)
        self._room.lanes.db.run(work, partial(self._saved, state.at, then), self._failed)

    def _saved(self, entry: str, then: Any, answer: Any) -> None:
        self.become(busy=False)
        if isinstance(answer, Refused):
            self.become(refused=answer)
            return
        if entry == self.state.at:
            self._keep({})
        self._room.notices.ok(say("aefi.added"))
        self._room.publish({Change.VISITS, Change.AEFI})
        self.look_again()
        then()

    def _undone(self, entry: str, answer: Any) -> None:
        if isinstance(answer, Refused):
            self._room.notices.warn(refusal_text(answer, product=self._ports.product))
            return
        self._drafts.pop(entry, None)
        if entry == self.state.at:
            self.become(at="", sheet=None, typed={}, drafts=frozenset(self._drafts))
        self._room.notices.ok(say("aefi.undone"))
        self._room.publish({Change.VISITS, Change.AEFI})
        self.look_again()

    def _identified(self, answer: Identified) -> None:
        if not isinstance(answer, Found):
            self._room.notices.warn(nobody_text(answer))
            return
        person = answer.presence.person.id
        case = next((one for one in self.state.cases if one.person.id == person), None)
        if case:
            self.pick(case.event.id)
        else:
            self.reaction.begin(person)

    def _failed(self, err: Err) -> None:
        self.become(busy=False)
        self._room.notices.failed(err)
