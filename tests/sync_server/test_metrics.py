"""What operators collect: counts for Prometheus, a log in JSON without anybody's name, restarts without loss."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest
import requests
import sqlalchemy as sa
from prometheus_client.parser import text_string_to_metric_families

from sync_server import keys
from sync_server.authority import orgs
from sync_server.commands import logs
from sync_server.durable.database import open_engine, reading, writing
from sync_server.joining.enrol import issue
from sync_server.reading import entries
from sync_server.web.counted import route_of
from tests.servers import TREE
from tests.sync_server import loads
from tests.sync_server.loads import Busy
from tests.sync_server.pens import Pen


@pytest.fixture(params=[1, 2], ids=["one process", "two workers"])
def served(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> Iterator[SimpleNamespace]:
    """A program that tells its numbers, and writes JSON lines into a file."""
    engine = open_engine(database)
    key = keys.load_or_make(tmp_path)
    with writing(engine) as conn:
        orgs.take_in(conn, list(TREE))

    def code(org: str) -> str:
        with writing(engine) as conn:
            return issue(conn, orgs.find(conn, org), name="", now_ms=int(time.time() * 1000)).code

    command = [sys.executable, "-m", "sync_server", "serve", "--listen", "127.0.0.1:0", "--json", "--no-limits"]
    command += ["--workers", str(request.param), "--metrics", "127.0.0.1:0", "--log", "json", "--readers", "none"]
    with (tmp_path / "log").open("wb") as told:
        process = subprocess.Popen(
            [*command, "--database", database, "--keys", str(tmp_path)], stdout=subprocess.PIPE, stderr=told
        )
    begun = json.loads(process.stdout.readline())
    yield SimpleNamespace(
        url=loads.answers(begun["listening"]), metrics=begun["metrics"], key=key.public.hex(), enrol_code=code,
        process=process, workers=request.param, log=tmp_path / "log", engine=engine,
    )  # fmt: skip
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    assert process.returncode in (0, -signal.SIGTERM), (tmp_path / "log").read_text()
    engine.dispose()


def scraped(url: str) -> dict[tuple[str, ...], float]:
    """The values by name and labels."""
    text = requests.get(url, timeout=10).text
    samples = [one for family in text_string_to_metric_families(text) for one in family.samples]
    return {(one.name, *(value for _, value in sorted(one.labels.items()))): one.value for one in samples}


def test_counts_of_all_processes_and_the_condition_of_the_server(served: SimpleNamespace) -> None:
    pen = Pen(served)
    pen.sync(pen.log().write(2).segment())
    for _ in range(10):
        requests.get(f"{served.url}/v1/health", timeout=5)  # each over a connection of its own: any worker's
    requests.get(f"{served.url}/district/units/7?name=secret", timeout=5)
    found = scraped(served.metrics)
    assert found["vaxdesk_answers_total", "/v1/health", "200"] >= 10
    assert found["vaxdesk_answers_total", "/v1/sync", "200"] == 1
    assert found["vaxdesk_answer_seconds_count", "/v1/sync"] == 1
    assert (found["vaxdesk_up",], found["vaxdesk_devices",], found["vaxdesk_segments",]) == (1, 1, 1)
    assert found["vaxdesk_unread_segments",] == 1 and found["vaxdesk_database_bytes",] > 0
    assert not any("secret" in label for name in found for label in name)


def test_the_log_is_json_and_says_nothing_of_what_was_asked(served: SimpleNamespace) -> None:
    requests.get(f"{served.url}/district/units/4711?name=secret", timeout=5)
    requests.post(f"{served.url}/v1/find", data=b"Tran Thi Lan", timeout=5)
    assert requests.get(f"{served.url}/portal/", timeout=5).status_code == 200
    requests.get(f"{served.url}/portal/nowhere", timeout=5)
    Pen(served).sync()
    lines = [json.loads(line) for line in served.log.read_text().splitlines()]
    asked = [(one["route"], one["status"]) for one in lines if one["from"] == "vaxdesk.requests"]
    assert {("/district/units", 303), ("/v1/find", 415), ("/portal/nowhere", 404)} <= set(asked)
    assert ("/portal/", 200) not in asked, "the public would fill the log: it is counted"
    assert all({"at", "level", "from", "said"} <= one.keys() for one in lines)
    text = served.log.read_text()
    assert "secret" not in text and "4711" not in text and "Lan" not in text


@pytest.mark.parametrize("served", [2], indirect=True, ids=["two workers"])
def test_workers_are_renewed_under_load_and_nothing_is_lost(served: SimpleNamespace) -> None:
    """SIGHUP renews the workers one after the other; a process alone ends in order at SIGTERM, and is begun anew."""
    busy = [Busy(Pen(served), 60) for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        begun = loads.run(busy, threads)
        before = _children(served.process.pid)
        os.kill(served.process.pid, signal.SIGHUP)
        for one in begun:
            one.result(timeout=90)
    until = time.monotonic() + 30
    while _children(served.process.pid) & before and time.monotonic() < until:
        time.sleep(0.1)
    assert not _children(served.process.pid) & before, "every worker is a new one"
    with reading(served.engine) as conn:
        for one in busy:
            rows = list(entries.filed(conn, one.pen.feed))
            held = [row for row in rows if row["ref"].startswith(one.log.name)]
            assert len(held) == len(one.log.lines)


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/v1/sync", "/v1/sync"),
        ("/district/units/123", "/district/units"),
        ("/district/sign-in", "/district/sign-in"),
        ("/district/079123456789", "/district/"),
        ("/whatever/Lan", "other"),
    ],
)
def test_a_route_is_a_name_and_never_what_an_address_says(path: str, route: str) -> None:
    assert route_of(path) == route


def test_an_error_is_told_by_its_place_and_not_by_its_words() -> None:
    try:
        raise KeyError("Trần Thị Lan")
    except KeyError:
        told = logs.where(sys.exc_info())
    assert told.startswith("KeyError\n") and "test_metrics.py" in told and "Lan" not in told


def test_the_database_names_nobody_in_its_errors(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'a.db'}")
    with engine.connect() as conn, pytest.raises(sa.exc.OperationalError) as failed:
        conn.execute(sa.text("SELECT * FROM nowhere WHERE name = :name"), {"name": "Trần Thị Lan"})
    assert "Lan" not in str(failed.value)
    engine.dispose()


def _children(parent: int) -> set[str]:
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return {one for one in found if re.search(rb"multiprocessing.spawn", _command(one))}


def _command(pid: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return b""
