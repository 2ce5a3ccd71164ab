"""A server on SQLite killed at random under the load of several desks: all are confirmed, nothing stands twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from threading import Event

import pytest

from sync_server import keys
from sync_server.authority import orgs
from sync_server.durable.database import open_engine, reading, upgrade, writing
from sync_server.joining import enrol
from sync_server.keeping.verifying import verify
from sync_server.reading import entries
from tests.servers import TREE
from tests.stations import Station, all_confirmed
from vaxdesk.sync.pace import Pace
from vaxdesk.trouble import Trouble

UNIT, DESKS, KILLS = "TYT-01", 4, 12


class ServerProcess:
    """The server's own command in a process, on one port and one database, that may be killed and started again."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder, self._port = folder, 0
        self._database = f"sqlite:///{folder / 'server.db'}"
        self.engine = open_engine(self._database)
        upgrade(self.engine)
        self.key = keys.load_or_make(folder).public.hex()
        with writing(self.engine) as conn:
            orgs.take_in(conn, list(TREE))
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "sync_server", "serve", "--listen", f"127.0.0.1:{self._port}", "--json"]
        places = ["--no-limits", "--database", self._database, "--keys", str(self._folder)]
        self.process = subprocess.Popen(
            [*command, *places], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self.url = json.loads(self.process.stdout.readline())["listening"]
        self._port = int(self.url.rpartition(":")[2])

    def kill(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()

    def enrol_code(self, org: str) -> str:
        with writing(self.engine) as conn:
            return enrol.issue(conn, orgs.find(conn, org), name="", now_ms=int(time.time() * 1000)).code

    def entries(self, org: str) -> list[dict]:
        with reading(self.engine) as conn:
            return list(entries.filed(conn, orgs.find(conn, org).org_no))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    running = ServerProcess(tmp_path / "server")
    yield running
    running.kill()
    running.engine.dispose()


def at_work(desk: Station, enough: Event) -> int:
    """Writes and sends until told; counts the rounds that failed."""
    failures = 0
    while not enough.is_set():
        desk.write(3)
        try:
            desk.sync()
        except Trouble as trouble:
            failures += 1
            desk.pace = desk.pace.failed(trouble)
            time.sleep(0.01)
    return failures


@pytest.mark.timeout(300)
def test_every_desk_is_confirmed_and_nothing_stands_twice(server: ServerProcess, tmp_path: Path) -> None:
    rng, enough = Random(20261126), Event()
    desks = [Station(tmp_path / f"desk{number}", server, UNIT) for number in range(DESKS)]
    with ThreadPoolExecutor(DESKS) as threads:
        working = [threads.submit(at_work, desk, enough) for desk in desks]
        for _ in range(KILLS):
            time.sleep(rng.uniform(0.1, 0.6))
            server.kill()
            server.start()
        enough.set()
        failures = [one.result() for one in working]
    for desk in desks * 2:  # once to send, once to hear of what the others sent
        desk.sync(pace=Pace())
    assert all_confirmed(server, *desks)
    with reading(server.engine) as conn:
        assert verify(conn).whole
        assert conn.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    assert min(failures) > 0, "each desk met a server that was gone"
    for desk in desks:
        desk.line.close()
        desk.close()
