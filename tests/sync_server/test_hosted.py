"""The own device of the server writes into feeds like any other: once, with its caller, after a restore too."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa

from sync_server.durable.database import writing
from sync_server.durable.tables import device, log
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from tests.servers import RunningServer, running_server
from tests.stations import Station, filed
from tests.sync_server.pens import Pen
from vaxdesk.domain.payloads import Differ, Same, User
from vaxdesk.journal import line


def user(no: int) -> Note:
    return Note(kind="user", payload=User(no=no, name=f"Người số {no}"))


def write(server: RunningServer, org: str, *notes: Note) -> list[str]:
    with writing(server.engine) as conn:
        return hosted.write(conn, server.server, server.unit(org).org_no, notes)


def kinds(server: RunningServer, org: str = "TYT-01") -> list[str]:
    return [one["entry"]["k"] for one in server.entries(org)]


def test_what_it_writes_stands_in_the_feed_under_the_references_it_gave(either: RunningServer) -> None:
    first = write(either, "TYT-01", user(100_001), user(100_002))
    [second] = write(either, "TYT-01", Note(kind="differ", payload=Differ(a="a", b="b"), of=first[0], rev=3, user=9))
    there = {one["ref"]: one["entry"] for one in either.entries("TYT-01")}
    assert [there[one]["d"]["no"] for one in first] == [100_001, 100_002]
    assert there[second] == {
        "k": "differ",
        "u": 9,
        "rev": 3,
        "of": 2,
        "t": there[second]["t"],
        "d": {"a": "a", "b": "b"},
    }
    assert kinds(either) == ["open", "user", "user", "differ"]


def test_a_feed_above_is_written_into_and_read_below(either: RunningServer) -> None:
    write(either, "66", user(100_001))
    pulled = Pen(either).sync()
    assert [part.lines[1] for part in pulled.bodies.values()] == [
        one["line"].encode() for one in either.entries("66")[1:]
    ]


def test_nothing_is_there_when_the_caller_does_not_commit(either: RunningServer) -> None:
    write(either, "TYT-01", user(100_001))
    with pytest.raises(RuntimeError), writing(either.engine) as conn:
        hosted.write(conn, either.server, either.unit("TYT-01").org_no, [user(100_002)])
        raise RuntimeError
    write(either, "TYT-01", user(100_003))
    numbers = [one["entry"]["d"]["no"] for one in either.entries("TYT-01") if one["entry"]["k"] == "user"]
    assert numbers == [100_001, 100_003]
    assert len(either.rows(sa.select(log))) == 2  # the second log after the rollback


def test_more_than_a_segment_holds_is_cut(either: RunningServer) -> None:
    refs = write(either, "TYT-01", *(user(100_000 + number) for number in range(4500)))
    assert len(set(refs)) == 4500
    assert len(either.entries("TYT-01")) == 4501


def test_an_entry_too_large_writes_nothing(either: RunningServer) -> None:
    large = Note(kind="same", payload=Same(a="a", b="b", why="x" * line.MAX_LINE))
    with pytest.raises(line.BadLine):
        write(either, "TYT-01", user(100_001), large)
    assert kinds(either) == []


def test_every_run_has_a_log_of_its_own_and_all_runs_one_device(either: RunningServer) -> None:
    write(either, "TYT-01", user(100_001))
    either.stop()
    either.start()
    write(either, "TYT-01", user(100_002))
    assert kinds(either) == ["open", "user", "open", "user"]
    assert len(either.rows(sa.select(device))) == 1


def test_nobody_speaks_for_it_over_the_line(server: RunningServer) -> None:
    pen = Pen(server)
    row = server.rows(sa.select(device).where(device.c.org_no == 0))[0]
    pen.device = row.device_no
    reply = pen.post(b"")
    assert (reply.status_code, reply.json()["error"]) == (401, "unknown_device")


@pytest.fixture
def station_of(tmp_path: Path) -> Callable[..., Station]:
    made: list[Station] = []

    def make(server: RunningServer, org: str = "TYT-01") -> Station:
        made.append(Station(tmp_path / f"desk{len(made)}", server, org))
        return made[-1]

    yield make
    for station in made:
        station.line.close()
        station.close()


@pytest.mark.parametrize("org", ["TYT-01", "24211"])
def test_after_a_restore_the_devices_bring_back_what_it_wrote(
    tmp_path: Path, station_of: Callable[..., Station], org: str
) -> None:
    with running_server(tmp_path) as server:
        desk = station_of(server)
        before = tmp_path / "before"
        server.stop()
        shutil.copytree(server.folder, before)
        server.start()
        refs = write(server, org, user(100_001))
        desk.sync()
        server.stop()
        shutil.copytree(before, server.folder, dirs_exist_ok=True)
        for left in ("server.db-wal", "server.db-shm"):
            (server.folder / left).unlink(missing_ok=True)
        server.start()
        assert filed(server, org) == {}
        assert desk.sync().went_back
        assert desk.waiting() == 0
        assert desk.held_back() == {}
        assert refs[0] in filed(server, org)
        write(server, org, user(100_002))
        desk.sync()
        users = [msgspec.json.decode(text)["d"]["no"] for text in desk.lines().values() if '"k":"user"' in text]
        assert sorted(users) == [100_001, 100_002]
