"""How a person's turn at a desk ends and how that is taken back; the same for screening and injection."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.views import PersonView
from vaxdesk.ui.notices import Act
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screen import Change, Room
from vaxdesk.words import say


class TurnPorts(Protocol):
    """Use cases of the desk that a turn needs."""

    @property
    def decline(self) -> Callable[..., Any]:
        """Reference of the person, `why=`; answers something with `refs`, or Refused."""

    @property
    def undo(self) -> Callable[..., Any]:
        """Reference of an entry, `why=`; answers something whose `value` is the person, or Refused."""

    @property
    def product(self) -> Callable[[str], str]:
        """Name of a product by its code."""


@dataclass(frozen=True)
class TurnWords:
    """Keys of what is said: somebody left without a dose (`name`), an entry was taken back."""

    declined: str
    undone: str


class Turn(QObject):
    """Saves on the db lane, says what was saved with its undo, and tells the other screens of it.

    Args:
        changes: what changes by a step of this desk.
    """

    ended = Signal(object)  # PersonView: no longer in the queue; the others are told next
    undone = Signal(str)  # reference of the person whose entry was taken back; the others know
    saved = Signal()  # after either, when all is done
    refused = Signal(object)  # Refused: nobody may leave so
    failed = Signal(object)  # Err: nothing was saved
    undo_wanted = Signal(str, str)  # entry, name; the reason is asked for by the view

    def __init__(self, room: Room, ports: TurnPorts, *, words: TurnWords, changes: frozenset[Change]) -> None:
        super().__init__()
        self._room, self._ports, self._words, self._changes = room, ports, words, changes

    def decline(self, person: PersonView, why: str) -> None:
        """A person leaves without a dose."""
        work = partial(self._ports.decline, person.id, why=why)
        self._room.lanes.db.run(work, partial(self._let_go, person), self.failed.emit)

    def end(self, person: PersonView, words: str, *, entry: str) -> None:
        """A person's turn was saved as an entry; `words` say so."""
        self._room.notices.ok(words, Act(say("kit.undo"), partial(self.undo_wanted.emit, entry, person.name)))
        self.ended.emit(person)
        self._room.publish(self._changes)
        self.saved.emit()

    def undo(self, entry: str, why: str) -> None:
        """Take an entry back, for a reason."""
        self._room.lanes.db.run(partial(self._ports.undo, entry, why=why), self._undone, self.failed.emit)

    def _let_go(self, person: PersonView, answer: Any) -> None:
        if isinstance(answer, Refused):
            self.refused.emit(answer)
        else:
            self.end(person, say(self._words.declined, name=person.name), entry=answer.refs[-1])

    def _undone(self, answer: Any) -> None:
        if isinstance(answer, Refused):
            self._room.notices.warn(refusal_text(answer, product=self._ports.product))
            return
        self._room.notices.ok(say(self._words.undone))
        self._room.publish(self._changes)
        self.undone.emit(answer.value)
        self.saved.emit()
