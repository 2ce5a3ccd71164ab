"""The whole way of an entry: real desks, a server process, a reading process; and how far the fold has come."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from sync_server.durable.database import open_engine, reading
from sync_server.durable.tables import cursor, feed, interest, owed
from sync_server.keys import load_or_make
from sync_server.reading import eraser, folder, router, worker
from sync_server.reading.interests import LACKS
from sync_server.settings import Server
from tests.bench.bench_sync import command
from tests.bench.load import cpu_seconds, served
from tests.bench.station import Station
from vaxdesk.domain import times
from vaxdesk.registry.tables_exchange import unchecked

_LONGEST = 300.0
_LOOK = 0.005  # seconds between two looks how far the fold has come
_REST = 0.05  # and the other readers


class Pipeline:
    """A server that is read behind, and stations of units of their own."""

    def __init__(self, database: str, stations: list[Station], processes: list[int]) -> None:
        self.stations = stations
        self._engine = open_engine(database)
        self._processes = processes + [one.process for one in stations]

    def also(self, process: int) -> None:
        """Counts the processor time of another process, and of those below it, if there is one."""
        self._processes += [process] if process else []

    def processor(self) -> float:
        """Seconds of processor used by this process, server, readers and what was counted in."""
        return time.process_time() + sum(map(cpu_seconds, self._processes))

    def send(self, by: int) -> None:
        """All stations send at the same time until everything is confirmed: so many entries by so many, 0 in one go."""
        for one in self.stations:
            one.order("send", by=by)
        for one in self.stations:
            one.heard()

    def wait(self) -> None:
        """Waits until everything filed is folded.

        Raises:
            TimeoutError: it is not within some minutes.
        """
        self._wait(_LOOK, _late(folder.NAME))

    def rest(self) -> None:
        """Waits until the other readers are through as well: routed, brought, looked at.

        Raises:
            TimeoutError: they are not within some minutes.
        """
        lacking = sa.select(interest.c.feed_no).where(interest.c.served <= LACKS, interest.c.from_day <= _today())
        owing, unseen = sa.select(owed.c.feed_no), sa.select(unchecked.c.key)
        self._wait(_REST, _late(eraser.NAME), _late(router.NAME), lacking, owing, unseen)

    def _wait(self, pause: float, *left: sa.Select) -> None:
        until = time.monotonic() + _LONGEST
        while self._any(left):
            if time.monotonic() > until:
                raise TimeoutError("the readers do not come to an end")
            time.sleep(pause)

    def _any(self, left: Iterable[sa.Select]) -> bool:
        with reading(self._engine) as conn:
            return any(conn.execute(one.limit(1)).first() is not None for one in left)

    def close(self) -> None:
        """Ends the stations and closes the database."""
        for one in self.stations:
            one.close()
        self._engine.dispose()


def _late(reader: str) -> sa.Select:
    """Feeds that a reader has not read to the end."""
    mine = sa.and_(cursor.c.name == reader, cursor.c.feed_no == feed.c.feed_no)
    return sa.select(feed.c.feed_no).outerjoin(cursor, mine).where(feed.c.head > sa.func.coalesce(cursor.c.pos, 0))


def _today() -> str:
    return times.day_of(time.time())


@contextmanager
def serving(home: Path, database: str, *, stations: int) -> Iterator[Pipeline]:
    """A server process, processes that read, as many as the database can take, one on SQLite; and stations."""
    keys = home / "keys"
    with served_units(home, database, stations) as (url, server, codes):
        made = [Station(home / f"desk{number}", url, code) for number, code in enumerate(codes)]
        for one in made:
            one.heard()
        line = Pipeline(database, made, [server])
        try:
            with readers_beside(database, keys, 1 if database.startswith("sqlite") else 2) as first:
                line.also(first)
                yield line
        finally:
            line.close()


@contextmanager
def served_units(home: Path, database: str, count: int) -> Iterator[tuple[str, int, list[str]]]:
    """A server process with so many stations: its address, its number, and a code for each to enrol with."""
    home.mkdir(parents=True, exist_ok=True)
    keys = home / "keys"
    keys.mkdir(exist_ok=True)
    units = home / "units.csv"
    units.write_text("code,name,kind\n" + "".join(f"S{one},S{one},station\n" for one in range(count)))
    command(database, "org", "import", str(units), "--keys", str(keys))
    with served(database, keys) as (url, server):
        yield url, server, [
            command(database, "enrol", "--org", f"S{one}", "--keys", str(keys))["code"] for one in range(count)
        ]


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
