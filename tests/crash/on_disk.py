"""A desk's days for the recorder of the disk: everything that must outlive a power cut, and what the desk says of it.

`python -m tests.crash.on_disk ROOT HOW` works in ROOT/home and ROOT/stick. HOW is `full` for the product as it is, or
the name of a sin, to see whether the cuts find it: `normal` and `off` are SQLite's weaker promises, `unsynced` leaves
files to the system's leisure.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import sqlalchemy as sa

from tests.crash.at_work import LOGIN, PASSWORD, new_station, visits
from tests.desk.conftest import QUICK
from vaxdesk.desk import entrance, station
from vaxdesk.desk.context import Desk, Done
from vaxdesk.store import backup, kv

COPY = "copy.vaxbackup"
SECOND = "mùa hạ về bản"


def say(what: str) -> None:
    """What people have been told; one call, so that it stands in its place among the writes."""
    os.write(1, f"{what}\n".encode())


class Days:
    """What happens, in order."""

    def __init__(self, root: Path, how: str) -> None:
        self.home, self.copy = root / "home", root / "stick" / COPY
        self.how = how
        self._rng = Random(1)
        self._opened: Callable[[], Desk] = lambda: entrance.unlock(self.home, LOGIN, PASSWORD)

    def all(self) -> None:
        desk = self._weak(new_station(self.home).desk)
        say("made")
        self._work(desk, 12)
        station.set_password(desk, login=LOGIN, user=desk.user.no, name="Mai", password=SECOND, cost=QUICK)
        say("password")
        self._opened = lambda: entrance.unlock(self.home, LOGIN, SECOND)
        self._copy(desk)
        self._work(desk, 12)
        with desk.store.engine.connect() as conn:
            conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        self._work(desk, 40)
        self._copy(desk)
        self._shelf(desk)
        desk.store.close()
        desk = self._weak(self._opened())
        self._work(desk, 6)
        desk.store.close()
        entrance.salvage(self.home, LOGIN, SECOND, stamp="1")
        say("salvaged")
        desk = self._weak(self._opened())
        self._work(desk, 6)
        desk.store.close()
        entrance.restore(self.copy, self.home, stamp="2")
        say("restored")
        desk = self._weak(self._opened())
        self._work(desk, 6)
        desk.store.close()

    def _work(self, desk: Desk, steps: int) -> None:
        for step in islice(visits(desk, self._rng), steps):
            done = step()
            assert isinstance(done, Done), done
            say(f"saved {' '.join(done.refs)}")

    def _copy(self, desk: Desk) -> None:
        say("copying")
        backup.write(desk.store, self.copy)
        say("copied")

    def _shelf(self, desk: Desk) -> None:
        """What is no entry is kept as well."""
        for number in range(5):
            with desk.store.changing() as conn:
                kv.put(conn, "crash.shelf", str(number).encode())
            say(f"shelved {number}")

    def _weak(self, desk: Desk) -> Desk:
        if self.how in ("normal", "off"):
            desk.store.engine.dispose()
            sa.event.listen(desk.store.engine, "connect", self._weaken)
        return desk

    def _weaken(self, raw: Any, _record: Any) -> None:
        raw.execute(f"PRAGMA synchronous = {self.how}")


def main() -> None:
    """The command."""
    root, how = Path(sys.argv[1]), sys.argv[2]
    if how == "unsynced":
        os.fsync = lambda _fd: None
    Days(root, how).all()


if __name__ == "__main__":
    main()
