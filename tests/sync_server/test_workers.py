"""Several processes serve one address: what one has filed the other knows, and one that dies is replaced."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import requests

from sync_server import keys
from sync_server.authority import orgs
from sync_server.durable.database import open_engine, writing
from sync_server.joining.enrol import issue
from tests.servers import TREE
from tests.sync_server import loads
from tests.sync_server.pens import Pen
from vaxdesk.journal.frames import MEDIA, Ask, encode, join


@pytest.fixture
def served(database: str, tmp_path: Path) -> Iterator[SimpleNamespace]:
    """A program with two workers; `children()` gives their process numbers."""
    engine = open_engine(database)
    key = keys.load_or_make(tmp_path)
    with writing(engine) as conn:
        orgs.take_in(conn, list(TREE))

    def code(org: str) -> str:
        with writing(engine) as conn:
            return issue(conn, orgs.find(conn, org), name="", now_ms=int(time.time() * 1000)).code

    command = [sys.executable, "-m", "sync_server", "serve", "--listen", "127.0.0.1:0", "--workers", "2", "--json"]
    command.append("--no-limits")
    process = subprocess.Popen(
        [*command, "--database", database, "--keys", str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    url = loads.answers(json.loads(process.stdout.readline())["listening"])
    yield SimpleNamespace(url=url, key=key.public.hex(), enrol_code=code, children=lambda: _workers(process.pid))
    process.send_signal(signal.SIGTERM)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 0, told.decode()
    assert b"Traceback" not in told, told.decode()
    engine.dispose()


def _workers(parent: int) -> list[int]:
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(pid) for pid in found if b"multiprocessing.spawn" in _command(pid)]


def _command(pid: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:  # it has ended since it was listed
        return b""


def post(pen: Pen, body: bytes, header: str) -> requests.Response:
    """Over a connection of its own, so that either worker may take it."""
    return requests.post(
        f"{pen.server.url}/v1/sync", data=body, headers={"Content-Type": MEDIA, "Authorization": header}, timeout=10
    )


def test_workers_are_one_server(served: SimpleNamespace) -> None:
    pen = Pen(served)
    log_ = pen.log().write(30)
    for at in range(31):
        body = join([encode(Ask()), log_.segment(at, at + 1)])
        assert post(pen, body, pen.header(body)).status_code == 200
    assert [item.p for item in pen.sync().items] == list(range(1, 32))
    body = join([encode(Ask())])
    header = pen.header(body)
    answers = [post(pen, body, header).status_code for _ in range(8)]
    assert answers == [200, *[401] * 7]  # a replay is known to both


def test_a_worker_that_dies_is_replaced_and_nothing_is_missed(served: SimpleNamespace) -> None:
    pen = Pen(served)
    log_ = pen.log().write(3)
    before = served.children()
    assert len(before) == 2
    os.kill(before[0], signal.SIGKILL)
    assert pen.sync(log_.segment()).no == []
    until = time.monotonic() + 60
    while len(set(served.children()) - set(before)) < 1:
        assert time.monotonic() < until
        time.sleep(0.05)
    assert pen.sync(log_.segment()).ok == [(log_.name, 4, 1)]
