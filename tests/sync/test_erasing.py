"""An erasure reaches the desks: holes in their journals, nothing left in their files, and nothing else changes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher

from sync_server.durable.database import reading
from sync_server.keeping.verifying import verify
from tests.servers import RunningServer
from tests.stations import KEY, Station, all_confirmed, filed
from tests.sync.erasures import DAY, SECRETS, chains_hold, erase, names_nobody, plain_pages, read, record, told_of
from vaxdesk.desk import following
from vaxdesk.desk.context import Desk
from vaxdesk.domain.payloads import Amend, CheckIn, Forget, Person
from vaxdesk.domain.views import UserView
from vaxdesk.journal import hole, ref
from vaxdesk.registry import digest
from vaxdesk.store import backup, salvage
from vaxdesk.store.keyfile import DATABASE


def test_both_desks_erase_and_keep_the_dose(server: RunningServer, desk: Station, neighbour: Station) -> None:
    who = record(desk)
    desk.sync()
    neighbour.sync()
    assert told_of(neighbour, who) == ("Nguyễn Thị Lành", 1)
    before = desk.lines()
    erase(server, who)
    desk.sync()
    neighbour.sync()
    for one in (desk, neighbour):
        assert told_of(one, who) == ("", 1)
        assert chains_hold(one)
        assert names_nobody(one)
        erased = {at for at, text in one.lines().items() if text.startswith("~")}
        assert len(erased) == 2
        assert all(one.lines()[at] == hole.of(before[at].encode()).decode() for at in erased)
    assert all_confirmed(server, desk, neighbour)
    with desk.store.reading() as one, neighbour.store.reading() as other:
        assert digest.of(one, desk.store.names) == digest.of(other, neighbour.store.names)


def test_a_desk_that_comes_new_gets_holes(
    server: RunningServer, desk: Station, station_of: Callable[..., Station]
) -> None:
    who = record(desk)
    desk.sync()
    erase(server, who)
    fresh = station_of(server)
    fresh.sync()
    assert told_of(fresh, who) == ("", 1)
    desk.sync()
    assert desk.lines() == {at: text for at, text in fresh.lines().items() if at in desk.lines()}


def test_a_server_put_back_to_before_the_erasure_erases_again(
    server: RunningServer, desk: Station, neighbour: Station
) -> None:
    who = record(desk)
    desk.sync()
    neighbour.sync()
    server.stop()
    copy = shutil.copyfile(server.folder / "server.db", server.folder / "yesterday.db")
    server.start()
    erase(server, who)
    desk.sync()
    server.stop()
    shutil.copyfile(copy, server.folder / "server.db")
    server.start()
    assert not any(text.startswith("~") for text in filed(server).values())
    desk.sync()
    read(server)
    neighbour.sync()
    assert told_of(neighbour, who) == ("", 1)
    assert sum(text.startswith("~") for text in filed(server).values()) == 2
    assert all_confirmed(server, desk, neighbour)
    with reading(server.engine) as conn:
        assert verify(conn).whole


def test_an_empty_server_gets_the_holes_with_the_order(server: RunningServer, desk: Station) -> None:
    who = record(desk)
    desk.sync()
    server.stop()
    empty = shutil.copyfile(server.folder / "server.db", server.folder / "copy.db")
    server.start()
    with sqlcipher.connect(empty) as raw:
        for table in ("segment", "log", "cursor"):
            raw.execute(f"DELETE FROM {table}")
        raw.execute("UPDATE feed SET head = 0, fh = zeroblob(32), part = 0, part_pos = 0")
    raw.close()
    erase(server, who)
    desk.sync()
    server.stop()
    shutil.copyfile(empty, server.folder / "server.db")
    server.start()
    desk.sync()
    desk.sync()
    assert all_confirmed(server, desk)
    assert sum(text.startswith("~") for text in filed(server).values()) == 2


def test_what_was_written_without_a_line_goes_when_the_line_is_back(server: RunningServer, desk: Station) -> None:
    who = record(desk)
    desk.sync()
    erase(server, who)
    with desk.store.writing(user=1) as w:
        w.change("amend", Amend(set={"adr": "nhà chị Dậu"}), of=who)
    desk.sync()
    read(server)
    desk.sync()
    assert names_nobody(desk)
    assert all_confirmed(server, desk)


def test_the_order_of_a_desk_is_no_order(server: RunningServer, desk: Station, neighbour: Station) -> None:
    who = record(desk)
    with neighbour.store.writing() as w:
        w.add("forget", Forget(entries=[who], person=who))
    neighbour.sync()
    desk.sync()
    assert told_of(desk, who) == ("Nguyễn Thị Lành", 1)
    desk.store.rebuild()
    assert told_of(desk, who) == ("Nguyễn Thị Lành", 1)
    assert all_confirmed(server, desk)


def test_rebuilding_restarting_copying_and_salvaging_keep_it_erased(
    server: RunningServer, desk: Station, tmp_path: Path
) -> None:
    who = record(desk)
    desk.sync()
    erase(server, who)
    desk.sync()
    desk.store.rebuild()
    assert told_of(desk, who) == ("", 1)
    desk.restart()
    assert told_of(desk, who) == ("", 1)
    (desk.home / "keys.json").write_text("{}")
    backup.write(desk.store, tmp_path / "copy.zip")
    backup.restore(tmp_path / "copy.zip", tmp_path / "restored")
    assert not any(one.encode() in plain_pages(tmp_path / "restored" / DATABASE) for one in SECRETS)
    desk.close()
    done = salvage.salvage(desk.home, KEY, stamp="1")
    assert done.refused == 0
    desk.open()
    assert told_of(desk, who) == ("", 1)
    assert chains_hold(desk)


def followed(at: Desk, stick: Path, now: following.Follow | None = None) -> following.Follow:
    """What follows a save: the lines that the place lacks, or a whole copy."""
    batch = None if now is None else following.gather(at, now)
    if now is None or batch is None:
        now = following.attach(at, stick, following.look(at))
        following.adopt(at, now)
        batch = following.gather(at, now)
    assert batch is not None
    return following.write(now, batch)


def test_the_second_place_is_renewed_and_what_lay_there_goes(
    server: RunningServer, desk: Station, tmp_path: Path
) -> None:
    """Every file of the place is sealed, so what is in it is told by bringing it back."""
    (desk.home / "keys.json").write_text("{}")
    stick, who = tmp_path / "stick", record(desk)
    stick.mkdir()
    at = Desk(store=desk.store, user=UserView(no=1, name="Lan", login="lan", roles=()), day=DAY)

    now = followed(at, stick)
    before = set(stick.iterdir())
    with desk.store.writing(user=1) as w:
        w.add("checkin", CheckIn(day="2026-11-27", no=1), of=who)
    now = followed(at, stick, now)
    assert before < set(stick.iterdir()), "the copy is followed"
    desk.sync()
    now = followed(at, stick, now)
    kept = set(stick.iterdir())
    erase(server, who)
    desk.sync()
    assert following.gather(at, now) is None
    now = followed(at, stick, now)
    left = set(stick.iterdir())
    assert left and not left & kept
    (copy,) = stick.glob("*.vaxbackup")
    backup.restore(copy, tmp_path / "restored")
    assert not any(one.encode() in plain_pages(tmp_path / "restored" / DATABASE) for one in SECRETS)
    desk.restart()
    at = Desk(store=desk.store, user=at.user, day=DAY)
    assert following.attach(at, stick, following.look(at)).new is None, "once is enough: the next start goes on"


def test_a_run_that_ends_in_a_hole_is_followed_by_another(server: RunningServer, desk: Station) -> None:
    with desk.store.writing(user=1) as w:
        who = w.add("person", Person(name="Nguyễn Thị Lành", doc="066190001234"))
    desk.sync()
    erase(server, who)
    desk.sync()
    desk.restart()
    assert desk.store.last_entry > 0
    desk.write(1)
    desk.sync()
    assert all_confirmed(server, desk)


@pytest.mark.parametrize(
    "change",
    [
        "line = x'7e00'",
        "line = cast('~' || printf('%043d', 0) as text)",
        "line = cast('~' || printf('%043d', 0) as blob), h = x'00'",
        "line = cast('~' || printf('%043d', 0) as blob), seq = seq + 1000",
        "line = cast('-' || printf('%043d', 0) as blob)",
    ],
)
def test_a_line_gives_way_to_nothing_but_a_hole(desk: Station, change: str) -> None:
    who = record(desk)
    seq = ref.split(who)[1]
    with (
        pytest.raises(sa.exc.IntegrityError, match="append-only"),
        desk.store.changing() as conn,
    ):
        conn.exec_driver_sql(f"UPDATE entry SET {change} WHERE seq = {seq}")
