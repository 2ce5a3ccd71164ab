"""A desk of a world: the real store on a real encrypted file, driven through the desk's own steps of a round."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

import sqlalchemy as sa

from tests.sim.disk import KEY, lay_out, template
from tests.sim.faults import Crash, Fuse
from tests.sim.ledger import Ledger, Written
from tests.sim.trade import Trade
from tests.sim.wire import Air, SimLink
from vaxdesk.desk import pruning, sending
from vaxdesk.desk.context import Desk
from vaxdesk.desk.sending import Carried
from vaxdesk.domain.views import UserView
from vaxdesk.store import enrolment as shelf
from vaxdesk.store import kv
from vaxdesk.store.keyfile import DATABASE
from vaxdesk.store.store import Store
from vaxdesk.store.tables import entry
from vaxdesk.sync import enrol
from vaxdesk.sync.exchange import Exchange
from vaxdesk.sync.pace import Pace
from vaxdesk.trouble import Trouble, TroubleCode

_USER = UserView(no=1, name="Y tá", login="yta", roles=("record", "lead"))
_MOST_ROUNDS = 60
_HELD = "SELECT log, mine, seq, line, h FROM entry JOIN logname USING (local_no)"
_SHOWN = (
    "SELECT h, line FROM entry JOIN item ON entry.local_no = item.local_no AND seq > from_seq AND seq <= from_seq + n"
)


class SimDesk:
    """One PC. What it holds is looked at after every act; nothing may go from it but by a mishap that says so."""

    def __init__(self, name: str, org: str, home: Path, *, air: Air, ledger: Ledger, now: Callable[[], float]) -> None:
        self.name, self.org, self.home = name, org, home
        self.air, self.ledger = air, ledger
        self.rng: Random = air.rng
        self.true_now = now
        self.offset = 0.0  # of its clock
        self.later = False  # runs a later program
        self.held: set[bytes] = set()
        self.pace = Pace()
        self.full = False

    @classmethod
    def fresh(cls, name: str, org: str, home: Path, **parts: object) -> SimDesk:
        """A new PC with an empty store."""
        lay_out(home, template())
        desk = cls(name, org, home, **parts)
        desk.open()
        return desk

    @property
    def public(self) -> bytes:
        """Its device's public key."""
        with self.store.reading() as conn:
            return bytes.fromhex(kv.text(conn, "device"))

    def now(self) -> float:
        """Its own clock."""
        return self.true_now() + self.offset

    def open(self) -> None:
        """A run of the program begins."""
        self.pace = Pace()
        self.store = self.opened(self.home, KEY)
        self.fuse = Fuse(self.store.engine)

    def opened(self, home: Path, key: bytes) -> Store:
        """A store with this desk's clock and chance."""
        if not (home / DATABASE).exists():
            (home / DATABASE).write_bytes(template())  # as the migrations leave it
        return Store(home, key, now=self.now, rng=self.rng, uptime=lambda: int(self.true_now()) % 100_000)

    def close(self) -> None:
        """The run ends, in order or not."""
        self.store.close()
        self.fuse.process_ends()

    def restart(self) -> None:
        """The next run, with a log of its own."""
        self.close()
        self.open()
        self.look()

    def join(self, code: str) -> None:
        """Enrols with the server.

        Raises:
            Trouble: the line failed; the same code may be tried again.
        """
        wish = enrol.check("http://127.0.0.1", code)
        assert isinstance(wish, enrol.Wish)
        signer = self.store.signer()
        key = signer.public_key().public_bytes_raw().hex()
        link = partial(_link, self.air, self.name)
        given = enrol.enrol(wish, key=key, sign=signer.sign, name=self.name, link=link)
        if not isinstance(given, shelf.Enrolment):
            raise Trouble(TroubleCode.ENROL_CODE_REFUSED, given)
        with self.store.changing() as conn:
            shelf.enrol(conn, given)

    def write(self, n: int) -> None:
        """Saves entries in one transaction: what comes back from it was shown as saved.

        Raises:
            Trouble: DISK_FULL, nothing was saved.
            Crash: it died; what was committed is there when it opens again.
        """
        trade = Trade(self.rng, self.known, later=self.later)
        kinds: list[str] = []
        with self.store.writing(user=1) as w:
            kinds = [trade.write(w) for _ in range(n)]
        self.ledger.note(f"{self.name} wrote {' '.join(kinds)}")
        head = self.store._head
        before, log, end = set(self.held), head.log if head else "", head.seq if head else 0
        self.look()
        self.ledger.saves(log, end, self.held - before, n)

    def sync(self, why: str = "timer") -> int:
        """Rounds until nothing is left to do; returns how many there were.

        Raises:
            Trouble: the line failed.
            Crash: it died on the way.
        """
        for rounds in range(1, _MOST_ROUNDS):
            try:
                again = self._round(why)
            except Trouble as trouble:
                self.pace = self.pace.failed(trouble)
                self.look()
                raise
            self.look()
            if not again:
                return rounds
        raise AssertionError(f"{self.name}: rounds without end")

    def _round(self, why: str) -> bool:
        desk = self.as_desk()
        parcel = sending.draft(desk, pace=self.pace, why=why)
        body = parcel.draft.encode(parcel.sign)
        link = SimLink(self.air, self.name)
        reply = Exchange(link, parcel.who, parcel.sign, offset=parcel.offset, now=self.now, rng=self.rng).send(body)
        settled, self.pace = sending.settle(desk, parcel, Carried(reply, 1.0, len(body)))
        self.ledger.note(
            f"{self.name} round: {parcel.draft.entries} sent, {settled.confirmed} confirmed, {settled.taken} taken"
            f"{', went back' if settled.went_back else ''}"
            f"{''.join(f', {one.log} {one.verdict}' for one in settled.refused)}"
        )
        return settled.again

    def as_desk(self) -> Desk:
        """The desk as use cases take it."""
        return Desk(self.store, _USER, "2026-11-26")

    def look(self) -> None:
        """Looks at what is held, notes what it has written, and that nothing has gone."""
        with self.store.reading() as conn:
            now, confirmed = self._held_in(conn), {self.ledger.what(*row) for row in conn.exec_driver_sql(_SHOWN)}
        self.ledger.holds(self.name, self.held, now)
        self.held = now
        shown = confirmed - self.ledger.confirmed.keys()
        if shown:
            self.ledger.shows(self.name, shown, self.air.center.has_filed())

    def hashes(self) -> set[bytes]:
        """Hashes of all entries held, in their own log or as a quote; own new ones become known to the ledger."""
        with self.store.reading() as conn:
            return self._held_in(conn)

    def _held_in(self, conn: sa.Connection) -> set[bytes]:
        found: set[bytes] = set()
        for log, mine, seq, text, h in conn.exec_driver_sql(_HELD):
            found.add(self.ledger.what(h, text))
            if mine and h not in self.ledger.written:
                self.ledger.author([(h, Written(log, seq, text, self.name, self.ledger.step))])
        return found

    def known(self, kind: str) -> list[str]:
        """References of the entries of a kind that it holds, in the order they were written."""
        mark = f'"k":"{kind}"'.encode()
        written = self.ledger.written
        return [f"{one.log}.{one.seq}" for h, one in written.items() if mark in one.line and h in self.held]

    def survive(self, act: Callable[[], object]) -> bool:
        """Does something that may fail or kill; after a death the program is started again. Whether it was done."""
        try:
            act()
        except Trouble as trouble:
            self.ledger.note(f"{self.name}: {trouble}")
            self.ledger.count(f"trouble {trouble.code}")
            return False
        except Crash:
            self.ledger.note(f"{self.name} died")
            self.restart()
            return False
        finally:
            self.fuse.moments = 0
        return True


def _link(air: Air, who: str, _url: str, *, ca: str = "") -> SimLink:
    assert not ca
    return SimLink(air, who)


def let_go(desk: SimDesk) -> None:
    """A turn of letting people go, in small steps.

    Raises:
        Crash: it died; what is done is done.
    """
    before = empty(desk.store)
    while pruning.step(desk.as_desk(), most=3):
        continue
    desk.look()
    desk.ledger.lets_go(desk.name, empty(desk.store) - before, desk.air.center.backed_up())


def empty(store: Store) -> set[bytes]:
    """Hashes of the entries whose lines were let go."""
    with store.reading() as conn:
        return set(conn.execute(sa.select(entry.c.h).where(entry.c.line == b"")).scalars())


def enrolled(desk: SimDesk) -> shelf.Enrolment | None:
    """Who the desk is to its server."""
    with desk.store.reading() as conn:
        return shelf.enrolment(conn)
