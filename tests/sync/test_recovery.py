"""Restored servers, restored desks, copied disks, refused logs: repaired by the same rounds, without hands."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa

from sync_server.database import writing
from sync_server.tables import log
from tests.servers import RunningServer
from tests.stations import Station, all_confirmed, failing, filed
from vaxdesk.journal.verdict import Verdict
from vaxdesk.store import tables
from vaxdesk.sync.pace import Pace
from vaxdesk.trouble import TroubleCode


class SameName(Random):
    """Chance that gives every log the same name."""

    def getrandbits(self, _bits: int) -> int:
        return 4711


def test_a_server_put_back_to_yesterday_gets_everything_again_by_itself(
    server: RunningServer, desk: Station, neighbour: Station, tmp_path: Path
) -> None:
    for one in (desk, neighbour, desk):
        one.write(3)
        one.sync()
    server.stop()
    yesterday = Path(shutil.copy(tmp_path / "server" / "server.db", tmp_path / "yesterday.db"))
    server.start()
    for one in (neighbour, desk):
        one.restart()
        one.write(30)
        one.sync()
    lost = filed(server)
    server.stop()
    for stale in (tmp_path / "server").glob("server.db*"):
        stale.unlink()
    shutil.copy(yesterday, tmp_path / "server" / "server.db")
    server.start()
    report = desk.sync()
    assert report.went_back
    assert filed(server) == lost  # the neighbour's too, though it has not been back: under its own signature
    assert desk.waiting() == 0
    assert neighbour.sync().went_back
    assert all_confirmed(server, desk, neighbour)
    assert not desk.sync().went_back


def test_a_server_that_has_forgotten_the_device_and_all_data_is_filled_again(
    server: RunningServer, desk: Station, tmp_path: Path
) -> None:
    desk.write(4)
    desk.sync()
    server.stop()
    for stale in (tmp_path / "server").glob("server.db*"):
        stale.unlink()
    server.start()
    assert failing(desk) is TroubleCode.SERVER_REFUSED  # its tree of units is gone too
    server.import_orgs()
    assert desk.sync().went_back
    assert all_confirmed(server, desk)


def test_a_desk_put_back_from_a_backup_gets_its_own_entries_back(
    server: RunningServer, desk: Station, tmp_path: Path
) -> None:
    desk.write(3)
    desk.sync()
    backup = desk.copied(tmp_path / "backup")
    desk.write(4)
    desk.restart()
    desk.write(5)
    desk.sync()
    desk.replaced_by(backup)
    desk.write(2)
    report = desk.sync()
    assert report.taken >= 9
    assert report.refused == ()
    assert all_confirmed(server, desk)


def test_a_copied_disk_forks_the_log_and_nothing_is_lost_nor_stuck(
    server: RunningServer, desk: Station, tmp_path: Path
) -> None:
    desk.write(3)
    desk.sync()
    twin = tmp_path / "twin"
    shutil.copytree(desk.home, twin)  # taken while the program runs: the twin goes on with the same log
    head = desk.store._head
    desk.write(2, what="first")
    desk.sync()
    there = filed(server)

    desk.replaced_by(twin)
    desk.store._head = head
    mine = desk.write(4, what="second")
    report = desk.sync()
    assert {one.verdict for one in report.refused} == {Verdict.FORK}
    assert filed(server) == there
    assert desk.waiting() == 4
    assert list(desk.held_back().values()) == ["fork"]
    assert sum('"what":"second"' in text for text in desk.lines().values()) == len(mine)

    desk.restart()
    desk.write(2, what="third")
    after = desk.sync()
    assert (after.confirmed, after.refused) == (3, ())
    assert len(filed(server)) == len(there) + 3
    assert desk.waiting() == 4


def test_a_fork_met_first_in_the_feed_is_found_too(desk: Station, tmp_path: Path) -> None:
    """The server leaves out bodies it thinks are held; the sum does not come out, so they are asked for in full."""
    desk.write(3)
    desk.sync()
    twin = tmp_path / "twin"
    shutil.copytree(desk.home, twin)
    head = desk.store._head
    desk.write(2, what="first")
    desk.sync()
    desk.write(1, what="first again")
    desk.sync()
    desk.replaced_by(twin)
    desk.store._head = head
    desk.write(4, what="second")
    report = desk.sync(pace=Pace(probe=True))
    assert report.refused == ()
    assert list(desk.held_back().values()) == ["fork"]
    assert desk.waiting() == 4
    assert desk.sync().rounds == 1


def test_a_log_name_of_another_device_is_reported_and_a_new_run_goes_on(
    desk: Station, neighbour: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        for one in (desk, neighbour):
            patched.setattr(one.store, "rng", SameName())
        desk.write(1)
        neighbour.write(1)
    desk.sync()
    report = neighbour.sync()
    assert [one.verdict for one in report.refused] == [Verdict.TAKEN]
    assert neighbour.waiting() == 2
    neighbour.restart()
    neighbour.write(3)
    assert neighbour.sync().confirmed == 4
    assert neighbour.waiting() == 2
    assert desk.sync().taken == 4


def test_a_refused_log_rests_for_an_hour_while_others_go_on(server: RunningServer, desk: Station) -> None:
    desk.write(1)
    desk.sync()
    with writing(server.engine) as conn:
        conn.execute(log.update().values(feed_no=server.unit("TYT-02").org_no))
    desk.write(1)
    assert [one.verdict for one in desk.sync().refused] == [Verdict.NOT_YOURS]
    desk.restart()
    desk.write(1)
    assert desk.sync().refused == ()
    assert desk.waiting() == 1
    with writing(server.engine) as conn:
        conn.execute(log.update().values(feed_no=server.unit("TYT-01").org_no))
    assert desk.sync().confirmed == 0
    now = time.time() + 3700
    desk.now = server.now = lambda: now
    assert desk.sync().confirmed == 1
    assert all_confirmed(server, desk)


def test_neighbours_entries_keep_their_signatures_for_the_day_the_server_loses_them(
    desk: Station, neighbour: Station
) -> None:
    neighbour.write(2)
    neighbour.sync()
    neighbour.write(2)
    neighbour.sync()
    desk.sync()
    with desk.store.reading() as conn:
        kept = conn.execute(sa.select(tables.seal.c.seq, tables.seal.c.sig)).all()
    assert [row.seq for row in kept] == [3, 5]
    assert all(len(row.sig) == 64 for row in kept)
