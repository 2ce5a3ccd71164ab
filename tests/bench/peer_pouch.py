"""PouchDB that replicates to express-pouchdb: a client and a server process, each with one core if it wants."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench import peer_install
from tests.bench.load import cpu_seconds

_SCRIPTS = Path(__file__).parent / "pouch"


class Node:
    """A process of theirs."""

    def __init__(self, process: subprocess.Popen[str], url: str = "") -> None:
        self._process = process
        self.url = url

    def processor(self) -> float:
        """Seconds of processor that it has used."""
        return cpu_seconds(self._process.pid)


class Client(Node):
    """A process with records in local databases, each with a name of its own at the server."""

    def __init__(self, process: subprocess.Popen[str], name: str) -> None:
        super().__init__(process)
        self._name = name

    def begin(self, url: str, batch: int) -> None:
        """Begins to send every local database to a new one at the server."""
        _tell(self._process, {"url": url, "name": self._name, "batch": batch})

    def written(self) -> int:
        """Waits until all is sent; how many documents were written."""
        return _read(self._process)["written"]


def replicate(clients: Sequence[Client], url: str, batch: int) -> int:
    """All clients send at the same time, until the last is done; how many documents were written."""
    for one in clients:
        one.begin(url, batch)
    return sum(one.written() for one in clients)


@contextmanager
def server(home: Path, kept: str) -> Iterator[Node]:
    """An express-pouchdb that keeps in `leveldb` on the disk, or in `memory`."""
    with _running("server.js", home, kept) as process:
        yield Node(process, _read(process)["listening"])


@contextmanager
def client(home: Path, days: Sequence[Sequence[dict[str, Any]]]) -> Iterator[Client]:
    """A client that holds days of records, each in a database of its own."""
    home.mkdir(parents=True, exist_ok=True)
    files = []
    for number, records in enumerate(days):
        files.append(home / f"day{number}.json")
        files[-1].write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
    with _running("client.js", home / "local", *files) as process:
        _read(process)
        yield Client(process, home.name)


@contextmanager
def _running(script: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    command = ["node", str(_SCRIPTS / script), *map(str, arguments)]
    where = {**os.environ, "NODE_PATH": str(peer_install.pouch() / "node_modules"), "NODE_ENV": "production"}
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=where
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _tell(process: subprocess.Popen[str], order: dict[str, Any]) -> None:
    assert process.stdin is not None
    process.stdin.write(json.dumps(order) + "\n")
    process.stdin.flush()


def _read(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout is not None
    said = process.stdout.readline()
    if not said:
        raise peer_install.NotHad("PouchDB: its process ended")
    return json.loads(said)
