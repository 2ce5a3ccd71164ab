"""The short form's intents: what is wrong with it, who may be the same, save."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from vaxdesk.domain.identity import Alike, Presence
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.registration import FieldFlaw, Flawed, check_person, errors
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.screen import Room
from vaxdesk.ui.screens.catchup.ports import CatchupPorts
from vaxdesk.ui.screens.catchup.state import NewcomerState
from vaxdesk.ui.state_model import StateModel

_KEYS = ("name", "dob", "doc", "old_doc", "bhyt", "tel")  # what people are recognised by


class NewcomerModel(StateModel[NewcomerState]):
    """Somebody on a sheet whom no list has."""

    began = Signal(object)  # NewcomerState
    entered = Signal(str)  # the person who is on the sheet: a new record, or one that was alike

    def __init__(self, room: Room, ports: CatchupPorts) -> None:
        super().__init__(NewcomerState())
        self._room, self.ports = room, ports

    def begin(self, draft: Person) -> None:
        """Open the form with what is known."""
        self.become(
            busy=False, draft=draft, flaws=self._flaws(draft), asked=False, alike=(), apart=frozenset(), refused=None
        )
        self.began.emit(self.state)
        self._look_for_alike()

    def edit(self, draft: Person) -> None:
        """Somebody typed into the form."""
        before = self.state.draft
        self.become(draft=draft, flaws=self._flaws(draft), refused=None)
        if any(getattr(before, key) != getattr(draft, key) for key in _KEYS):
            self._look_for_alike()

    def same(self) -> None:
        """The first of the alike people is on the sheet."""
        if self.state.alike:
            self.entered.emit(self.state.alike[0].person.id)

    def save(self) -> None:
        """Save; asked a second time with the same alike people shown, they are somebody else."""
        state = self.state
        shown = frozenset(one.person.id for one in state.alike)
        apart = state.apart | shown if state.asked else state.apart
        self.become(asked=True, apart=apart, refused=None)
        if state.busy or errors(state.flaws):
            return
        if shown - apart:
            return
        self.become(busy=True)
        self._room.lanes.db.run(partial(self.ports.enter, state.draft, not_these=apart), self._saved, self._failed)

    def _saved(self, answer: Any) -> None:
        self.become(busy=False)
        if isinstance(answer, Refused):
            self.become(refused=answer)
        elif isinstance(answer, Flawed):
            self.become(flaws=answer.flaws)
        elif isinstance(answer, Alike):
            self.become(alike=answer.people)
        else:
            self.entered.emit(answer.value)

    def _look_for_alike(self) -> None:
        work = partial(self.ports.alike, self.state.draft)
        self._room.lanes.db.run_newest("catchup.alike", work, self._alike, self._failed)

    def _alike(self, people: tuple[Presence, ...]) -> None:
        self.become(alike=people)

    def _flaws(self, draft: Person) -> tuple[FieldFlaw, ...]:
        return check_person(draft, today=self.ports.today())

    def _failed(self, err: Err) -> None:
        self.become(busy=False)
        self._room.notices.failed(err)
