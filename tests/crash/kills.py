"""Kills a working desk at random instants and holds it to what it said: python -m tests.crash.kills --kills 2000."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import sqlalchemy as sa

from sync_server.durable.database import reading
from sync_server.keeping.verifying import verify
from tests.crash.at_work import LOGIN, PASSWORD, new_station
from tests.servers import RunningServer, running_server
from tests.stations import filed
from vaxdesk.desk import entrance, sending
from vaxdesk.journal import chain, ref
from vaxdesk.registry import digest
from vaxdesk.store import feeds
from vaxdesk.store.engine import connect
from vaxdesk.store.keyfile import DATABASE
from vaxdesk.store.store import Store
from vaxdesk.store.tables import entry, logname

UNIT = "TYT-01"
_EARLY = 0.15  # share of kills that come while the store is being opened
_LONGEST = 0.25  # seconds of work before a kill
_HELD = "SELECT count(*), coalesce(max(seq), 0) FROM entry JOIN logname USING (local_no) WHERE log = ?"


class Broken(AssertionError):
    """The desk did not keep what it had said."""


class Killing:
    """A station, and runs of its desk that are killed.

    Args:
        home: data folder of the station, made here.
        seed: decides the work and the seconds before each kill, though not the instant to the microsecond.
    """

    def __init__(self, home: Path, server: RunningServer, seed: int) -> None:
        made = new_station(home)
        sending.connect(made.desk, server.url, server.enrol_code(UNIT))
        made.desk.store.close()
        self.home, self.key, self._server = home, made.desk.store.key, server
        self._rng = Random(seed)
        self.kills = self.opened = 0
        self.saved: dict[str, int] = {}  # of each log, the last entry said to be saved
        self.confirmed: dict[str, int] = {}
        self.entries = 0

    def run(self, kills: int) -> None:
        """So many runs, each killed; looked at after every second kill, so that the next run finds what was left."""
        with _nursery() as nursery:
            for _ in range(kills):
                self._one(nursery)
                if self._rng.random() < 0.5:
                    self._look()

    def _one(self, nursery: subprocess.Popen[str]) -> None:
        began = time.monotonic()
        nursery.stdin.write(f"{self.home} {self._rng.getrandbits(32)}\n")
        nursery.stdin.flush()
        desk = int(nursery.stdout.readline().split()[1])
        if self._rng.random() > _EARLY:
            self._hear(nursery.stdout.readline())
            opening = time.monotonic() - began  # a busy machine saves as much more slowly as it opens
            time.sleep(self._rng.uniform(0, max(_LONGEST, opening)))
        else:
            time.sleep(self._rng.uniform(0, 0.1))
        os.kill(desk, signal.SIGKILL)
        while (said := nursery.stdout.readline()) != "dead\n":
            self._hear(said)
        self.kills += 1

    def _hear(self, said: str) -> None:
        match said.split():
            case ["open"]:
                self.opened += 1
            case ["saved", *refs]:
                for log, seq in map(ref.split, refs):
                    self.saved[log] = max(self.saved.get(log, 0), seq)
                    self.entries += 1
            case ["confirmed", log, seq]:
                self.confirmed[log] = max(self.confirmed.get(log, 0), int(seq))
            case _:
                raise Broken(f"the desk ended by itself: {said!r}")

    def _look(self) -> None:
        """What was said is in the file as the kill left it, before any exchange could bring it back."""
        raw = connect(self.home / DATABASE, self.key)
        try:
            for log, seq in self.saved.items():
                count, last = raw.execute(_HELD, (log,)).fetchone()
                if not seq <= last == count:
                    raise Broken(f"{log}: said {seq}, holds {count} up to {last}, after {self.kills} kills")
            found = raw.execute("PRAGMA quick_check").fetchone()[0]
            if found != "ok":
                raise Broken(f"quick_check: {found}")
        finally:
            raw.close()

    def settle(self) -> None:
        """The end: chains, fold, and what the server holds, against what was said."""
        self._look()
        store = Store(self.home, self.key)
        try:
            with store.reading() as conn:
                check_chains(conn)
                before = digest.of(conn, store.names)
            store.rebuild()
            with store.reading() as conn:
                if digest.of(conn, store.names) != before:
                    raise Broken("the fold is not what the entries say")
                lines = lines_of(conn)
            self._on_the_server(lines)
        finally:
            store.close()

    def _on_the_server(self, lines: dict[str, str]) -> None:
        held = filed(self._server, UNIT)
        for log, seq in self.confirmed.items():
            for name in (ref.join(log, number) for number in range(1, seq + 1)):
                if held.get(name) != lines[name]:
                    raise Broken(f"{name} was said to be confirmed and is not on the server as it is here")
        with reading(self._server.engine) as conn:
            if not verify(conn).whole:
                raise Broken("the server's feeds do not verify")

    def finish(self) -> None:
        """A last run that is left in peace sends the rest; then both hold the same, once."""
        desk = entrance.unlock(self.home, LOGIN, PASSWORD, quiet=True)
        try:
            sending.send_all(desk)
            with desk.store.reading() as conn:
                waiting, lines = feeds.waiting(conn).entries, lines_of(conn)
        finally:
            desk.store.close()
        if waiting or lines != filed(self._server, UNIT):
            raise Broken(f"{waiting} wait; desk and server differ")


def check_chains(conn: sa.Connection) -> None:
    """Every log is whole from its first entry to its head, by number and by hash."""
    for log in conn.execute(sa.select(logname)).all():
        number, held = 0, chain.start(log.log, log.device)
        for row in conn.execute(sa.select(entry).where(entry.c.local_no == log.local_no).order_by(entry.c.seq)):
            number, held = number + 1, chain.step(held, row.line)
            if (row.seq, row.h) != (number, held):
                raise Broken(f"{log.log}.{row.seq} does not follow on {number - 1}")
        if log.head_seq != number or (number and log.head_hash != held):
            raise Broken(f"{log.log} says {log.head_seq}, holds {number}")


def lines_of(conn: sa.Connection) -> dict[str, str]:
    """Every entry held, by its reference."""
    rows = sa.select(logname.c.log, entry.c.seq, entry.c.line).join(entry, entry.c.local_no == logname.c.local_no)
    return {ref.join(log, seq): bytes(line).decode() for log, seq, line in conn.execute(rows)}


@contextmanager
def _nursery() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.crash.at_work"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, bufsize=1) as nursery:
        try:
            yield nursery
        finally:
            nursery.stdin.close()
            if sys.exc_info()[0] is not None:
                nursery.kill()


def main() -> int:
    """The command; exit code 1 when something was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, running_server(Path(folder)) as server:
        killing = Killing(Path(folder) / "home", server, options.seed)
        try:
            killing.run(options.kills)
            killing.settle()
            killing.finish()
        except Broken as broken:
            sys.stdout.write(f"seed {options.seed}: {broken}\n")
            return 1
    shown = sum(killing.confirmed.values())
    sys.stdout.write(f"{killing.kills} kills, {killing.entries} entries said to be saved, {shown} confirmed, 0 lost, ")
    sys.stdout.write(f"{time.monotonic() - began:.0f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
