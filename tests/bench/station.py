"""A station: a real desk in a process of its own, as every station has a PC of its own, told what to do by lines.

    python -m tests.bench.station HOME URL CODE

Each line on standard input is an order, answered by one on standard output: `save` a day's first entries, `send` them,
all that waits in one go or `by` so many entries.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from tests.bench.bench_sync import Desk, day
from vaxdesk.store import feeds
from vaxdesk.sync.exchange import Exchange
from vaxdesk.sync.http import Link
from vaxdesk.sync.pace import Pace
from vaxdesk.sync.run import run, step


class Sender(Desk):
    """A desk whose line may be led another way; it keeps what it learns of the line, as the program does."""

    pace = Pace()

    def through(self, url: str) -> None:
        """From now on sends there, over a line of which nothing is known."""
        self.exchange = Exchange(Link(url), self.joined, self.store.signer().sign)
        self.pace = Pace()

    def send(self) -> None:
        """Sends until everything is confirmed."""
        self.pace = run(self.store, self.exchange, pace=self.pace).pace

    def send_by(self, count: int) -> None:
        """The same in one request for each so many entries, as if each of them had just been saved."""
        waiting = self.waiting()
        for sizes in (waiting[at : at + count] for at in range(0, len(waiting), count)):
            pace = replace(self.pace, first=count, room=sum(sizes))
            settled, self.pace = step(self.store, self.exchange, pace=pace, why="entry")
            assert settled.confirmed == len(sizes)

    def waiting(self) -> list[int]:
        """Bytes of each line that waits; all are of one log."""
        with self.store.reading() as conn:
            logs = feeds.unsent(conn)
            return [len(text) for one in logs for text in feeds.lines(conn, one.local_no, one.covered, one.head_seq)]


class Station:
    """The process, from outside."""

    def __init__(self, home: Path, url: str, code: str) -> None:
        command = [sys.executable, "-m", "tests.bench.station", str(home), url, code]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    @property
    def process(self) -> int:
        """Its number."""
        return self._process.pid

    def order(self, what: str, **how: int) -> None:
        """Tells it to do something; `heard` waits until it is done."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": what, **how}) + "\n")
        self._process.stdin.flush()

    def heard(self) -> None:
        """Waits until it has done what it was told last, at first until it is there."""
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "done\n", "the station ended"

    def close(self) -> None:
        """Ends it."""
        self._process.kill()
        self._process.communicate()


def main(home: str, url: str, code: str) -> None:
    """Enrols, asks the server once, and obeys."""
    desk = Sender(Path(home), url, code)
    desk.send()
    tell()
    for text in sys.stdin:
        obey(desk, **json.loads(text))
        tell()


def obey(desk: Sender, do: str, **how: Any) -> None:
    """Does what it was told."""
    if do == "save":
        desk.save(day(how["seed"])[: how["count"]])
    elif how["by"]:
        desk.send_by(how["by"])
    else:
        desk.send()


def tell() -> None:
    """Says that it is done."""
    sys.stdout.write("done\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
