"""The worst days of a server: put back to yesterday, killed under load, its primary lost. Nothing confirmed is lost."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
import sqlalchemy as sa

from sync_server import keys
from sync_server.authority import orgs
from sync_server.durable.database import open_engine, reading, upgrade, writing
from sync_server.durable.tables import segment
from sync_server.joining import devices
from sync_server.joining.enrol import issue
from sync_server.keeping import backups
from sync_server.keeping.verifying import Verified, verify
from tests.postgres import made_clusters, new_database
from tests.servers import TREE, RunningServer, running_server
from tests.stations import Station, filed
from tests.sync_server import loads
from tests.sync_server.loads import Busy
from tests.sync_server.pens import Pen

CLIENTS, UNITS = 20, ("TYT-01", "TYT-02")


def put_back_to(server: RunningServer, backup: Path, tmp_path: Path) -> None:
    """The server stops, an empty database is filled from the backup, the server starts with that."""
    server.stop()
    if server.database.startswith("sqlite"):
        url = f"sqlite:///{tmp_path / f'{uuid4().hex}.db'}"
    else:
        url = new_database(sa.make_url(server.database).query["host"], f"t{uuid4().hex}")
    backups.put_back(backup, url)
    server.database = url
    server.start()


def there(server: RunningServer) -> dict[str, str]:
    return {line: text for unit in UNITS for line, text in filed(server, unit).items()}


@pytest.fixture
def stations(either: RunningServer, tmp_path: Path) -> Iterator[list[Station]]:
    made = [Station(tmp_path / f"desk{number}", either, UNITS[number % 2]) for number in range(CLIENTS)]
    yield made
    for station in made:
        station.line.close()
        station.close()


def test_a_server_restored_from_yesterday_heals_by_itself(
    either: RunningServer, stations: list[Station], tmp_path: Path
) -> None:
    """Twenty desks of two units, two of them never heard before the backup. None has to speak more than twice."""
    for station in stations[:-2]:
        station.write(2)
        station.sync()
    private = (either.folder / keys.FILE).read_bytes()
    yesterday = backups.back_up(either.server, private, tmp_path / "backups", "x").folder
    for station in stations:
        station.write(3)
        station.sync()
        station.write(1)  # not yet sent when it happens
    before = there(either)
    put_back_to(either, yesterday, tmp_path)
    assert len(there(either)) < len(before)
    best = stations[-2:]  # one of each unit, those who spoke last
    assert [station.sync().went_back for station in best] == [True, True]
    assert before.items() <= there(either).items()  # and that is enough for what was lost, of all twenty
    for station in stations * 2:
        station.sync()
    for number, unit in enumerate(UNITS):
        held = filed(either, unit)
        assert all(station.lines() == held and not station.waiting() for station in stations[number::2])
    with reading(either.engine) as conn:
        assert verify(conn).whole


def test_a_neighbour_shows_the_certificate_of_a_lost_desk_that_the_server_forgot(
    either: RunningServer, tmp_path: Path
) -> None:
    """The backup is older than the lost desk's enrolment: only its neighbour can bring its entries, and say whose."""
    neighbour = Station(tmp_path / "neighbour", either, UNITS[0])
    neighbour.sync()
    private = (either.folder / keys.FILE).read_bytes()
    yesterday = backups.back_up(either.server, private, tmp_path / "backups", "x").folder
    lost = Station(tmp_path / "lost", either, UNITS[0])
    lost.write(3)
    lost.sync()
    lost.restart()
    lost.write(2)
    lost.sync()
    neighbour.sync()
    before, key = there(either), bytes.fromhex(lost.device)
    lost.line.close()
    lost.close()
    put_back_to(either, yesterday, tmp_path)
    assert neighbour.sync().went_back
    assert before.items() <= there(either).items()
    with reading(either.engine) as conn:
        assert devices.by_key(conn, key).active
        assert verify(conn).whole
    assert not neighbour.waiting()
    neighbour.line.close()
    neighbour.close()


def checked(url: str, busy: list[Busy]) -> Verified:
    """Nothing told to a device is missing or elsewhere, nothing stands twice, everything verifies."""
    engine = open_engine(url)
    with reading(engine) as conn:
        done = verify(conn)
        rows = conn.execute(sa.select(segment.c.feed_no, segment.c.pos, segment.c.from_seq, segment.c.n)).all()
    engine.dispose()
    assert done.whole, done.faults
    placed = {(row.feed_no, row.pos): (row.from_seq, row.n) for row in rows}
    for one in busy:
        assert {pos: placed[one.pen.feed, pos] for pos in one.told} == one.told
    assert done.entries == sum(len(one.log.lines) for one in busy)
    return done


def test_postgresql_killed_under_load(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with made_clusters(durable=True) as make:
        cluster = make().init()
        cluster.start()
        with running_server(tmp_path, new_database(str(cluster.home), "killed")) as server:
            busy = [Busy(Pen(server, org), 60) for org in ("TYT-01", "TYT-01", "TYT-02", "TYT-02")]
            with ThreadPoolExecutor(len(busy)) as threads:
                pushing = loads.run(busy, threads)
                for _ in range(2):
                    cluster.kill()
                    cluster.start()
                for one in pushing:
                    one.result()
            checked(server.database, busy)
    assert sum(one.failures for one in busy) > 0
    assert "database busy or away" in caplog.text


@contextmanager
def two_workers(url: str, folder: Path) -> Iterator[SimpleNamespace]:
    """A server program with two workers on a database with units; what a `Pen` needs of it."""
    engine = open_engine(url)
    upgrade(engine)
    key = keys.load_or_make(folder)
    with writing(engine) as conn:
        orgs.take_in(conn, list(TREE))

    def code(org: str) -> str:
        with writing(engine) as conn:
            return issue(conn, orgs.find(conn, org), name="", now_ms=int(time.time() * 1000)).code

    command = [sys.executable, "-m", "sync_server", "serve", "--listen", "127.0.0.1:0", "--workers", "2", "--json"]
    with subprocess.Popen(
        [*command, "--no-limits", "--database", url, "--keys", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            told = json.loads(process.stdout.readline())
            yield SimpleNamespace(url=told["listening"], key=key.public.hex(), enrol_code=code)
        finally:
            process.terminate()
    engine.dispose()


def test_the_primary_is_lost_under_load_and_the_standby_takes_over(tmp_path: Path) -> None:
    """Streaming replica that must have every commit, two workers that find the new primary by themselves."""
    with made_clusters() as make:
        primary = make().init()
        primary.start()
        new_database(str(primary.home), "country")
        standby = make().copy_of(primary)
        standby.start()
        primary.ask("ALTER SYSTEM SET synchronous_standby_names = '*'")
        primary.ask("SELECT pg_reload_conf()")
        hosts = f"host={primary.home}&host={standby.home}"
        url = f"postgresql://vaxdesk@/country?{hosts}&target_session_attrs=read-write"
        with two_workers(url, tmp_path) as server:
            busy = [Busy(Pen(server, org), 60) for org in ("TYT-01", "TYT-01", "TYT-02", "TYT-02")]
            with ThreadPoolExecutor(len(busy)) as threads:
                pushing = loads.run(busy, threads)
                assert standby.ask("SELECT count(*) FROM segment", "country")[0][0] > 0  # dashboards may read here
                primary.kill()
                standby.promote()
                for one in pushing:
                    one.result()
            assert sum(one.failures for one in busy) > 0
            checked(url, busy)
        assert primary.pid() == 0
