"""Answers questions of those above on the db lane, and takes an answer back at once when it was a slip."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from vaxdesk.domain.refusals import Refused
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.lanes import Lane
from vaxdesk.ui.notices import Act
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screen import Change, Room
from vaxdesk.ui.screens.sending.ports import SendingPorts
from vaxdesk.words import say


class Answering(QObject):
    """One answer at a time; `look` reads the page's figures anew."""

    prepared = Signal(bytes)  # a picture file, small enough to go with an answer

    def __init__(self, room: Room, ports: SendingPorts, look: Callable[[], None]) -> None:
        super().__init__()
        self._room, self._ports, self._look = room, ports, look

    @property
    def eye(self) -> Lane:
        """Where cameras are looked through."""
        return self._room.lanes.eye

    def prepare(self, path: str) -> None:
        """Make a picture file small."""
        self._room.lanes.paper.run(partial(self._ports.prepare, path), self._ready, self._failed)

    def answer(self, question: str, choice: str, text: str, photos: tuple[bytes, ...] = ()) -> None:
        """Answer a question."""
        work = partial(self._ports.answer, question, choice=choice, text=text, photos=photos)
        self._room.lanes.db.run(work, self._answered, self._failed)

    def _ready(self, made: Any) -> None:
        if isinstance(made, Refused):
            self._room.notices.warn(refusal_text(made, product=self._ports.product))
        else:
            self.prepared.emit(made)

    def _answered(self, answer: Any) -> None:
        if isinstance(answer, Refused):
            self._room.notices.warn(refusal_text(answer, product=self._ports.product))
        else:
            undo = Act(say("kit.undo"), partial(self._take_back, answer.refs[0]))
            self._room.notices.ok(say("question.given"), undo)
        self._changed()

    def _take_back(self, answer: str) -> None:
        def then(_: Any) -> None:
            self._room.notices.ok(say("question.taken_back"))
            self._changed()

        self._room.lanes.db.run(partial(self._ports.take_back, answer), then, self._failed)

    def _changed(self) -> None:
        self._room.publish({Change.PEOPLE})
        self._look()

    def _failed(self, err: Err) -> None:
        self._room.notices.failed(err)
