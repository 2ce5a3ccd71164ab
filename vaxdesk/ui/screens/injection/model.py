"""The injection table's intents: meet a person, give the dose, let go, undo. The vaccine's are in `vaccine.py`."""

from __future__ import annotations

from functools import partial
from typing import Any

import msgspec
from PySide6.QtCore import Signal

from vaxdesk.domain.limits import TooEarly
from vaxdesk.domain.payloads import Inject
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.step_views import InjectionSheet
from vaxdesk.domain.views import PersonView, VisitRow
from vaxdesk.ui import reasons
from vaxdesk.ui.finder import Finder
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.saying import dose_name
from vaxdesk.ui.screen import Change, Room
from vaxdesk.ui.screens.injection.ports import InjectionPorts
from vaxdesk.ui.screens.injection.vaccine import NOBODY, VaccineModel
from vaxdesk.ui.turn import Turn, TurnWords
from vaxdesk.words import say

_TURN = TurnWords(declined="injection.declined", undone="injection.undone")


class InjectionModel(VaccineModel):
    """One injection table. `reason_wanted` asks the view for the cursor on the reason of the dose."""

    reason_wanted = Signal()

    def __init__(self, room: Room, ports: InjectionPorts) -> None:
        super().__init__(room, ports)
        self.finder = Finder(room, identify=ports.identify, search=ports.search)
        self.finder.met.connect(self.meet)
        self.finder.listed.connect(lambda people: self.become(found=people))
        self.finder.vaccine.connect(self._labelled)
        self.turn = Turn(room, ports, words=_TURN, changes=frozenset({Change.VISITS, Change.STOCK}))
        self.turn.ended.connect(self._ended)
        self.turn.undone.connect(self.meet)
        self.turn.saved.connect(self.look)
        self.turn.refused.connect(self._refused)
        self.turn.failed.connect(self._failed)

    def open(self, person: str = "") -> None:
        """The screen was opened, perhaps for a person."""
        user = self._ports.user()
        how = self.state.how
        if not how.given_by:
            self.become(how=msgspec.structs.replace(how, prepared_by=user, given_by=user))
        if person:
            self.meet(person)
        self.look()

    def look(self) -> None:
        """Who waits; when nobody is shown, the next one is shown to be called."""
        self.tick()
        self._room.lanes.db.run_newest("injection.queue", self._ports.queue, self._came, self._failed)

    def look_again(self) -> None:
        """Something changed elsewhere: the queue, the person shown, the vaccine."""
        self.look()
        if self.state.person:
            self._show(self.state.person)

    def meet(self, person: str) -> None:
        """Whoever was scanned, clicked or called stands at the table: one press gives the dose."""
        self.become(busy=True, **{**NOBODY, "sheet": self.state.sheet if self.state.person == person else None})
        self._show(person, met=True)

    def go_on(self) -> None:
        """The main button: call whoever is next, else give the dose."""
        if self.state.sheet and not self.state.met:
            if not self.state.busy:
                self.meet(self.state.person)
        else:
            self.give()

    def give(self) -> None:
        """Record the dose; pressed twice it is still one."""
        state = self.state
        if state.busy or state.sheet is None or not state.met or not state.sheet.ready or state.against:
            return
        if state.lacks_reason:
            self.become(asked=True)
            self.reason_wanted.emit()
            return
        sheet = state.sheet
        source = {"vial": sheet.vial.id} if sheet.vial else {"lot": sheet.lot.id if sheet.lot else ""}
        how = msgspec.structs.replace(state.how, why=reasons.kept(state.reason, state.note))
        self.become(busy=True)
        work = partial(self._ports.give, sheet.person.id, how=how, **source)
        self._room.lanes.db.run(work, partial(self._given, sheet), self._failed)

    def decline(self, why: str) -> None:
        """The person shown leaves without the dose."""
        sheet = self.state.sheet
        if sheet and not self.state.busy:
            self.become(busy=True)
            self.turn.decline(sheet.person, why)

    def undo_dose(self) -> None:
        """Ask for the reason to take back the dose of the person shown."""
        sheet = self.state.sheet
        if sheet and sheet.visit.inject:
            self.turn.undo_wanted.emit(sheet.visit.inject.id, sheet.person.name)

    def send_to(self, screen: str) -> None:
        """Open another screen for the person shown."""
        if self.state.person:
            self._room.go(screen, self.state.person)

    def _came(self, rows: tuple[VisitRow, ...]) -> None:
        self.become(waiting=rows)
        self._room.badge("injection", str(len(rows)) if rows else "", Tone.ACCENT)
        gone = not self.state.met and self.state.person not in {row.person.id for row in rows}
        if rows and gone and not self.state.busy:
            self._show(rows[0].person.id, met=False)

    def _given(self, sheet: InjectionSheet, answer: Any) -> None:
        if isinstance(answer, (Refused, TooEarly)):
            self._refused(answer)
            return
        dose: Inject = answer.value
        words = {
            "name": sheet.person.name,
            "dose": dose_name(dose.kind, dose.kind_no),
            "product": self._ports.product(dose.product),
        }
        self._chosen = {"product": dose.product}
        self.turn.end(sheet.person, say("injection.saved", **words), entry=answer.refs[-1])

    def _ended(self, person: PersonView) -> None:
        waiting = tuple(row for row in self.state.waiting if row.person.id != person.id)
        self.become(busy=False, waiting=waiting, **NOBODY)

    def _refused(self, answer: Refused | TooEarly) -> None:
        self.become(busy=False, refused=answer)
