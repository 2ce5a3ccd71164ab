"""A request of the system to end closes desk and practice station in order, and the practice server with it."""

from __future__ import annotations

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

from tests.architecture.tree import ROOT
from vaxdesk.desk import entrance, station
from vaxdesk.desk.practice import LOGIN, PASSWORD
from vaxdesk.store.keyfile import Cost
from vaxdesk.wiring.ending import REQUESTS, Asked

_PATIENCE = 60
OWN = "mua xuan ve ban"
pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


def wait_for(what: Callable[[], object], *, seconds: float = _PATIENCE) -> object:
    """What a question answers as soon as it answers something."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = what()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("it never came")


def answers(port: str) -> bool:
    try:
        requests.get(f"http://127.0.0.1:{port}/", timeout=2)
    except requests.RequestException:
        return False
    return True


def _heard() -> None:
    """Whoever runs the tests may have had requests ignored (`nohup`, `&`); a desk started by hand has not."""
    for one in REQUESTS:
        signal.signal(one, signal.SIG_DFL)


@contextmanager
def started(*words: str) -> Iterator[subprocess.Popen[bytes]]:
    display = os.environ.get("DISPLAY", ":0")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "DISPLAY": display, "PYTHONPATH": str(ROOT)}
    told = [sys.executable, *words]
    process = subprocess.Popen(told, cwd=ROOT, env=environment, stderr=subprocess.PIPE, preexec_fn=_heard)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


def until_there(ready: Path, process: subprocess.Popen[bytes]) -> None:
    """Waits until a program says that it can be used."""
    wait_for(lambda: ready.exists() or process.poll() is not None)
    assert ready.exists(), process.stderr.read().decode()


def ends_well(process: subprocess.Popen[bytes], request: signal.Signals) -> None:
    process.send_signal(request)
    said = process.stderr.read()
    assert process.wait(timeout=_PATIENCE) == 0, said.decode()
    assert b"Traceback" not in said, said.decode()


def closed(store: Path) -> bool:
    """Whether a file of SQLite was closed: the log of its writes is taken over and gone."""
    return store.exists() and not store.with_name(f"{store.name}-wal").exists()


def demo(home: Path, ready: Path) -> tuple[str, ...]:
    return "-m", "vaxdesk", "demo", "--home", str(home), "--ready", str(ready)


@pytest.mark.parametrize("request_", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP], ids=lambda one: one.name)
def test_the_practice_station_and_its_server_end_together(tmp_path: Path, request_: signal.Signals) -> None:
    home, ready = tmp_path / "home", tmp_path / "ready"
    with started(*demo(home, ready)) as desk:
        until_there(ready, desk)
        port = (home / "practice-server" / "port").read_text()
        assert answers(port)
        time.sleep(1.5)  # the event loop rests, no Python runs
        ends_well(desk, request_)
    assert not answers(port)
    assert closed(home / "practice" / "store.db")
    assert closed(home / "practice-server" / "server.db")


def test_a_request_that_comes_while_the_station_is_still_made_leaves_nothing_running(tmp_path: Path) -> None:
    home, ready = tmp_path / "home", tmp_path / "ready"
    port = home / "practice-server" / "port"
    with started(*demo(home, ready)) as desk:
        wait_for(lambda: (port.exists() and port.read_text()) or desk.poll() is not None)
        ends_well(desk, signal.SIGTERM)
    assert not answers(port.read_text())
    assert not (home / "practice" / "store.db-wal").exists()


def test_a_desk_at_work_closes_its_store_though_a_dialog_is_open(tmp_path: Path) -> None:
    home, ready = tmp_path / "home", tmp_path / "ready"
    made = station.create(
        home,
        station="15041",
        name="Trạm Y tế xã Xà Hồ",
        user="Lò Thị Mai",
        login="mai",
        password=OWN,
        cost=Cost(memory=64, passes=1, lanes=1),
    )
    made.desk.store.close()
    child = Path(__file__).with_name("ending_child.py")
    with started(str(child), str(home), OWN, str(ready)) as desk:
        until_there(ready, desk)
        assert not closed(home / "store.db")
        ends_well(desk, signal.SIGTERM)
    assert closed(home / "store.db")
    again = entrance.unlock(home, "mai", OWN)
    again.store.close()


def test_the_practice_station_opens_again_where_it_was_left(tmp_path: Path) -> None:
    home, ready = tmp_path / "home", tmp_path / "ready"
    with started(*demo(home, ready)) as desk:
        until_there(ready, desk)
        ends_well(desk, signal.SIGTERM)
    again = entrance.unlock(home / "practice", LOGIN, PASSWORD)
    again.store.close()


def test_a_request_waits_until_it_is_taken() -> None:
    before = {one: signal.getsignal(one) for one in REQUESTS}
    try:
        _heard()
        with Asked() as asked:
            assert not asked.came
            signal.raise_signal(signal.SIGHUP)
            assert asked.came
            assert asked.came
            assert asked.take()
            assert not asked.came
        assert signal.getsignal(signal.SIGHUP) == signal.SIG_DFL
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def test_what_the_starter_ignores_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with Asked() as asked:
            signal.raise_signal(signal.SIGHUP)
            assert not asked.came
            assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)
