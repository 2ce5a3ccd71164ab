"""Answers reports of the public on the db lane, and takes an answer back at once when it was a slip."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from vaxdesk.domain.refusals import Refused
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.notices import Act
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screen import Change, Room
from vaxdesk.ui.screens.aefi.ports import AefiPorts
from vaxdesk.words import say


class Calling(QObject):
    """One answer at a time; `look` reads the page anew."""

    def __init__(self, room: Room, ports: AefiPorts, look: Callable[[], None]) -> None:
        super().__init__()
        self._room, self._ports, self._look = room, ports, look

    def call(self, report: str, result: str, at: int, text: str) -> None:
        """Say what was done about a report."""
        work = partial(self._ports.call, report, result=result, at=at, text=text)
        self._room.lanes.db.run(work, self._answered, self._failed)

    def _answered(self, answer: Any) -> None:
        if isinstance(answer, Refused):
            self._room.notices.warn(refusal_text(answer, product=self._ports.product))
        else:
            undo = Act(say("kit.undo"), partial(self._take_back, answer.refs[0]))
            self._room.notices.ok(say("told.task.said"), undo)
        self._changed()

    def _take_back(self, entry: str) -> None:
        def then(_: Any) -> None:
            self._room.notices.ok(say("told.task.taken_back"))
            self._changed()

        self._room.lanes.db.run(partial(self._ports.take_back, entry), then, self._failed)

    def _changed(self) -> None:
        self._room.publish({Change.AEFI})
        self._look()

    def _failed(self, err: Err) -> None:
        self._room.notices.failed(err)
