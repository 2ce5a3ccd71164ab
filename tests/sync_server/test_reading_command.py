"""`vaxdesk-server read` and the readers beside a server, run as programs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
import sqlalchemy as sa

from sync_server.cli import main
from tests.servers import RunningServer
from tests.sync_server.clinics import LANH, Clinic
from vaxdesk.registry.tables import event


@contextmanager
def program(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "sync_server", *arguments, "--json"]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env) as running:
        try:
            yield running
        finally:
            if running.poll() is None:
                running.kill()


def soon(seen: Callable[[], bool]) -> bool:
    until = time.monotonic() + 30
    while not seen() and time.monotonic() < until:
        time.sleep(0.05)
    return seen()


def folded(server: RunningServer) -> int:
    if not sa.inspect(server.engine).has_table(event.name):
        return 0
    return len(server.rows(sa.select(event.c.id).where(event.c.kind == "inject")))


def test_two_processes_read_until_told_to_stop(server: RunningServer) -> None:
    clinics = [Clinic(server), Clinic(server, "TYT-02")]
    with program("read", "--workers", "2", "--database", server.database) as running:
        assert running.stdout is not None
        assert json.loads(running.stdout.readline()) == {"reading": 2}
        for clinic in clinics:
            clinic.dose(clinic.listed(LANH))
            clinic.send()
        assert soon(lambda: folded(server) == 2)
        running.send_signal(signal.SIGTERM)
        assert running.wait(30) == 0


def test_a_process_that_dies_ends_the_command_with_a_reason(server: RunningServer) -> None:
    with program("read", "--workers", "2", "--database", server.database) as running:
        assert running.stdout is not None
        running.stdout.readline()
        children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
        assert soon(lambda: len(_readers(children)) == 2)
        os.kill(_readers(children)[0], signal.SIGKILL)
        assert json.loads(running.stdout.readline())["error"] == "worker_ended"
        assert running.wait(30) == 1


def _readers(children: Path) -> list[int]:
    """Processes that a program began to read: those of its children that run our code."""
    pids = [int(one) for one in children.read_text().split()]
    return [pid for pid in pids if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def test_once_reads_what_there_is(server: RunningServer, capsys: pytest.CaptureFixture[str]) -> None:
    clinic = Clinic(server)
    clinic.dose(clinic.listed(LANH))
    clinic.send()
    assert main(["read", "--once", "--database", server.database]) == 0
    assert folded(server) == 1
    assert main(["read", "--workers", "0", "--database", server.database, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"] == "workers"


@pytest.mark.parametrize(("told", "reads"), [([], True), (["--readers", "none"], False)])
def test_serving_reads_beside_when_the_database_is_a_file(
    server: RunningServer, told: list[str], *, reads: bool
) -> None:
    clinic = Clinic(server)
    clinic.dose(clinic.listed(LANH))
    clinic.send()
    server.stop()
    with program("serve", "--listen", "127.0.0.1:0", "--database", server.database, *told) as running:
        assert running.stdout is not None
        url = json.loads(running.stdout.readline())["listening"]
        assert requests.get(f"{url}/v1/health", timeout=10).status_code == 200
        server.start()
        if reads:
            assert soon(lambda: folded(server) == 1)
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 0
    assert folded(server) == int(reads)
