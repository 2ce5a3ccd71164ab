"""Intents of the site's signature page: look at a day, sign for all or one, take back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.vouching import VouchDay, VouchRow
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screen import Change, Room
from vaxdesk.ui.screens.certificates.ports import VouchPorts
from vaxdesk.ui.screens.certificates.vouch_state import VouchingState
from vaxdesk.ui.state_model import StateModel
from vaxdesk.words import say


class VouchingModel(StateModel[VouchingState]):
    """The signatures of a day. `why_wanted(person, entry)` asks the view for the reason of a taking-back."""

    why_wanted = Signal(str, str)

    def __init__(self, room: Room, ports: VouchPorts, *, product: Callable[[str], str]) -> None:
        super().__init__(VouchingState())
        self._room, self._ports = room, ports
        self.product = product

    def open(self) -> None:
        """The page was opened: the session's day is shown."""
        self.become(today=self._ports.today(), now=self._ports.now(), person="")
        self._look("")

    def look_again(self) -> None:
        """Something has changed: the day shown, as it is now."""
        if self.state.day is not None:
            self.become(now=self._ports.now())
            self._look(self.state.day.day)

    def go(self, step: int) -> None:
        """The day after (1) or before (-1)."""
        day = self.state.beside(step)
        if day:
            self._look(day)

    def pick(self, person: str) -> None:
        """The cursor came to somebody."""
        self.become(person=person)

    def open_person(self, person: str) -> None:
        """Everything that is known of somebody, on a page of its own."""
        self._room.go("person", person)

    def sign_all(self) -> None:
        """Sign for everybody of the day for whom nothing is to be cleared up."""
        if self.state.can_sign and self.state.day:
            self._sign(self.state.day.to_sign)

    def sign_one(self) -> None:
        """Sign for the one looked at."""
        row = self.state.row
        if row is not None and row.to_sign and self.state.can_sign:
            self._sign((row,))

    def ask_why(self) -> None:
        """The signature for the one looked at is to be taken back."""
        row = self.state.row
        if row is not None and row.vouch and not self.state.busy:
            self.why_wanted.emit(row.person.id, row.vouch)

    def take_back(self, person: str, entry: str, why: str) -> None:
        """Take a signature back, for a reason."""
        self.become(busy=True)
        work = partial(self._ports.take_back, person, entry, why=why)
        self._room.lanes.db.run(work, partial(self._saved, "vouching.taken_back", 1), self._failed)

    def _sign(self, rows: tuple[VouchRow, ...]) -> None:
        if self.state.day is None:
            return
        self.become(busy=True)
        work = partial(self._ports.vouch, self.state.day.day, rows)
        self._room.lanes.db.run(work, self._signed, self._failed)

    def _signed(self, answer: Any) -> None:
        if isinstance(answer, Refused):
            self._saved("", 0, answer)
            return
        self._saved("vouching.signed", len(answer.refs), answer)
        if answer.value:
            self._room.notices.warn(say("vouching.left_out", n=len(answer.value)))

    def _saved(self, key: str, n: int, answer: Any) -> None:
        self.become(busy=False)
        if isinstance(answer, Refused):
            self._room.notices.warn(refusal_text(answer, product=self.product))
        elif n:
            self._room.notices.ok(say(key, n=n))
            self._room.publish({Change.VISITS})
        self.look_again()

    def _look(self, day: str) -> None:
        self._room.lanes.db.run_newest("vouching.day", partial(self._ports.day, day), self._came, self._failed)

    def _came(self, day: VouchDay) -> None:
        """The cursor stays with whom it was as long as they still wait, else it goes to the next who does."""
        rows = {one.person.id: one for one in day.rows}
        held = rows.get(self.state.person)
        before = self.state.row
        moved_on = before is not None and before.to_sign and held is not None and not held.to_sign
        first = next(iter(day.to_sign or day.rows), None)
        if held is None or (moved_on and day.to_sign):
            held = first
        self.become(day=day, person=held.person.id if held else "")

    def _failed(self, err: Err) -> None:
        self.become(busy=False)
        self._room.notices.failed(err)
