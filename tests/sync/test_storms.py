"""Days on which much goes wrong at once: lost and doubled messages, restores on both sides, clocks that jump.

Afterwards, with the line whole again, everything that any desk holds is on the server once, and all hold the same.
A seed that fails is played again by its number.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.servers import RunningServer
from tests.stations import Station, all_confirmed, filed
from vaxdesk.trouble import Trouble

FAULTS = ("request lost", "reply lost", "delivered twice", "reply cut", "")


class Storm:
    """Two desks and a server in bad weather."""

    def __init__(self, seed: int, server: RunningServer, desks: list[Station], folder: Path) -> None:
        self.rng = Random(seed)
        self.server = server
        self.desks = desks
        self.folder = folder
        self.copies: dict[int, Path] = {}
        self.server_copy: Path | None = None
        weights = [self.rng.random() for _ in self.acts]
        self.weights = [8.0, 10.0, *weights[2:]]

    @property
    def acts(self) -> list[Callable[[], None]]:
        return [self.write, self.sync, self.restart, self.copy_desk, self.put_desk_back, self.copy_server,
                self.put_server_back, self.jump]  # fmt: skip

    def step(self) -> None:
        self.rng.choices(self.acts, self.weights)[0]()

    def desk(self) -> Station:
        return self.rng.choice(self.desks)

    def write(self) -> None:
        self.desk().write(self.rng.randint(1, 4))

    def sync(self, faults: tuple[str, ...] = FAULTS) -> None:
        desk = self.desk()
        desk.line.faults = self.rng.choices(faults, k=3)
        try:
            desk.sync()
        except Trouble as trouble:
            desk.pace = desk.pace.failed(trouble)
        desk.line.faults = []

    def restart(self) -> None:
        self.desk().restart()

    def copy_desk(self) -> None:
        number = self.rng.randrange(len(self.desks))
        self.copies[number] = self.desks[number].copied(self.fresh("desk"))

    def put_desk_back(self) -> None:
        for number, copy in self.copies.items():
            self.desks[number].replaced_by(copy)
            break

    def copy_server(self) -> None:
        self.server.stop()
        self.server_copy = Path(shutil.copytree(self.folder / "server", self.fresh("server")))
        self.server.start()

    def put_server_back(self) -> None:
        if self.server_copy is None:
            return
        self.server.stop()
        shutil.rmtree(self.folder / "server")
        shutil.copytree(self.server_copy, self.folder / "server")
        self.server.start()

    def jump(self) -> None:
        shift = self.rng.choice([-33, -1, 0, 1, 33]) * 365.25 * 86400
        self.desk().now = lambda: time.time() + shift

    def fresh(self, what: str) -> Path:
        return self.folder / f"{what}-{self.rng.getrandbits(40)}"


@pytest.mark.parametrize("seed", range(6))
def test_after_the_storm_all_hold_the_same(
    server: RunningServer, desk: Station, neighbour: Station, tmp_path: Path, seed: int
) -> None:
    storm = Storm(seed, server, [desk, neighbour], tmp_path)
    for _ in range(40):
        storm.step()
    held = desk.lines() | neighbour.lines()
    for one in (desk, neighbour, desk, neighbour):
        one.sync()
    assert held.items() <= filed(server).items()
    assert all_confirmed(server, desk, neighbour)
