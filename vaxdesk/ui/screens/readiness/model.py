"""Looks at everything that a day needs: the store, the machine, and what was tested by hand on this PC."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from vaxdesk.domain.readiness import machine as rules
from vaxdesk.domain.readiness.findings import Finding, Item
from vaxdesk.domain.scanner_check import SheetStep, judge
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.printing import PaperJob, Printing
from vaxdesk.ui.screen import Change, Room
from vaxdesk.ui.screens.readiness.ports import ReadinessPorts
from vaxdesk.ui.screens.readiness.state import Machine, ReadinessState, Recorded
from vaxdesk.ui.state_model import StateModel
from vaxdesk.words import say


class ReadinessModel(StateModel[ReadinessState]):
    """The page's model."""

    def __init__(self, room: Room, ports: ReadinessPorts) -> None:
        days = ports.days()
        super().__init__(ReadinessState(days=days, day=days[1]))
        self._room, self._ports = room, ports
        self._printing = Printing(room, ports.printing)
        self._printing.finished.connect(self._printed)
        self._test: PaperJob | None = None

    def look(self) -> None:
        """Look at everything anew."""
        days = self._ports.days()
        day = days[self.state.days.index(self.state.day)]
        self.become(days=days, day=day, looking=True)
        lanes = self._room.lanes
        lanes.db.run_newest("readiness", lambda: (self._ports.look(day), self._ports.recorded(day)), self._heard,
                            self._failed)  # fmt: skip
        lanes.paper.run(self._ports.machine, self._measured, self._failed)
        lanes.eye.run_newest("cameras", self._ports.cameras, self._counted, lambda _: self._counted(0))
        self._look_at_tests()

    def choose(self, day: str) -> None:
        """Check the other day."""
        if day != self.state.day:
            self.become(day=day, found={}, recorded=None)
            self.look()

    def print_test(self) -> None:
        """Print the page that tests printer and scanner."""
        self._test = self._ports.test_page()
        self._printing.start(self._test)

    def came_out(self, *, well: bool) -> None:
        """Somebody looked whether the test page came out of the printer."""
        self.become(asking=False)
        self._remember(printer=self._today if well else "")

    def begin_scanner(self) -> None:
        """The three codes of the test page are scanned next; once more ends it."""
        self.become(scanning=None if self.state.scanning is not None else {})

    def scanned(self, text: str) -> bool:
        """A code was read; true when the scanner is being tested."""
        held = self.state.scanning
        if held is None:
            return False
        step = next(one for one in SheetStep if one not in held)
        readings = {**held, step: text}
        whole = len(readings) == len(SheetStep)
        self.become(scanning=None if whole else readings)
        if whole:
            self._remember(scanner=self._today, verdict=judge(readings.items()))
        return True

    def try_camera(self) -> None:
        """Take one picture."""
        self._room.lanes.eye.run(self._ports.try_camera, lambda _: self._camera_seen(), self._no_camera)

    def keep(self) -> None:
        """Record the check, and print it."""
        day, found = self.state.day, self.state.findings

        def kept(_: object) -> None:
            self._room.notices.ok(say("readiness.kept"))
            self._room.publish({Change.SYNC})
            self._printing.start(self._ports.sheet(day, found), look=True)
            self.look()

        self._room.lanes.db.run(lambda: self._ports.keep(day, found), kept, self._failed)

    def go(self, screen: str) -> None:
        """Open the screen where something can be done about it."""
        self._room.go(screen)

    def now(self) -> int:
        """Seconds since 1970, now."""
        return self._ports.now()

    @property
    def _today(self) -> str:
        return self.state.days[0]

    def _heard(self, told: tuple[tuple[Finding, ...], Recorded | None]) -> None:
        self.become(recorded=told[1])
        self._add(told[0])

    def _measured(self, machine: Machine) -> None:
        self._add((rules.disk(machine.free), rules.battery(machine.battery, plugged=machine.plugged)))

    def _counted(self, cameras: int) -> None:
        self._add((rules.camera(cameras, self._ports.tried().camera, today=self._today),))

    def _look_at_tests(self) -> None:
        tried, printing = self._ports.tried(), self._ports.printing
        self._add((
            rules.printer(printing.printers().names(), printing.chosen(), tried.printer, today=self._today),
            rules.scanner(tried.verdict, tried.scanner, today=self._today),
            rules.second_place(*self._ports.second_place()),
        ))  # fmt: skip

    def _add(self, findings: Iterable[Finding]) -> None:
        found = {**self.state.found, **{one.item: one for one in findings}}
        self.become(found=found, looking=self.state.looking and len(found) < len(Item))

    def _printed(self, job: PaperJob) -> None:
        if job is self._test:
            self.become(asking=True)
        self._look_at_tests()

    def _camera_seen(self) -> None:
        self._room.notices.ok(say("readiness.seen_camera"))
        self._remember(camera=self._today)
        self._room.lanes.eye.run_newest("cameras", self._ports.cameras, self._counted, lambda _: None)

    def _no_camera(self, err: Err) -> None:
        self._remember(camera="")
        self._room.notices.failed(err)

    def _remember(self, **changes: object) -> None:
        self._ports.keep_tried(msgspec.structs.replace(self._ports.tried(), **changes))
        self._look_at_tests()

    def _failed(self, err: Err) -> None:
        self.become(looking=False)
        self._room.notices.failed(err)
