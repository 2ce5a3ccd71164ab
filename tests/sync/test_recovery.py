"""Restored servers and restored desks: repaired by the same rounds, without hands."""

from __future__ import annotations

import shutil
from pathlib import Path

import sqlalchemy as sa

from tests.servers import RunningServer
from tests.stations import Station, all_confirmed, failing, filed
from vaxdesk.store import tables
from vaxdesk.trouble import TroubleCode


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
