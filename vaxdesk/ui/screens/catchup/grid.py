"""The grid's intents: find the person of a sheet, say what is unusual on it, save it, the next one."""

from __future__ import annotations

from functools import partial
from typing import Any

import msgspec
from PySide6.QtCore import Signal

from vaxdesk.domain.catchup.sheet import Sheet
from vaxdesk.domain.catchup.stack import StackView, TypedSheet
from vaxdesk.domain.catchup.twice import shared, twice
from vaxdesk.domain.catchup.views import Offered, Weighed
from vaxdesk.domain.identity import Presence
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.screen import RawScan, Room
from vaxdesk.ui.screens.catchup.keeping import Keeping
from vaxdesk.ui.screens.catchup.ports import CatchupPorts
from vaxdesk.ui.screens.catchup.rows import Rows
from vaxdesk.ui.screens.catchup.seeking import Seeking, is_own_code, named
from vaxdesk.ui.screens.catchup.state import TypingState
from vaxdesk.ui.state_model import StateModel

_NOBODY: dict[str, Any] = {
    "query": "", "settled": True, "people": (), "at": -1, "sheet": Sheet(), "weighed": None, "refused": None,
    "offered": None, "busy": False,
}  # fmt: skip


class TypingModel(StateModel[TypingState]):
    """One sheet after the other of a stack."""

    unknown = Signal(object)  # Person with which an entry form begins
    saved = Signal()  # something was saved: on to the next sheet

    def __init__(self, room: Room, ports: CatchupPorts) -> None:
        super().__init__(TypingState())
        self._room, self.ports = room, ports
        self.seeking = seeking = Seeking(room, ports)
        seeking.met.connect(self._weigh)
        seeking.several.connect(self._choose)
        seeking.listed.connect(self._listed)
        seeking.unknown.connect(self.unknown)
        seeking.offered.connect(lambda offered: self.become(offered=offered))
        seeking.failed.connect(self._failed)
        self.keeping = keeping = Keeping(room, ports)
        keeping.kept.connect(self._kept)
        keeping.gone.connect(self._gone)
        keeping.mended.connect(self._mended)
        keeping.taken.connect(self._taken)
        keeping.refused.connect(self._refused)
        keeping.failed.connect(lambda _: self.become(busy=False))
        self.rows = Rows(room, ports, keeping, came=self._rows, failed=self._failed)
        self._entered: str | None = None
        self._looking_at = ""

    def begin(self, stack: StackView | None) -> None:
        """Take a stack up, or put it away."""
        self._looking_at = ""
        self.become(stack=stack, rows=(), no=1, twice=(), shared=(), **_NOBODY)
        self.look()

    def look(self) -> None:
        """Ask again for the rows."""
        if self.state.stack:
            self.rows.look(self.state.stack.id)

    def rest(self) -> None:
        """No sheet in hand."""
        self._entered, self._looking_at, self.seeking.told = None, "", ()
        self.become(**_NOBODY)

    def searched(self, text: str) -> None:
        """Somebody types a name or a number; an empty text is nobody."""
        self._entered = None
        if not text.strip():
            self.rest()
            return
        self._looking_at, self.seeking.told = "", ()
        self.become(query=text, settled=False, refused=None, offered=None)
        if is_own_code(text):
            self.become(settled=True, people=(), at=-1, weighed=None)
            return
        self.seeking.search(text)

    def submit(self, text: str) -> None:
        """Enter: the sheet of the person highlighted is saved, as soon as that person is found and looked up."""
        state = self.state
        if is_own_code(text):
            self.seeking.read(text)
        elif text == state.query and state.settled and not state.awaited:
            self.go_on()
        else:
            if text != state.query:
                self.searched(text)
            self._entered = text if not self.state.settled or self.state.awaited else None

    def move(self, step: int) -> None:
        """Highlight another of the people found."""
        if self.state.people:
            at = min(max(self.state.at + step, 0), len(self.state.people) - 1)
            self.pick(self.state.people[at].person.id)

    def pick(self, person: str) -> None:
        """This one is meant."""
        place = next((at for at, one in enumerate(self.state.people) if one.person.id == person), -1)
        self.become(at=place, refused=None)
        self._weigh(person)

    def scanned(self, raw: RawScan) -> None:
        """A code was read."""
        self._entered = None
        self.become(**_NOBODY)
        self.seeking.read(raw.payload, keyed=raw.keyed)

    def say(self, **changes: Any) -> None:
        """The sheet says something unusual."""
        self.become(sheet=msgspec.structs.replace(self.state.sheet, **changes), refused=None)
        self.weigh_again()

    def weigh_again(self) -> None:
        """What the sheet would come to now."""
        if self.state.weighed:
            self._weigh(self.state.weighed.person.id)

    def go_on(self) -> None:
        """Enter on a sheet: take what a certificate tells, save, mark as known, or enter an unknown person."""
        state = self.state
        if state.busy or state.stack is None:
            return
        if state.offered and state.offered.fresh:
            self.become(busy=True)
            self.keeping.take(state.offered)
        elif state.weighed is None:
            if state.query and state.settled and not state.people:
                self.seeking.nobody(state.query)
        elif not state.awaited:  # while the highlighted one is still being looked up: never save for another
            self._save(state, state.weighed)

    def new_person(self) -> None:
        """The sheet is of somebody whom no list has."""
        self.unknown.emit(named(self.state.query))

    def _save(self, state: TypingState, weighed: Weighed) -> None:
        person, stack = weighed.person.id, state.stack.id if state.stack else ""
        known = isinstance(weighed.answer, Refused) and weighed.answer.reason is Refusal.DOSE_ON_RECORD
        if isinstance(weighed.answer, Refused) and not known:
            self.become(refused=weighed.answer)
            return
        self.become(busy=True, refused=None)
        if known:
            self.keeping.mark_known(stack, person, no=state.no)
        else:
            self.keeping.keep(stack, person, state.sheet, no=state.no)

    def _kept(self, row: TypedSheet) -> None:
        self._looking_at, self.seeking.told = "", ()
        self._count((row, *self.state.rows), **_NOBODY)
        self.saved.emit()

    def _gone(self, row: TypedSheet) -> None:
        self._count(tuple(one for one in self.state.rows if one.entry != row.entry))
        if row.twice:
            self.look()
        self.weigh_again()
        self.saved.emit()

    def _mended(self, row: TypedSheet, now: TypedSheet) -> None:
        self.become(rows=tuple(now if one.entry == row.entry else one for one in self.state.rows))
        self.saved.emit()

    def _count(self, rows: tuple[TypedSheet, ...], **changes: Any) -> None:
        stack, doubled = self.state.stack, changes.get("twice", self.state.twice)
        typed = len(rows) - sum(len(one.extra) for one in doubled)
        now = msgspec.structs.replace(stack, typed=typed) if stack else None
        self.become(stack=now, rows=rows, no=max((row.sheet for row in rows), default=0) + 1, **changes)

    def _taken(self, offered: Offered) -> None:
        self.seeking.told = ()
        self.become(busy=False, offered=None)
        self._weigh(offered.person.id)

    def _refused(self, answer: Refused) -> None:
        self.become(busy=False, offered=None, refused=answer)

    def _choose(self, people: tuple[Presence, ...]) -> None:
        self.become(people=people, at=-1, weighed=None, settled=True)

    def _listed(self, text: str, people: tuple[Presence, ...]) -> None:
        if text != self.state.query:
            return
        self.become(people=people, at=0 if people else -1, settled=True)
        if people:
            self._weigh(people[0].person.id)
            return
        self.become(weighed=None)
        entering, self._entered = self._entered == text, None
        if entering:
            self.go_on()

    def _weigh(self, person: str) -> None:
        stack = self.state.stack
        if stack is None:
            return
        self._looking_at = person
        work = partial(self.ports.weigh, stack.id, person, self.state.sheet)
        self._room.lanes.db.run_newest("catchup.person", work, partial(self._shown, person), self._failed)

    def _shown(self, person: str, answer: Weighed | Refused) -> None:
        if person != self._looking_at:
            return
        entering, self._entered = self._entered is not None and self._entered == self.state.query, None
        if isinstance(answer, Refused):
            self.become(weighed=None, refused=answer)
            return
        self.become(weighed=answer)
        if self.seeking.told:
            self.seeking.offer(person)
        elif entering and len(self.state.people) == 1:  # Enter before the answer came: only where there is no choice
            self.go_on()

    def _rows(self, stack: str, rows: tuple[TypedSheet, ...]) -> None:
        if self.state.stack and self.state.stack.id == stack:
            self._count(tuple(reversed(rows)), twice=twice(rows), shared=shared(rows))

    def _failed(self, err: Err) -> None:
        self._room.notices.failed(err)
        self.become(busy=False, settled=True)
