"""Asking the server about a document that nobody here is known by; what it knows comes with the next round."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vaxdesk.domain.refusals import Refused
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screen import Room
from vaxdesk.ui.screens.reception.ports import ReceptionPorts
from vaxdesk.words import say


class LookingUp:
    """One question at a time: drawn up on the db lane, carried on the net lane; `ended` is called after each answer."""

    def __init__(self, room: Room, ports: ReceptionPorts, *, ended: Callable[[], None]) -> None:
        self._room, self._ports, self._ended = room, ports, ended
        self.awaited: tuple[str, ...] = ()  # the document whose record is on its way here

    def ask(self, doc: str) -> None:
        """Ask about a document number."""
        ports = self._ports.elsewhere
        self.awaited = ()
        if ports is None or not doc:
            self._ended()
        else:
            self._room.lanes.db.run(lambda: ports.ask(doc), lambda drawn: self._carry(doc, drawn), self._failed)

    def _carry(self, doc: str, drawn: Any) -> None:
        if isinstance(drawn, Refused):
            self._room.notices.warn(refusal_text(drawn, product=self._ports.product))
            self._ended()
            return
        carry = self._ports.elsewhere.carry
        self._room.lanes.net.run(lambda: carry(drawn), lambda answer: self._answered(doc, answer), self._failed)

    def _answered(self, doc: str, answer: Any) -> None:
        if answer.found:
            self.awaited = (doc,)
            one = answer.found[0]
            self._room.notices.info(say("reception.elsewhere.found", name=one.person.name, n=len(one.doses)))
            self._ports.elsewhere.fetch()
        else:
            self._room.notices.info(say("reception.elsewhere.nobody"))
        self._ended()

    def _failed(self, err: Err) -> None:
        self._room.notices.failed(err)
        self._ended()
