"""A lost PC, from the desk's side: everything is on the server first, then the keys are gone for good."""

from __future__ import annotations

import pytest

from sync_server.durable.database import reading, writing
from sync_server.operating import device_acts
from sync_server.segments import strays
from tests.desk.conftest import PASSWORD
from tests.servers import RunningServer
from vaxdesk.desk import door, entrance, farewell, sending
from vaxdesk.desk.context import Desk
from vaxdesk.journal import segment
from vaxdesk.store import erasure, keyfile
from vaxdesk.sync.http import Link
from vaxdesk.trouble import Trouble, TroubleCode


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


def test_a_revoked_pc_hands_over_and_then_cannot_be_opened_again(connected: Desk, server: RunningServer) -> None:
    sending.send_all(connected)
    do(server, "revoke")
    sending.note_clock(connected, 1_795_400_000_000)  # written on the stolen PC
    assert refused(connected) is TroubleCode.DEVICE_REVOKED
    held, home = lines_of(connected), connected.store.home
    farewell.part(connected)
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


def test_nothing_is_destroyed_before_the_acknowledgement(connected: Desk, server: RunningServer) -> None:
    do(server, "revoke")
    assert refused(connected) is TroubleCode.DEVICE_REVOKED
    parcel = farewell.draft(connected)
    assert parcel is not None
    server.stop()
    with pytest.raises(Trouble), Link(parcel.who.url) as link:
        farewell.carry(link, parcel)
    with pytest.raises(RuntimeError):
        farewell.erase(connected)
    assert farewell.settle(connected, parcel, ["00" * 32]) is False  # acknowledges something else
    with pytest.raises(RuntimeError):
        farewell.erase(connected)
    server.start()
    farewell.part(connected)
    assert keyfile.exists(connected.store.home)


def test_a_pc_that_was_let_back_in_before_it_parted_goes_on(connected: Desk, server: RunningServer) -> None:
    do(server, "revoke")
    assert refused(connected) is TroubleCode.DEVICE_REVOKED
    do(server, "readmit")
    with pytest.raises(Trouble) as trouble:
        farewell.part(connected)
    assert trouble.value.detail == "active"
    assert sending.send_all(connected).confirmed > 0


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
