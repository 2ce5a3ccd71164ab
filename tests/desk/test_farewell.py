"""A lost PC, from the desk's side: everything is on the server first, then the keys are gone for good."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync_server.durable.database import reading, writing
from sync_server.operating import device_acts
from sync_server.segments import strays
from tests.desk.conftest import PASSWORD, Clock
from tests.servers import RunningServer, running_server
from vaxdesk.desk import door, entrance, farewell, sending
from vaxdesk.desk.context import Desk
from vaxdesk.journal import segment
from vaxdesk.store import erasure, keyfile
from vaxdesk.store.enrolment import Enrolment
from vaxdesk.sync.http import Link
from vaxdesk.trouble import Trouble, TroubleCode


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with running_server(tmp_path) as running:
        yield running


@pytest.fixture
def joined(desk: Desk, desk_clock: Clock, server: RunningServer) -> Desk:
    desk_clock.seconds = time.time()
    assert isinstance(sending.connect(desk, server.url, server.enrol_code("TYT-01")), Enrolment)
    return desk


def do(server: RunningServer, what: str) -> None:
    with writing(server.engine) as conn:
        known = next(iter(device_acts.listed(conn)))
        row = device_acts.find(conn, str(known.device))
        if what == "revoke":
            device_acts.revoke(conn, server.server, row, from_ms=server.server.now_ms())
        else:
            device_acts.readmit(conn, server.server, row)


def lines_kept(server: RunningServer) -> list[bytes]:
    with reading(server.engine) as conn:
        ids = [one.id for one in strays.listed(conn)]
        rows = conn.exec_driver_sql("SELECT id, data FROM stray ORDER BY id").all()
    assert len(rows) == len(ids)
    return [line for row in rows for line in segment.read(row.data).lines]


def refused(desk: Desk) -> TroubleCode:
    with pytest.raises(Trouble) as trouble:
        sending.send_all(desk)
    return trouble.value.code


def lines_of(desk: Desk) -> list[bytes]:
    with desk.store.reading() as conn:
        return list(conn.exec_driver_sql("SELECT line FROM entry ORDER BY local_no, seq").scalars())


def test_a_revoked_pc_hands_over_and_then_cannot_be_opened_again(joined: Desk, server: RunningServer) -> None:
    sending.send_all(joined)
    do(server, "revoke")
    sending.note_clock(joined, 1_795_400_000_000)  # written on the stolen PC
    assert refused(joined) is TroubleCode.DEVICE_REVOKED
    held, home = lines_of(joined), joined.store.home
    farewell.part(joined)
    assert lines_kept(server) == held[-1:]
    assert not list(home.glob("*keys*"))
    for look in (lambda: door.look(home), lambda: entrance.unlock(home, "mai", PASSWORD)):
        with pytest.raises(Trouble) as trouble:
            look()
        assert trouble.value.code is TroubleCode.STATION_ERASED
    with reading(server.engine) as conn:
        ids = {one.id for one in strays.listed(conn)}
    assert strays.accept(server.server, ids).entries == 1
    assert [one["line"].encode() for one in server.entries("TYT-01") if one["entry"]["k"] != "revoke"][-1] == held[-1]


def test_nothing_is_destroyed_before_the_acknowledgement(joined: Desk, server: RunningServer) -> None:
    do(server, "revoke")
    assert refused(joined) is TroubleCode.DEVICE_REVOKED
    parcel = farewell.draft(joined)
    assert parcel is not None
    server.stop()
    with pytest.raises(Trouble), Link(parcel.who.url) as link:
        farewell.carry(link, parcel)
    with pytest.raises(RuntimeError):
        farewell.erase(joined)
    assert farewell.settle(joined, parcel, ["00" * 32]) is False  # acknowledges something else
    with pytest.raises(RuntimeError):
        farewell.erase(joined)
    server.start()
    farewell.part(joined)
    assert keyfile.exists(joined.store.home)


def test_a_pc_that_was_let_back_in_before_it_parted_goes_on(joined: Desk, server: RunningServer) -> None:
    do(server, "revoke")
    assert refused(joined) is TroubleCode.DEVICE_REVOKED
    do(server, "readmit")
    with pytest.raises(Trouble) as trouble:
        farewell.part(joined)
    assert trouble.value.detail == "active"
    assert sending.send_all(joined).confirmed > 0


def test_a_power_cut_amid_the_erasure_is_finished_at_the_next_start(desk: Desk) -> None:
    home = desk.store.home
    desk.store.close()
    aside = home / "before-restore-1"
    aside.mkdir()
    (aside / keyfile.FILE).write_bytes((home / keyfile.FILE).read_bytes())
    (home / keyfile.ERASED).write_text("{}")  # the mark was written, then the power went
    with pytest.raises(Trouble) as trouble:
        door.look(home)
    assert trouble.value.code is TroubleCode.STATION_ERASED
    assert not list(home.rglob("*keys*"))
    assert (home / keyfile.DATABASE).exists()


def test_the_keys_are_overwritten_before_they_are_removed(desk: Desk) -> None:
    home = desk.store.home
    linked = home / "linked"
    linked.hardlink_to(home / keyfile.FILE)  # still leads to the same bytes on the disk
    before = linked.read_bytes()
    erasure.erase(home, erasure.Erased(unit="x", server="y", t=1))
    after = linked.read_bytes()
    assert len(after) >= len(before)
    assert b"wrapped" not in after
    assert before[:64] != after[:64]
