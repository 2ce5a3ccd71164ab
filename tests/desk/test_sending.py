"""Joining and sending from the desk, against a real server on the loopback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from sync_server.durable import tables
from tests.desk.conftest import PASSWORD, QUICK, Clock
from tests.servers import RunningServer, running_server
from vaxdesk.desk import sending, station, status
from vaxdesk.desk.context import Desk
from vaxdesk.dictionaries import shipped
from vaxdesk.journal import segment
from vaxdesk.journal.enrolment import Refusal
from vaxdesk.store.enrolment import Enrolment
from vaxdesk.sync.pace import Pace
from vaxdesk.trouble import Trouble, TroubleCode

UNIT = "TYT-01"


@pytest.fixture
def real_clock(desk_clock) -> None:
    """The server's signed time is the real one, so the desk's clock is too."""
    import time

    desk_clock.seconds = time.time()


def lines_of(desk: Desk) -> list[bytes]:
    with desk.store.reading() as conn:
        return list(conn.exec_driver_sql("SELECT line FROM entry ORDER BY local_no, seq").scalars())


def lines_on(server: RunningServer) -> list[bytes]:
    """The exact bytes that the server holds, read from its segments."""
    found: list[bytes] = []
    for row in server.rows(sa.select(tables.segment.c.data).order_by(tables.segment.c.pos)):
        found += segment.read(row.data, shipped()).lines
    return found


@pytest.mark.usefixtures("real_clock")
def test_everything_saved_is_on_the_server_after_one_send(
    desk: Desk, make_person: Callable[..., str], tmp_path: Path
) -> None:
    for row in range(1, 30):
        make_person(desk, row=row, name=f"Người Thứ {row}", doc=f"0151900012{row:02}")
    with running_server(tmp_path) as server:
        joined = sending.connect(desk, server.url, server.enrol_code(UNIT))
        assert isinstance(joined, Enrolment)
        before = status.of(desk)
        report = sending.send_all(desk)
        after = status.of(desk)
        held = sorted(line for line in lines_on(server))
    assert (before.waiting, after.waiting) == (before.saved, 0)
    assert report.confirmed == before.saved
    assert after.last_contact > 0
    assert held == sorted(lines_of(desk)), "byte for byte"


@pytest.mark.usefixtures("real_clock")
def test_steps_of_a_round_share_one_connection(desk: Desk, tmp_path: Path) -> None:
    with running_server(tmp_path) as server:
        sending.connect(desk, server.url, server.enrol_code(UNIT))
        courier, pace = sending.Courier(), Pace()
        for _ in range(2):
            parcel = sending.draft(desk, pace=pace)
            settled, pace = sending.settle(desk, parcel, courier.carry(parcel))
        link = courier._link
        sending.note_clock(desk, settled.server_ms)
        parcel = sending.draft(desk, pace=pace)
        settled, pace = sending.settle(desk, parcel, courier.carry(parcel))
        assert courier._link is link
        assert settled.confirmed == 1
        courier.close()
    assert status.of(desk).waiting == 0


@pytest.mark.usefixtures("real_clock")
def test_a_line_that_is_down_loses_nothing_and_is_tried_anew(desk: Desk, tmp_path: Path) -> None:
    with running_server(tmp_path) as server:
        sending.connect(desk, server.url, server.enrol_code(UNIT))
        courier = sending.Courier()
        server.stop()
        parcel = sending.draft(desk, pace=Pace())
        with pytest.raises(Trouble) as caught:
            courier.carry(parcel)
        assert caught.value.code is TroubleCode.NO_LINE
        assert status.of(desk).waiting == status.of(desk).saved
        server.start()
        assert sending.send_all(desk).confirmed == status.of(desk).saved
        courier.close()


@pytest.mark.parametrize(
    ("address", "code", "refusal"),
    [
        ("https://example.vn", "1234", Refusal.BAD_CODE),
        ("not an address", None, Refusal.BAD_ADDRESS),
        ("http://example.vn", None, Refusal.UNPROTECTED),
    ],
)
def test_a_mistyped_wish_is_refused_before_anything_is_sent(
    desk: Desk, tmp_path: Path, address: str, code: str | None, refusal: Refusal
) -> None:
    with running_server(tmp_path) as server:
        assert sending.ask_to_join(desk, address, code or server.enrol_code(UNIT)) is refusal


@pytest.mark.usefixtures("real_clock")
def test_a_code_is_good_for_one_device(desk: Desk, tmp_path: Path, desk_clock: Clock) -> None:
    other = station.create(
        tmp_path / "other", station="2", name="x", user="y", login="y", password=PASSWORD, now=desk_clock, cost=QUICK
    ).desk
    with running_server(tmp_path) as server:
        code = server.enrol_code(UNIT)
        assert isinstance(sending.connect(desk, server.url, code), Enrolment)
        assert sending.connect(other, server.url, code) is Refusal.USED
    other.store.close()


def test_sending_before_joining_says_so(desk: Desk) -> None:
    with pytest.raises(Trouble) as caught:
        sending.send_all(desk)
    assert caught.value.code is TroubleCode.NOT_ENROLLED


def test_a_log_that_the_server_cannot_go_on_with_is_left_for_another(desk: Desk) -> None:
    before = desk.store._head.log
    desk.store.begin_log()
    with desk.store.writing(user=1) as w:
        w.flush()
        assert w.head.log != before
        assert w.head.seq == 1
