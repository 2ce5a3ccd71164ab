"""The registration of a walk-in: the form for somebody new, saved with the check-in."""

from __future__ import annotations

from functools import partial

import msgspec
from PySide6.QtCore import Signal

from vaxdesk.domain.identity import Arrival
from vaxdesk.domain.payloads import PERSON_FIELDS, Person
from vaxdesk.domain.registration import errors
from vaxdesk.domain.views import PersonView
from vaxdesk.ui.registering import FormModel
from vaxdesk.ui.screen import Room
from vaxdesk.ui.screens.reception.ports import ReceptionPorts


class WalkInModel(FormModel):
    """The form's intents beyond those of every form for somebody new."""

    registered = Signal(object, object)  # PersonView, Arrival
    same = Signal(str)  # the person who stands here is this one

    def __init__(self, room: Room, ports: ReceptionPorts) -> None:
        super().__init__(room, newest="reception.alike", alike=ports.alike, today=ports.today)
        self._ports = ports

    def fill(self, read: Person) -> None:
        """A card was shown while the form is open: it fills in what is still empty."""
        draft = self.state.draft
        empty = {name: getattr(read, name) for name in PERSON_FIELDS if not getattr(draft, name)}
        self.edit(msgspec.structs.replace(draft, **empty))

    def set_apart(self, person: str) -> None:
        """An alike person is somebody else."""
        self.become(apart=self.state.apart | {person})

    def save(self) -> None:
        """Register and receive."""
        state = self.state
        self.become(asked=True, refused=None)
        if state.busy or errors(state.flaws):
            return
        work = partial(
            self._ports.register, state.draft, not_these=state.apart, guardian_present=bool(state.draft.guardian)
        )
        self._put(work, partial(self._received, state.draft))

    def _received(self, draft: Person, arrival: Arrival) -> None:
        known = {name: getattr(draft, name) for name in PERSON_FIELDS}
        self.registered.emit(PersonView(id=arrival.person, **known), arrival)
