"""A disk without a byte left: a message, reading goes on, nothing said is lost, work resumes once there is room."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa

from sync_server.durable.database import reading
from sync_server.keeping.verifying import verify
from tests.crash.at_work import LOGIN, PASSWORD, new_station, visits
from tests.crash.kills import check_chains, lines_of
from tests.crash.small_disk import SmallDisk, small_disk
from tests.postgres import Cluster, made_clusters, new_database
from tests.servers import RunningServer, running_server
from tests.stations import Station, all_confirmed, filed
from vaxdesk.desk import board, entrance, roster
from vaxdesk.desk.context import Desk, Done
from vaxdesk.desk.practice_people import people as practised
from vaxdesk.registry.queries import people
from vaxdesk.sheets.template import write_template
from vaxdesk.store import backup
from vaxdesk.trouble import Trouble, TroubleCode


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk") as made:
        yield made


@pytest.fixture
def desk(disk: SmallDisk) -> Iterator[Desk]:
    made = new_station(disk.folder / "home").desk
    yield made
    made.store.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with running_server(tmp_path) as running:
        yield running


def full(act: Callable[[], object]) -> None:
    with pytest.raises(Trouble) as caught:
        act()
    assert caught.value.code is TroubleCode.DISK_FULL


def until_full(desk: Desk, seed: int) -> set[str]:
    """Works until the disk says no; what was said to be saved."""
    said: set[str] = set()

    def work() -> None:
        for step in visits(desk, Random(seed)):
            done = step()
            assert isinstance(done, Done), done
            said.update(done.refs)

    full(work)
    return said


def held(desk: Desk) -> set[str]:
    with desk.store.reading() as conn:
        check_chains(conn)
        assert conn.exec_driver_sql("PRAGMA quick_check").scalar() == "ok"
        return set(lines_of(conn))


def test_saving_resumes_and_nothing_said_is_lost(disk: SmallDisk, desk: Desk) -> None:
    said: set[str] = set()
    for seed in range(3):
        disk.fill()
        said |= until_full(desk, seed)
        there = held(desk)  # reading goes on
        assert said <= there
        assert len(board.rows(desk)) > 0 or not said
        full(lambda seed=seed: next(visits(desk, Random(100 + seed)))())
        assert held(desk) == there, "what failed left nothing half"
        disk.free()
        steps = visits(desk, Random(200 + seed))
        for _ in range(6):
            said.update(next(steps)().refs)
    assert said <= held(desk)


def test_a_checkpoint_without_room_costs_nothing(disk: SmallDisk, desk: Desk) -> None:
    """The log cannot go into the database, which would have to grow; it stays, and is read."""
    steps = visits(desk, Random(1))
    said = {ref for _ in range(20) for ref in next(steps)().refs}
    disk.fill()
    with pytest.raises(sa.exc.OperationalError), desk.store.engine.connect() as conn:
        conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert said <= held(desk)
    desk.store.close()
    disk.free()
    again = entrance.unlock(desk.store.home, LOGIN, PASSWORD)
    assert said <= held(again)
    again.store.close()


def test_a_station_is_not_half_made(disk: SmallDisk) -> None:
    disk.fill()
    home = disk.folder / "new"
    full(lambda: new_station(home))
    disk.free()
    new_station(home).desk.store.close()
    entrance.unlock(home, LOGIN, PASSWORD).store.close()


def test_a_list_is_taken_in_to_the_end_on_the_second_try(disk: SmallDisk, desk: Desk, tmp_path: Path) -> None:
    sheet = tmp_path / "list.xlsx"
    write_template(sheet, ((one, ()) for one in practised(600, seed=3)))
    day = desk.day
    looked = roster.look(desk, sheet, day=day)
    disk.fill(but=300_000)
    full(lambda: roster.import_all(desk, looked))
    held(desk)
    disk.free()
    again = roster.look(desk, sheet, day=day)
    assert isinstance(again, roster.Looked)
    roster.import_all(desk, again)
    with desk.store.reading() as conn:
        assert people.count(conn) == looked.report.accepted
    assert len(board.rows(desk)) == looked.report.accepted


def test_a_copy_without_room_leaves_the_older_one(disk: SmallDisk, tmp_path: Path) -> None:
    made = new_station(tmp_path / "home").desk
    copy = disk.folder / "copy.vaxbackup"
    backup.write(made.store, copy)
    before = copy.read_bytes()
    disk.fill()
    full(lambda: backup.write(made.store, copy))
    assert copy.read_bytes() == before
    disk.free()
    assert sorted(path.name for path in disk.folder.iterdir()) == [copy.name], "no leftovers"
    backup.write(made.store, copy)
    made.store.close()


def test_what_the_server_shows_is_settled_once_there_is_room(
    disk: SmallDisk, server: RunningServer, tmp_path: Path
) -> None:
    desk, neighbour = Station(disk.folder / "desk", server), Station(tmp_path / "neighbour", server)
    neighbour.write(1500)
    neighbour.sync()
    desk.write(5)
    before = desk.lines()
    disk.fill()
    full(desk.sync)
    assert desk.lines() == before
    disk.free()
    for one in (desk, neighbour):
        one.sync()
    assert all_confirmed(server, desk, neighbour)
    for one in (desk, neighbour):
        one.line.close()
        one.close()


def refused_for_want_of_room(server: RunningServer, desk: Station, disk: SmallDisk) -> None:
    """The server answers 503 while its disk is full, the desk keeps what it has, and all is well afterwards."""
    desk.write(3)
    desk.sync()
    disk.fill()
    busy = 0
    for _ in range(300):
        desk.write(20)
        try:
            desk.sync()
        except Trouble as trouble:
            assert trouble.code is TroubleCode.SERVER_BUSY
            busy += 1
            desk.pace = desk.pace.failed(trouble)
        if busy == 3:
            break
    assert busy == 3
    held_here = desk.lines()
    assert filed(server).items() <= held_here.items()
    assert desk.waiting() > 0
    disk.free()
    desk.sync()
    assert all_confirmed(server, desk)
    with reading(server.engine) as conn:
        assert verify(conn).whole
    desk.line.close()
    desk.close()


def test_a_full_server_on_sqlite_is_busy(disk: SmallDisk, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with running_server(tmp_path, f"sqlite:///{disk.folder / 'server.db'}") as server:
        refused_for_want_of_room(server, Station(tmp_path / "desk", server), disk)
    assert "database busy or away" in caplog.text


def in_a_small_space(cluster: Cluster, disk: SmallDisk) -> str:
    """A database whose tables lie on the small disk; PostgreSQL's own log does not."""
    place = disk.folder / "space"
    place.mkdir()
    owner = (cluster.home / "data").stat()
    os.chown(place, owner.st_uid, owner.st_gid)
    cluster.ask(f"CREATE TABLESPACE small LOCATION '{place}'")
    url = new_database(str(cluster.home), "full")
    cluster.ask('ALTER DATABASE "full" SET default_tablespace = small')
    return url


def test_a_full_server_on_postgresql_is_busy(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with made_clusters() as make:
        cluster = make().init()
        with small_disk(cluster.home / "disk", megabytes=24) as disk:
            cluster.start()
            with running_server(tmp_path, in_a_small_space(cluster, disk)) as server:
                refused_for_want_of_room(server, Station(tmp_path / "desk", server), disk)
            cluster.stop()
    assert "database busy or away" in caplog.text
