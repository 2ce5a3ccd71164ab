"""Rounds between real stores and a real server: everything once, unaltered, confirmed when the feed shows it."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from sync_server.durable.database import writing
from sync_server.durable.tables import device
from sync_server.settings import Settings
from tests.servers import RunningServer, running_server
from tests.stations import Station, all_confirmed, failing, filed
from vaxdesk.domain.payloads import Person
from vaxdesk.registry.queries import people
from vaxdesk.store import enrolment as shelf
from vaxdesk.store import tables
from vaxdesk.sync.pace import LEAST_ROOM, Pace
from vaxdesk.trouble import TroubleCode


def test_what_was_saved_is_confirmed_and_then_there_is_nothing_to_do(server: RunningServer, desk: Station) -> None:
    desk.write(5)
    assert desk.waiting() == 6
    report = desk.sync()
    assert (report.confirmed, report.taken, report.refused, report.went_back) == (6, 0, (), False)
    assert all_confirmed(server, desk)
    before = len(desk.line.bodies)
    again = desk.sync()
    assert (again.confirmed, again.rounds, desk.line.segments()[before:]) == (0, 1, [0])


def test_a_reply_lost_after_the_commit_costs_one_question_and_no_duplicate(
    server: RunningServer, desk: Station
) -> None:
    desk.write(5)
    desk.line.faults = ["reply lost"]
    assert failing(desk) is TroubleCode.NO_LINE
    assert len(filed(server)) == 6
    assert desk.waiting() == 6
    desk.write(2)
    report = desk.sync()
    assert desk.line.segments() == [1, 0, 1]
    assert (report.rounds, report.confirmed) == (2, 8)
    assert all_confirmed(server, desk)


def test_a_request_delivered_twice_is_filed_once(server: RunningServer, desk: Station) -> None:
    desk.write(5)
    desk.line.faults = ["delivered twice"]
    assert desk.sync().confirmed == 6
    assert all_confirmed(server, desk)


def test_a_request_lost_on_the_way_changes_nothing(server: RunningServer, desk: Station) -> None:
    desk.write(3)
    desk.line.faults = ["request lost"]
    assert failing(desk) is TroubleCode.NO_LINE
    assert filed(server) == {}
    desk.sync()
    assert all_confirmed(server, desk)


def test_a_reply_cut_short_is_not_believed(server: RunningServer, desk: Station) -> None:
    desk.write(3)
    desk.line.faults = ["reply cut"]
    assert failing(desk) is TroubleCode.NOT_OUR_SERVER
    assert desk.waiting() == 4
    desk.sync()
    assert all_confirmed(server, desk)


def test_two_desks_of_a_unit_hold_the_same_and_see_each_others_people(
    server: RunningServer, desk: Station, neighbour: Station
) -> None:
    with desk.store.writing(user=1) as writer:
        writer.add("person", Person(name="Đặng Thị Ánh", dob="1990-01-31", sex="F"))
    neighbour.write(3)
    desk.sync()
    assert neighbour.sync().taken == 2
    assert desk.sync().taken == 4
    assert all_confirmed(server, desk, neighbour)
    with neighbour.store.reading() as conn:
        assert people.count(conn) == 1


def test_what_the_unit_above_writes_comes_down_and_nothing_of_the_neighbour_unit(
    server: RunningServer, desk: Station, station_of: Callable[..., Station]
) -> None:
    above, beside = station_of(server, "2025-07:66"), station_of(server, "TYT-02")
    for one in (above, beside, desk):
        one.write(1, what=one.home.name)
        one.sync()
    desk.sync()
    assert desk.lines() == filed(server) | filed(server, "2025-07:66")
    assert beside.lines() == filed(server, "TYT-02") | filed(server, "2025-07:66")
    assert desk.waiting() == 0


@pytest.mark.parametrize("years", [-30, -1, 33])
def test_a_clock_that_is_years_off_does_not_stop_sending(server: RunningServer, desk: Station, years: int) -> None:
    shift = years * 365.25 * 86400
    desk.now = lambda: time.time() + shift
    desk.write(2)
    desk.sync()
    assert len(desk.line.bodies) == 2
    assert all_confirmed(server, desk)
    with desk.store.reading() as conn:
        heard = shelf.contact(conn)
    assert heard is not None
    assert abs(heard.offset + shift) < 5
    desk.sync()
    assert len(desk.line.bodies) == 3


def test_what_was_saved_bit_by_bit_without_a_line_goes_out_in_one_request(desk: Station) -> None:
    for _ in range(30):
        desk.write(10)
    report = desk.sync()
    assert (report.rounds, report.confirmed, desk.waiting()) == (1, 301, 0)
    assert desk.line.segments() == [3], "frames that grow: 100, 200 and the rest"


def test_a_backlog_goes_in_several_rounds_and_all_of_it(server: RunningServer, desk: Station) -> None:
    for _ in range(10):
        desk.write(300)
    report = desk.sync(pace=Pace(room=LEAST_ROOM))
    assert report.rounds > 3
    assert report.confirmed == 3001
    assert all_confirmed(server, desk)
    sizes = [one.n for one in _items(desk)]
    assert sizes[0] == 100
    assert max(sizes) > 500


def test_a_new_desk_reads_a_long_feed_page_by_page(tmp_path: Path, station_of: Callable[..., Station]) -> None:
    with running_server(tmp_path, settings=Settings(max_answer=600)) as server:
        first, second = station_of(server), station_of(server)
        for number in range(12):
            first.write(30, what=f"part {number}")
            first.sync()
        report = second.sync()
        assert report.rounds > 3
        assert report.taken == 361
        assert all_confirmed(server, first, second)


def test_requests_shrink_until_the_server_takes_them(tmp_path: Path, station_of: Callable[..., Station]) -> None:
    with running_server(tmp_path, settings=Settings(max_body=40_000)) as server:
        desk = station_of(server)
        for number in range(40):
            desk.write(1, what=f"{number:03}" + secrets.token_hex(4000))
        report = desk.sync()
        assert report.confirmed == 41
        assert report.pace.room < Pace().room
        assert all_confirmed(server, desk)


def test_a_refusal_of_the_whole_request_is_said_and_nothing_changes(server: RunningServer, desk: Station) -> None:
    desk.write(1)
    with writing(server.engine) as conn:
        conn.execute(device.update().values(status="revoked"))
    assert failing(desk) is TroubleCode.DEVICE_REVOKED
    assert desk.waiting() == 2


def _items(desk: Station) -> list[sa.Row]:
    with desk.store.reading() as conn:
        return list(conn.execute(sa.select(tables.item).order_by(tables.item.c.feed, tables.item.c.pos)))
