"""The form for somebody new: checked while typing, compared with people already here, saved as the screen says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from PySide6.QtCore import Signal

from vaxdesk.domain.identity import Alike, Presence
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.registration import FieldFlaw, Flawed, check_person
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.screen import Room
from vaxdesk.ui.state_model import StateModel

_KEYS = ("name", "dob", "doc", "old_doc", "bhyt", "tel")  # what people are recognised by


class FormState(msgspec.Struct, frozen=True, kw_only=True):
    """A form for somebody new. `asked`: a save was tried; `apart` are people said to be somebody else."""

    busy: bool = False
    draft: Person = Person(name="")
    flaws: tuple[FieldFlaw, ...] = ()
    asked: bool = False
    alike: tuple[Presence, ...] = ()
    apart: frozenset[str] = frozenset()
    refused: Refused | None = None

    @property
    def doubted(self) -> tuple[Presence, ...]:
        """Alike people about whom nobody has said yet whether they are the same."""
        return tuple(one for one in self.alike if one.person.id not in self.apart)


class FormModel(StateModel[FormState]):
    """The intents of every such form; a screen adds how it saves.

    Args:
        newest: name of the search, of which only the newest counts.
        alike: people who may be the one of a draft; runs on the database lane.
        today: ISO day of the device.
    """

    began = Signal(object)  # FormState

    def __init__(
        self, room: Room, *, newest: str, alike: Callable[[Person], tuple[Presence, ...]], today: Callable[[], str]
    ) -> None:
        super().__init__(FormState())
        self._room = room
        self._newest, self._find_alike, self._today = newest, alike, today

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

    def _put(self, work: Callable[[], Any], saved: Callable[[Any], None]) -> None:
        """Saves; `saved` gets the value of an answer that is neither refused, flawed nor alike."""
        self.become(busy=True)
        self._room.lanes.db.run(work, lambda answer: self._answered(answer, saved), self._failed)

    def _answered(self, answer: Any, saved: Callable[[Any], None]) -> None:
        self.become(busy=False)
        if isinstance(answer, Refused):
            self.become(refused=answer)
        elif isinstance(answer, Flawed):
            self.become(flaws=answer.flaws)
        elif isinstance(answer, Alike):
            self.become(alike=answer.people)
        else:
            saved(answer.value)

    def _look_for_alike(self) -> None:
        draft = self.state.draft
        self._room.lanes.db.run_newest(self._newest, lambda: self._find_alike(draft), self._alike, self._failed)

    def _alike(self, people: tuple[Presence, ...]) -> None:
        self.become(alike=people)

    def _flaws(self, draft: Person) -> tuple[FieldFlaw, ...]:
        return check_person(draft, today=self._today())

    def _failed(self, err: Err) -> None:
        self.become(busy=False)
        self._room.notices.failed(err)
