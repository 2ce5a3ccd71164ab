"""What reception saves about somebody who is here: check-in, leaving the line, undo."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from vaxdesk.domain.identity import Arrival, Found
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.views import PersonView
from vaxdesk.ui.notices import Act
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screen import Change, Room
from vaxdesk.ui.screens.reception.ports import ReceptionPorts
from vaxdesk.words import say


class Receiving(QObject):
    """Saves on the db lane, says what was saved with its undo, and tells the other screens."""

    arrived = Signal(object, object)  # PersonView, Arrival
    refused = Signal(object)  # Refused
    saved = Signal()
    undone = Signal()
    failed = Signal(object)  # Err: nothing was saved
    undo_wanted = Signal(str)  # entry; its reason is asked for by the view

    def __init__(self, room: Room, ports: ReceptionPorts) -> None:
        super().__init__()
        self._room, self._ports = room, ports

    def check_in(self, found: Found, *, taken: Collection[str], guardian: bool) -> None:
        """Receive a person; `taken` are fields of the card that go into the record."""
        person = found.presence.person
        chosen = (one.values for one in found.differences if one.field in taken)
        take = {name: value for values in chosen for name, value in values.items()}
        work = partial(self._ports.check_in, person.id, via=found.via, take=take, guardian_present=guardian)
        self._room.lanes.db.run(work, partial(self._received, person, tuple(take)), self.failed.emit)

    def decline(self, person: PersonView, why: str) -> None:
        """A person leaves without a dose."""
        work = partial(self._ports.decline, person.id, why=why)
        self._room.lanes.db.run(work, partial(self._declined, person), self.failed.emit)

    def undo(self, entry: str, why: str) -> None:
        """Take an entry back, for a reason."""
        self._room.lanes.db.run(partial(self._ports.undo, entry, why=why), self._undone, self.failed.emit)

    def open_person(self, person: str) -> None:
        """Go to the page of a person."""
        self._room.go("person", person)

    def registered(self, person: PersonView, arrival: Arrival) -> None:
        """A walk-in was registered and received."""
        self._welcome(person, arrival, Change.PEOPLE)

    def _welcome(self, person: PersonView, arrival: Arrival, *changes: Change) -> None:
        undo = Act(say("kit.undo"), partial(self.undo_wanted.emit, arrival.entry))
        self._room.notices.ok(say("reception.received", name=person.name, no=arrival.no), undo)
        self.arrived.emit(person, arrival)
        self._room.publish(frozenset((Change.VISITS, *changes)))

    def _received(self, person: PersonView, taken: tuple[str, ...], answer: Any) -> None:
        if isinstance(answer, Refused):
            self.refused.emit(answer)
        else:
            self._welcome(person, answer.value, *((Change.PEOPLE,) if taken else ()))

    def _declined(self, person: PersonView, answer: Any) -> None:
        if isinstance(answer, Refused):
            self.refused.emit(answer)
            return
        undo = Act(say("kit.undo"), partial(self.undo_wanted.emit, answer.refs[-1]))
        self._room.notices.ok(say("reception.declined", name=person.name), undo)
        self.saved.emit()
        self._room.publish({Change.VISITS})

    def _undone(self, answer: Any) -> None:
        if isinstance(answer, Refused):
            self._room.notices.warn(refusal_text(answer, product=self._ports.product))
            return
        self._room.notices.ok(say("reception.undone"))
        self.undone.emit()
        self._room.publish({Change.VISITS})
