"""One world: desks, a server, lines between them, and one source of chance. A seed is a whole history of it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from sync_server.segments.hosted import Note
from tests.sim import revoking
from tests.sim.acts import acts_of
from tests.sim.cable import swap
from tests.sim.center import STATIONS, Center, one_thread
from tests.sim.desk import SimDesk, enrolled, let_go
from tests.sim.faults import Crash
from tests.sim.ledger import SERVER, Ledger, Violation
from tests.sim.plan import Plan
from tests.sim.reading import note_written
from tests.sim.sticks import Stick
from tests.sim.swarm import chance
from tests.sim.wire import Air, Fault
from vaxdesk.domain.payloads import User
from vaxdesk.trouble import Trouble, TroubleCode

T0 = 1_795_400_000
_YEARS = (-33, -1, 0, 0, 1, 33)
_YEAR = 365.25 * 86400


class World:
    """Desks and server under way. `step` does one thing; `checks.heal` ends it."""

    def __init__(self, plan: Plan, folder: Path, *, traced: bool = False) -> None:
        self.plan, self.swarm, self.folder = plan, plan.swarm, folder
        self.rng = chance(plan.seed, "begin")
        self.t = float(T0)
        self.ledger = Ledger()
        self.ledger.trace = [] if traced else None
        self.storm = True
        (folder / "server").mkdir()
        self.center = Center(folder / "server", self.rng, lambda: self.t)
        self.filed: set[bytes] = set()
        self.air = Air(self.center, self.rng, self._mishap, self.server_died)
        self.desks: list[SimDesk] = []
        self.copies: dict[str, list[bytes]] = {}
        self._named = 0
        self.sticks: list[Stick] = []
        self.stations = STATIONS[: self.swarm.stations]
        for number in range(self.swarm.desks):
            self.new_desk(self.stations[number % len(self.stations)])

    @property
    def is_read(self) -> bool:
        """Whether this world knows readers of the feeds."""
        return self.swarm.acts["server reads"] > 0

    def run(self) -> None:
        """The storm, from beginning to end."""
        acts = acts_of(self)
        for step, name in enumerate(self.plan.acts, 1):
            self.ledger.step = step
            self.rng.seed(f"{self.plan.seed} step {step}")  # what happened before changes no chance of what follows
            self.t += self.rng.expovariate(1 / 40)
            self.ledger.count(name)
            acts[name]()
        self.storm = False

    def desk(self) -> SimDesk:
        """One of the desks that are alive."""
        return self.rng.choice(self.desks)

    def new_desk(self, org: str) -> SimDesk:
        """A new PC at a station; it joins with its first round."""
        home = self.next_home()
        name = home.name
        desk = SimDesk.fresh(name, org, home, air=self.air, ledger=self.ledger, now=lambda: self.t)
        self.desks.append(desk)
        return desk

    def next_home(self) -> Path:
        """The folder of the next PC; its name is that of the PC."""
        self._named += 1
        return self.folder / f"desk {self._named}"

    def write(self, *, moments: int = 0) -> None:
        """Somebody saves."""
        desk = self.desk()
        desk.fuse.moments = moments
        desk.survive(lambda: desk.write(self.rng.randint(1, 4)))

    def round(self, *, moments: int = 0) -> None:
        """A desk sends and reads."""
        desk = self.desk()
        desk.fuse.moments = moments
        self.exchange(desk)

    def exchange(self, desk: SimDesk) -> bool:
        """Rounds of a desk, its enrolment before them; whether they came to their end."""
        return desk.survive(lambda: self._exchange(desk))

    def _exchange(self, desk: SimDesk) -> None:
        try:
            if enrolled(desk) is None:
                desk.join(self.center.enrol_code(desk.org))
            desk.sync()
        except Trouble as trouble:
            if trouble.code is TroubleCode.ENROL_CODE_REFUSED:
                self.server_dares(lambda: revoking.readmit(self, desk))
            if trouble.code is not TroubleCode.DEVICE_REVOKED:
                raise
            revoking.part(self, desk)

    def copy_between(self) -> None:
        """Two desks of a station exchange what they hold without the server, or begin to."""
        one = self.desk()
        others = [desk for desk in self.desks if desk.org == one.org and desk is not one]
        if others and one.public != (other := self.rng.choice(others)).public:
            noise = self.rng.choice((0.0, 0.0, 0.2))
            one.survive(lambda: swap(one, other, moves=self.rng.randint(1, 60), noise=noise))

    def deliver_late(self) -> None:
        """A request that was thought lost arrives after all."""
        if self.air.under_way:
            late = self.air.under_way.pop(self.rng.randrange(len(self.air.under_way)))
            self.air.deliver(late)

    def fill_disk(self) -> None:
        desk = self.desk()
        if desk.full:
            desk.fuse.free_disk()
        else:
            desk.fuse.fill_disk(spare_pages=self.rng.choice((0, 0, 0, 2)))
        desk.full = not desk.full

    def server_writes(self) -> None:
        """The server's own device writes into the feed of a station, and may die over it."""

        def write() -> None:
            note = Note(kind="user", payload=User(no=100_000 + self.rng.randrange(99), name="H’Lan", roles=["record"]))
            self.center.write(self.desk().org, note)

        self.server_dares(write)

    def server_dares(self, write: Callable[[], None]) -> None:
        """The server writes something, and may die over it."""
        before = self.center.heads()
        self.center.fuse.moments = self.rng.choice((0, 0, self.rng.randint(1, 40)))
        died = False
        try:
            write()
        except Crash:
            died = True
        self.center.fuse.moments = 0
        if died:
            self.server_died()
        note_written(self, before)

    def jump(self) -> None:
        self.desk().offset = self.rng.choice(_YEARS) * _YEAR + self.rng.uniform(-5000, 5000)

    def upgrade(self) -> None:
        self.desk().later = True

    def pause(self) -> None:
        """Nothing happens for hours or days; then the desks ask the server, and let go whom they need not hold."""
        self.t += self.rng.uniform(600, 5 * 86400)
        for desk in list(self.desks):
            self.exchange(desk)
            if desk in self.desks:
                desk.survive(partial(let_go, desk))

    def put_server_back(self) -> None:
        if not self.center.copies:
            return
        self.center.has_filed()
        before = self.on_server()
        self.center.restore(self.rng.randrange(len(self.center.copies)))
        now = self.on_server()
        for h in before:
            self.ledger.holders[h].add(SERVER)
        self.ledger.note(f"server put back, {len(before - now)} entries gone from it")
        self.ledger.loses(SERVER, before, now)

    def on_server(self) -> set[bytes]:
        """Hashes of everything filed or in review, quotes as what they quote."""
        filed = ((bytes.fromhex(one["h"]), one["line"].encode()) for one in self.center.filed())
        return {self.ledger.what(h, line) for h, line in filed} | revoking.in_review(self)

    def close(self) -> None:
        """Lets go of all files."""
        for desk in self.desks:
            desk.close()
        self.center.stop()

    def _mishap(self) -> Fault | None:
        if not self.storm or self.rng.random() >= self.swarm.on_the_line:
            return None
        fault = Fault(self.rng.choices(list(self.swarm.faults), list(self.swarm.faults.values()))[0])
        self.ledger.count(fault)
        self.ledger.note(f"  {fault}")
        return fault

    def server_died(self) -> None:
        """Its process ends, the next begins."""
        self.ledger.note("  the server died")
        self.center.restart()


def _found(check: Callable[[World], None], world: World) -> list[Violation]:
    """What a check finds in a world that ended in the middle."""
    try:
        check(world)
    except Violation as error:
        return [error]
    return []


def play(
    plan: Plan | int,
    check: Callable[[World], None],
    *,
    traced: bool = False,
    begun: Callable[[World], None] = lambda _world: None,
    more: Mapping[str, float] = {},
) -> World:
    """Runs a world and its check, in memory where the system has a folder for that.

    Args:
        plan: or the seed of one.
        begun: is handed the world before anything happens in it.
        more: acts and faults of which there are more than the seed would have.

    Raises:
        Violation: a promise was broken, or something was raised that nobody may raise.
    """
    shm = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="vaxdesk-sim-", dir=shm if shm.is_dir() else None))
    world = None
    try:
        with one_thread():
            world = World(Plan.of(plan, more) if isinstance(plan, int) else plan, folder, traced=traced)
            begun(world)
            try:
                world.run()
            except Exception as error:
                world.storm = False
                raise Violation.of([*_found(check, world), error]) from error
            check(world)
        return world
    finally:
        if world is not None:
            world.close()
        shutil.rmtree(folder, ignore_errors=True)
