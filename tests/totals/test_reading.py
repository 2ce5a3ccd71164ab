"""The reader that counts: killed at any moment it has counted all or nothing; several at once count once; quickly."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread

import pytest

from sync_server.reading import totalling, worker
from sync_server.reading.readers import Rests, Share
from tests.servers import RunningServer
from tests.sync_server.clinics import LANH, Clinic, changed, read
from tests.totals.counted import is_whole, sums

DAY = "2026-11-26"
_READER = """
import sys
from pathlib import Path
from sync_server.durable.database import open_engine
from sync_server.keys import load_or_make
from sync_server.reading import worker
from sync_server.settings import Server
server = Server(engine=open_engine(sys.argv[1]), key=load_or_make(Path(sys.argv[2])))
worker.prepare(server)
print("ready", flush=True)
worker.until_idle(server)
"""


def people(clinic: Clinic, number: int) -> None:
    for at in range(number):
        clinic.dose(clinic.listed(changed(LANH, doc=f"0661900{at:05}", tel=f"09{at:08}"), day=DAY), day=DAY)
    clinic.send()


def test_killed_at_any_moment_nothing_is_lost_and_nothing_counted_twice(
    either: RunningServer, clinics: tuple[Clinic, Clinic]
) -> None:
    url = either.engine.url.render_as_string(hide_password=False)
    for round_, clinic in enumerate((*clinics, *clinics)):
        people(clinic, 60)
        one = subprocess.Popen(
            [sys.executable, "-c", _READER, url, str(either.folder)], stdout=subprocess.PIPE, start_new_session=True
        )
        assert one.stdout is not None
        assert one.stdout.readline() == b"ready\n"
        time.sleep(0.02 + 0.08 * round_)
        os.kill(one.pid, signal.SIGKILL)
        one.wait()
        one.stdout.close()
    read(either)
    assert is_whole(either)
    assert sums(either, ":VN")["doses"] == 240


def test_several_count_at_once_and_everything_once(either: RunningServer, clinics: tuple[Clinic, Clinic]) -> None:
    for clinic in clinics:
        people(clinic, 40)
    worker.prepare(either.server)
    while worker.bring(either.server, Share(), Rests()):
        continue
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: totalling.go_through(either.server, Rests()), range(12)))
    read(either)
    assert sums(either, ":VN")["doses"] == 80
    assert is_whole(either)


def test_what_was_pushed_is_counted_by_itself(either: RunningServer, clinics: tuple[Clinic, Clinic]) -> None:
    """Within the five seconds of the dashboard: the reader itself waits for one of them at most."""
    assert either.server.settings.read_every <= 1
    worker.prepare(either.server)
    stop = Event()
    reader = Thread(target=worker.run, args=(either.server, Share(), stop))
    reader.start()
    try:
        for done in range(1, 4):
            people(clinics[0], 1)
            until = time.monotonic() + 60
            while sums(either, "TYT-01")["doses"] < done:
                assert time.monotonic() < until, "it never came"
                time.sleep(0.02)
    finally:
        stop.set()
        reader.join()


@pytest.mark.parametrize("rows", [0, 300])
def test_a_push_costs_the_same_however_much_is_there(server: RunningServer, rows: int) -> None:
    """What a person adds is kept by person: no day is counted again for one more dose."""
    clinic = Clinic(server)
    if rows:
        people(clinic, rows)
    read(server)
    people(clinic, 1)
    worker.bring(server.server, Share(), Rests())
    assert totalling.go_through(server.server, Rests()) <= 8
    read(server)
    assert sums(server, "TYT-01")["doses"] == rows + 1
