"""The exchange with neighbours while the desk is open: the loop on the lan lane, its questions on the db lane.

For pages: `LanExchange.state` is a `vaxdesk.lan.state.LanState`, `changed(LanState)` follows each change of it, and
`settled(confirmed, taken)` each message that changed the store, as `SendingLoop.settled` does.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from vaxdesk.domain.lan_address import read_addresses
from vaxdesk.lan.state import LanState, LanTrouble, WhyOff
from vaxdesk.settings import Settings
from vaxdesk.ui.jobs import Err, Job
from vaxdesk.ui.lanes import Lanes
from vaxdesk.wiring.session import Session

if TYPE_CHECKING:
    from vaxdesk.desk.lan import Ready
    from vaxdesk.lan.node import Node

_FIRST_MS = 2500  # after the first page has settled
_AGAIN_MS = 60_000
_RESTS_S = 60.0  # how long entries of neighbours are left to their author's own line


class LanExchange(QObject):
    """Runs while the desk is open and enrolled, unless it is switched off."""

    changed = Signal(object)
    settled = Signal(int, int)
    _told = Signal(object, object)  # from the lan lane, as is what follows
    _made = Signal(object, object)

    def __init__(self, session: Session, lanes: Lanes, settings: Settings) -> None:
        super().__init__()
        self._session, self._lanes, self._settings = session, lanes, settings
        self._node: Node | None = None
        self._job: Job | None = None
        self._closed = False
        self._came: dict[str, float] = {}  # log -> when entries of it last came from a neighbour
        self.state = LanState()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._begin)
        self._told.connect(self._hear)
        self._made.connect(self._take)

    def start(self) -> None:
        """Begin soon."""
        if not self._closed:
            self._timer.start(_FIRST_MS)

    def close(self) -> None:
        """End the exchange; what is under way is repaired by the next message."""
        self._closed = True
        self._timer.stop()
        self._stop()

    def use(self, settings: Settings) -> None:
        """Settings changed."""
        names = ("lan", "lan_host", "lan_port", "lan_address")
        other = any(getattr(settings, name) != getattr(self._settings, name) for name in names)
        self._settings = settings
        if other and not self._closed:
            self._stop()
            self._timer.start(0)

    def saved(self) -> None:
        """Something was saved or came in: tell the neighbours at once, or see whether it can begin now."""
        if self._node is not None:
            self._node.poke()

    def joined(self) -> None:
        """The server answered: it may have brought what was missing to begin."""
        if self._node is None and self._job is None and not self._closed and self.state.why_off:
            self._timer.start(0)
        self.saved()

    def resting(self) -> frozenset[str]:
        """Logs of neighbours that are left to their authors' own lines for now: sent twice, they would cost twice."""
        now = time.monotonic()
        self._came = {log: at for log, at in self._came.items() if now - at < _RESTS_S}
        return frozenset(self._came)

    def _begin(self) -> None:
        from vaxdesk.desk import lan

        if not self._settings.lan:
            self._show(LanState(why_off=WhyOff.SWITCHED_OFF.value))
            return
        if self._node is None and self._job is None:
            self._lanes.db.run(lambda: lan.prepare(self._session.desk), self._prepared, self._failed)

    def _prepared(self, ready: Ready | WhyOff) -> None:
        if self._closed or self._job is not None:
            return
        if isinstance(ready, WhyOff):
            self._show(LanState(why_off=ready.value))
            return
        place, lanes = _place(self._settings), self._lanes

        def ask(work: Callable[[Any], Any], done: Callable[[Any], None]) -> None:
            lanes.db.run(lambda: done(work(ready.swapper)), on_err=lambda _: done(None))

        def run(job: Job) -> None:
            node = ready.node(place, ask=ask, tell=partial(self._told.emit, job), came=self._note)
            self._made.emit(job, node)
            node.work(lambda: job.cancelled)

        self._job = self._lanes.lan.run_long(run, lambda _: self._ended(), self._failed)

    def _take(self, job: Job, node: Node) -> None:
        if job is self._job:
            self._node = node

    def _hear(self, job: Job, state: LanState) -> None:
        if job is self._job:  # what an ended exchange still had to say is no longer so
            self._show(state)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.drop()
        if self._node is not None:
            self._node.stop()
        self._node = self._job = None

    def _note(self, logs: frozenset[str]) -> None:
        """On the lan lane."""
        self._came |= dict.fromkeys(logs, time.monotonic())

    def _show(self, state: LanState) -> None:
        before, self.state = self.state, self._with_trouble(state)
        self.changed.emit(self.state)
        taken, confirmed = state.taken - before.taken, state.confirmed - before.confirmed
        if taken > 0 or confirmed > 0:
            self.settled.emit(max(confirmed, 0), max(taken, 0))

    def _with_trouble(self, state: LanState) -> LanState:
        if state.on and not state.trouble and read_addresses(self._settings.lan_address) is None:
            return msgspec.structs.replace(state, trouble=LanTrouble.BAD_ADDRESS.value)
        return state

    def _ended(self) -> None:
        self._node = self._job = None

    def _failed(self, err: Err) -> None:
        """The disk failed, or a bug of ours that the crash door has shown: once more later."""
        del err
        self._ended()
        self._show(LanState())
        if not self._closed:
            self._timer.start(_AGAIN_MS)


def _place(settings: Settings) -> Any:
    from vaxdesk.lan.search import Place

    host, typed = settings.lan_host, read_addresses(settings.lan_address) or ()
    return Place(host=host, port=settings.lan_port, targets=lambda: _targets(host), typed=typed)


def _targets(host: str) -> list[str]:
    """Broadcast addresses of the networks that are plugged in now; asked on the lan lane."""
    from PySide6.QtNetwork import QAbstractSocket, QNetworkInterface

    from vaxdesk.lan.radio import broadcasts

    usable = QNetworkInterface.InterfaceFlag.IsUp | QNetworkInterface.InterfaceFlag.CanBroadcast
    found = []
    for interface in QNetworkInterface.allInterfaces():
        if interface.flags() & usable != usable:
            continue
        for entry in interface.addressEntries():
            ours = host in ("0.0.0.0", entry.ip().toString())
            if ours and entry.ip().protocol() == QAbstractSocket.NetworkLayerProtocol.IPv4Protocol:
                found.append(entry.broadcast().toString())
    return list(dict.fromkeys([*filter(None, found), *broadcasts(host)]))
