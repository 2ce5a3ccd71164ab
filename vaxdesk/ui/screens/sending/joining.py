"""Joining a server: checked here, asked over the line, kept here, each on its lane."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vaxdesk.ui.jobs import Err
from vaxdesk.ui.screen import Change, Room
from vaxdesk.ui.screens.sending.ports import SendingPorts
from vaxdesk.words import say


class Joining:
    """One attempt at a time; `become` shows how it stands (`joining`, `join_refused`)."""

    def __init__(self, room: Room, ports: SendingPorts, become: Callable[..., None]) -> None:
        self._room, self._ports, self._become = room, ports, become

    def begin(self, address: str, code: str) -> None:
        """Join a server with a one-time code."""
        self._become(joining=True, join_refused="")
        self._room.lanes.db.run(lambda: self._ports.ask(address, code), self._carry, self._fail)

    def _carry(self, request: Any) -> None:
        if isinstance(request, str):
            self._become(joining=False, join_refused=request)
            return
        self._room.lanes.net.run(lambda: self._ports.carry(request), self._keep, self._fail)

    def _keep(self, given: Any) -> None:
        if isinstance(given, str):
            self._become(joining=False, join_refused=given)
            return
        self._room.lanes.db.run(lambda: self._ports.keep(given), lambda _: self._joined(given.unit_name), self._fail)

    def _joined(self, unit: str) -> None:
        self._become(joining=False)
        self._room.notices.ok(say("sync.enrol.done", unit=unit))
        self._room.publish({Change.SYNC})
        self._ports.send_now()

    def _fail(self, err: Err) -> None:
        self._become(joining=False, join_refused=err.key)
