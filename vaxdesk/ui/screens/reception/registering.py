"""The registration of a walk-in: checked while typing, compared with people already here, saved with the check-in."""

from __future__ import annotations

from functools import partial
from typing import Any

import msgspec
from PySide6.QtCore import Signal

from vaxdesk.domain.identity import Alike, Presence
from vaxdesk.domain.payloads import PERSON_FIELDS, Person
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.registration import FieldFlaw, Flawed, check_person, errors
from vaxdesk.domain.views import PersonView
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.screen import Room
from vaxdesk.ui.screens.reception.ports import ReceptionPorts
from vaxdesk.ui.screens.reception.state import FormState
from vaxdesk.ui.state_model import StateModel

_KEYS = ("name", "dob", "doc", "old_doc", "bhyt", "tel")  # what people are recognised by


class FormModel(StateModel[FormState]):
    """The form's intents."""

    began = Signal(object)  # FormState
    registered = Signal(object, object)  # PersonView, Arrival
    same = Signal(str)  # the person who stands here is this one

    def __init__(self, room: Room, ports: ReceptionPorts) -> None:
        super().__init__(FormState())
        self._room, self._ports = room, ports

    def begin(self, draft: Person) -> None:
        """Open the form with what is known."""
        self.become(
            busy=False, draft=draft, flaws=self._flaws(draft), asked=False, alike=(), apart=frozenset(), refused=None
        )
        self.began.emit(self.state)
        self._look_for_alike()

    def fill(self, read: Person) -> None:
        """A card was shown while the form is open: it fills in what is still empty."""
        draft = self.state.draft
        empty = {name: getattr(read, name) for name in PERSON_FIELDS if not getattr(draft, name)}
        self.edit(msgspec.structs.replace(draft, **empty))

    def edit(self, draft: Person) -> None:
        """Somebody typed into the form."""
        before = self.state.draft
        self.become(draft=draft, flaws=self._flaws(draft), refused=None)
        if any(getattr(before, key) != getattr(draft, key) for key in _KEYS):
            self._look_for_alike()

    def set_apart(self, person: str) -> None:
        """An alike person is somebody else."""
        self.become(apart=self.state.apart | {person})

    def save(self) -> None:
        """Register and receive."""
        state = self.state
        self.become(asked=True, refused=None)
        if state.busy or errors(state.flaws):
            return
        self.become(busy=True)
        work = partial(
            self._ports.register, state.draft, not_these=state.apart, guardian_present=bool(state.draft.guardian)
        )
        self._room.lanes.db.run(work, partial(self._saved, state.draft), self._failed)

    def _saved(self, draft: Person, answer: Any) -> None:
        self.become(busy=False)
        if isinstance(answer, Refused):
            self.become(refused=answer)
        elif isinstance(answer, Flawed):
            self.become(flaws=answer.flaws)
        elif isinstance(answer, Alike):
            self.become(alike=answer.people)
        else:
            known = {name: getattr(draft, name) for name in PERSON_FIELDS}
            self.registered.emit(PersonView(id=answer.value.person, **known), answer.value)

    def _look_for_alike(self) -> None:
        work = partial(self._ports.alike, self.state.draft)
        self._room.lanes.db.run_newest("reception.alike", work, self._alike, self._failed)

    def _alike(self, people: tuple[Presence, ...]) -> None:
        self.become(alike=people)

    def _flaws(self, draft: Person) -> tuple[FieldFlaw, ...]:
        return check_person(draft, today=self._ports.today())

    def _failed(self, err: Err) -> None:
        self.become(busy=False)
        self._room.notices.failed(err)
