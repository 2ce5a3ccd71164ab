"""Reads how sending stands, asks for a round at once, and joins a server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec

from vaxdesk.ui.jobs import Err
from vaxdesk.ui.screen import Change, Room
from vaxdesk.ui.screens.sending.state import Figures, SendingState
from vaxdesk.ui.state_model import StateModel
from vaxdesk.words import say


@dataclass(frozen=True)
class SendingPorts:
    """What the page needs of the desk.

    Args:
        read: figures of the store; db lane.
        send_now: begin a round, whatever pause was meant; UI thread, returns at once.
        ask: `ask(address, code)` checks both; db lane; a request, or the key of a sentence why not.
        carry: `carry(request)` asks the server; net lane; what it gave, or the key of a sentence why not.
        keep: `keep(given)` keeps the certificate; db lane.
    """

    read: Callable[[], Figures]
    send_now: Callable[[], None]
    ask: Callable[[str, str], Any]
    carry: Callable[[Any], Any]
    keep: Callable[[Any], None]


class SendingModel(StateModel[SendingState]):
    """The page's model; `show_loop` is fed by the loop that sends."""

    def __init__(self, room: Room, ports: SendingPorts) -> None:
        super().__init__(SendingState())
        self._room, self._ports = room, ports

    def look(self) -> None:
        """Read the figures."""
        self._room.lanes.db.run_newest("sending", self._ports.read, self._show)

    def show_loop(self, loop: Any) -> None:
        """The loop has moved: what it is doing and how it went."""
        done = self.state.sending and not loop.sending
        self.become(
            sending=loop.sending,
            trouble=loop.trouble,
            next_s=loop.next_s,
            confirmed=loop.confirmed,
            taken=loop.taken,
            went_back=loop.went_back,
        )
        if done:
            self.look()

    def send_now(self) -> None:
        """Begin a round at once."""
        if not self.state.sending:
            self._ports.send_now()

    def join(self, address: str, code: str) -> None:
        """Join a server with a one-time code."""
        if self.state.joining:
            return
        self.become(joining=True, join_refused="")
        self._room.lanes.db.run(lambda: self._ports.ask(address, code), self._carry, self._fail)

    def _carry(self, request: Any) -> None:
        if isinstance(request, str):
            self.become(joining=False, join_refused=request)
            return
        self._room.lanes.net.run(lambda: self._ports.carry(request), self._keep, self._fail)

    def _keep(self, given: Any) -> None:
        if isinstance(given, str):
            self.become(joining=False, join_refused=given)
            return
        self._room.lanes.db.run(lambda: self._ports.keep(given), lambda _: self._joined(given.unit_name), self._fail)

    def _joined(self, unit: str) -> None:
        self.become(joining=False)
        self._room.notices.ok(say("sync.enrol.done", unit=unit))
        self._room.publish({Change.SYNC})
        self._ports.send_now()

    def _fail(self, err: Err) -> None:
        self.become(joining=False, join_refused=err.key)

    def _show(self, figures: Figures) -> None:
        self.become(known=True, **msgspec.structs.asdict(figures))
