"""The whole way of an entry: real desks, a server process, a reading process; and how far the fold has come."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from sync_server.durable.database import open_engine, reading
from sync_server.durable.tables import cursor, feed
from sync_server.keys import load_or_make
from sync_server.reading import folder, worker
from sync_server.settings import Server
from tests.bench.bench_sync import Desk, command
from tests.bench.load import cpu_seconds, served
from vaxdesk.sync.exchange import Exchange
from vaxdesk.sync.http import Link
from vaxdesk.sync.pace import Pace
from vaxdesk.sync.run import run

_LONGEST = 300.0
_LOOK = 0.005  # seconds between two looks how far the fold has come


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


class Pipeline:
    """A server that is read behind, and desks of units of their own."""

    def __init__(self, url: str, database: str, desks: list[Sender], processes: list[int]) -> None:
        self.url = url
        self.desks = desks
        self._engine = open_engine(database)
        self._processes = processes

    def also(self, process: int) -> None:
        """Counts the processor time of another process, and of those below it, if there is one."""
        self._processes += [process] if process else []

    def processor(self) -> float:
        """Seconds of processor used by this process, server, readers and what was counted in."""
        return time.process_time() + sum(map(cpu_seconds, self._processes))

    def wait(self) -> None:
        """Waits until everything filed is folded.

        Raises:
            TimeoutError: it is not within some minutes.
        """
        until = time.monotonic() + _LONGEST
        while self._behind():
            if time.monotonic() > until:
                raise TimeoutError("the fold does not come to an end")
            time.sleep(_LOOK)

    def _behind(self) -> bool:
        mine = sa.and_(cursor.c.name == folder.NAME, cursor.c.feed_no == feed.c.feed_no)
        late = sa.select(feed.c.feed_no).outerjoin(cursor, mine)
        late = late.where(feed.c.head > sa.func.coalesce(cursor.c.pos, 0)).limit(1)
        with reading(self._engine) as conn:
            return conn.execute(late).first() is not None

    def close(self) -> None:
        """Closes stores and database."""
        for desk in self.desks:
            desk.store.close()
        self._engine.dispose()


@contextmanager
def serving(home: Path, database: str, *, desks: int, reading: bool) -> Iterator[Pipeline]:
    """A server process, with a process that reads if asked for, and enrolled desks.

    Args:
        reading: folds and routes what is filed, in as many processes as the database can take: one on SQLite.
    """
    home.mkdir(parents=True, exist_ok=True)
    keys = home / "keys"
    keys.mkdir(exist_ok=True)
    units = home / "units.csv"
    units.write_text("code,name,kind\n" + "".join(f"S{one},S{one},station\n" for one in range(desks)))
    command(database, "org", "import", str(units), "--keys", str(keys))
    with served(database, keys) as (url, server):
        codes = [command(database, "enrol", "--org", f"S{one}", "--keys", str(keys))["code"] for one in range(desks)]
        made = [Sender(home / f"desk{number}", url, code) for number, code in enumerate(codes)]
        for one in made:
            one.send()
        line = Pipeline(url, database, made, [server])
        try:
            if not reading:
                yield line
                return
            with readers_beside(database, keys, 1 if database.startswith("sqlite") else 2) as first:
                line.also(first)
                yield line
        finally:
            line.close()


@contextmanager
def readers_beside(database: str, keys: Path, workers: int) -> Iterator[int]:
    """Processes that fold, route and check what is filed; yields the number of the first."""
    engine = open_engine(database)
    worker.prepare(Server(engine=engine, key=load_or_make(keys)))
    engine.dispose()
    program = [sys.executable, "-m", "sync_server", "read", "--json", "--workers", str(workers)]
    process = subprocess.Popen(
        [*program, "--database", database, "--keys", str(keys)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        told: dict[str, Any] = json.loads(process.stdout.readline())
        assert told["reading"] == workers
        time.sleep(1.5)  # its own processes begin after it has said so
        yield process.pid
    finally:
        process.terminate()
        process.communicate()
