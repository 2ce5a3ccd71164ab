"""Desks on one network: real stores, certificates and TLS over the loopback; each node on a thread of its own."""

from __future__ import annotations

import secrets
import socket
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import RLock, Thread
from typing import Any

from tests.servers import RunningServer
from tests.stations import Line, Station
from vaxdesk.domain.lan_address import Address
from vaxdesk.lan import admission, secure
from vaxdesk.lan.admission import Member
from vaxdesk.lan.node import Node
from vaxdesk.lan.party import Party
from vaxdesk.lan.search import Place
from vaxdesk.lan.state import LanState
from vaxdesk.lan.swapper import Swapper
from vaxdesk.store import enrolment as shelf
from vaxdesk.store import feeds
from vaxdesk.sync.pace import Pace
from vaxdesk.trouble import Trouble

HERE = "127.0.0.1"
CALLS = ("127.255.255.255",)
_PATIENCE_S = 30.0


class LanDesk(Station):
    """A station whose node can be plugged in and out; its store is used by one thread at a time."""

    def __init__(self, home: Path, server: RunningServer | None = None, org: str = "TYT-01") -> None:
        self.lock = RLock()
        self.node: Node | None = None
        self.states: list[LanState] = []
        self.after: Callable[[Any], object] = lambda _: None  # is given what each piece of work with the store came to
        self._thread: Thread | None = None
        self.bugs: list[BaseException] = []
        if server is not None:
            super().__init__(home, server, org)
            return
        self.home, self.now, self.line, self.pace = home, time.time, Line(), Pace()  # enrolled before
        self.open()

    def write(self, n: int = 1, what: str = "roster") -> list[str]:
        with self.lock:
            refs = super().write(n, what)
        if self.node is not None:
            self.node.poke()
        return refs

    def sync(self, **options: Any) -> Any:
        with self.lock:
            report = super().sync(**options)
        if self.node is not None:
            self.node.poke()
        return report

    def lines(self) -> dict[str, str]:
        with self.lock:
            return super().lines()

    def waiting(self) -> int:
        with self.lock:
            return super().waiting()

    def positions(self) -> dict[int, int]:
        """How far the feeds are known."""
        with self.lock, self.store.reading() as conn:
            return {number: feeds.newest(conn, number) for number in feeds.known_feeds(conn)}

    def heads(self) -> dict[int, shelf.SignedHead]:
        """The server's statements held as evidence."""
        with self.lock, self.store.reading() as conn:
            return shelf.heads(conn)

    @property
    def member(self) -> Member:
        """This desk among its neighbours."""
        with self.lock, self.store.reading() as conn:
            found = admission.member(shelf.enrolment(conn))
        assert found is not None
        return found

    def plug_in(self, port: int, *, typed: Sequence[Address] = (), calls: Sequence[str] = CALLS) -> LanDesk:
        """The cable is plugged in: the desk calls, listens and talks."""
        me, run = self.member, secrets.token_hex(8)
        swapper = Swapper(self.store, me, name=self.home.name, run=run)

        def ask(work: Callable[[Swapper], Any], done: Callable[[Any], None]) -> None:
            with self.lock:
                try:
                    result = work(swapper)
                    self.after(result)
                except Trouble:
                    result = None
            done(result)

        place = Place(host=HERE, port=port, targets=lambda: calls, typed=tuple(typed))
        private = self.store.signer()
        party = Party(me=me, contexts=secure.contexts(me, private), sign=private.sign, run=run)
        self.node = Node(party, place, ask=ask, tell=self.states.append)
        self._thread = Thread(target=self._work, args=(self.node,), name=f"lan {self.home.name}")
        self._thread.start()
        return self

    def pull_out(self) -> None:
        """The cable is pulled out."""
        if self.node is not None and self._thread is not None:
            self.node.stop()
            self._thread.join()
            self.node = self._thread = None
        assert not self.bugs, self.bugs

    def close(self) -> None:
        self.pull_out()
        super().close()

    def _work(self, node: Node) -> None:
        try:
            node.work()
        except BaseException as error:  # noqa: BLE001 - the test fails with it when the cable is pulled out
            self.bugs.append(error)


def free_port() -> int:
    """A port that nobody has, for calls of this test alone."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind((HERE, 0))
        return probe.getsockname()[1]


def until(holds: Callable[[], object], *, seconds: float = _PATIENCE_S) -> None:
    """Waits until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.02)


def same(*desks: LanDesk) -> bool:
    """Whether all desks hold the same entries."""
    first = desks[0].lines()
    return all(desk.lines() == first for desk in desks[1:])
