"""The dashboard without a screen: what it says, to whom, as a page, as a file, and as it changes."""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from threading import Event, Thread

import pytest
from openpyxl import load_workbook

from sync_server.district.board import periods
from sync_server.district.board.periods import Choice
from sync_server.pages.board.sections import SECTIONS
from sync_server.reading import worker
from sync_server.reading.readers import Share
from tests.district.databases import BOTH, url_of
from tests.district.staffing import Clerk, staffed
from tests.report_day import TOTAL, HandMade
from tests.servers import TREE, RunningServer, running_server
from tests.sync_server.clinics import LANH, Clinic, changed, read, today
from vaxdesk.domain import times
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.domain.payloads import Campaign, Plan

DAY = "2026-11-26"


@pytest.fixture
def station(server: RunningServer) -> Clinic:
    return Clinic(server)


@pytest.fixture
def clerk(server: RunningServer) -> Iterator[Clerk]:
    made = Clerk(server)
    yield made
    made.close()


def at(server: RunningServer, unit: str, section: str = "progress", query: str = f"since={DAY}&until={DAY}") -> str:
    return f"/board/{server.unit(unit).org_no}/{section}?{query}"


def overseer(server: RunningServer, clerk: Clerk, unit: str = "66") -> None:
    clerk.sign_in(staffed(server, unit, GivenRole.OVERSEE))


def test_every_section_says_what_the_day_was(server: RunningServer, station: Clinic, clerk: Clerk) -> None:
    HandMade(station.write, DAY)
    station.send()
    read(server)
    overseer(server, clerk)
    clerk.open(at(server, "66"))
    assert f"{TOTAL['vaccinated']} người đã tiêm, trên 22 lượt được gọi" in clerk.text
    assert "Cư Êbur 22 24 16 73" in clerk.text
    clerk.open(at(server, "66", "people"))
    assert "AstraZeneca 4 1 0 0 1 0 0 6" in clerk.text
    assert "Pfizer 5 2 0 1 1 1 0 10" in clerk.text
    clerk.open(at(server, "66", "reactions"))
    assert "FK1234 Pfizer 10 2 1 30.000" in clerk.text
    assert "Không có lô nào" in clerk.text
    clerk.open(at(server, "66", "data"))
    assert "24 người đến, 0 người chưa xong" in clerk.text
    clerk.open(at(server, "66", "stock"))
    assert "Pfizer 0 0 0 0 10 2 0 0 –" in clerk.text, "never received by the books: nobody knows for how long it lasts"


def test_an_empty_unit_says_that_there_is_nothing_yet(server: RunningServer, clerk: Clerk) -> None:
    overseer(server, clerk, "24211")
    for section in SECTIONS:
        assert clerk.open(at(server, "24211", section, "period=all")).status_code == 200
        assert "Chưa có" in clerk.text or "–" in clerk.text


def test_who_looks_after_one_unit_lands_there_and_after_several_chooses(server: RunningServer, clerk: Clerk) -> None:
    login = staffed(server, "TYT-01", GivenRole.OVERSEE)
    clerk.sign_in(login)
    clerk.open("/board")
    assert clerk.page.url.endswith(f"/board/{server.unit('TYT-01').org_no}")


def test_nothing_outside_is_ever_told_from_what_is_not_there(
    server: RunningServer, station: Clinic, clerk: Clerk
) -> None:
    station.dose(station.listed(LANH))
    station.send()
    read(server)
    overseer(server, clerk, "TYT-02")
    path = "/board/999999999/progress"
    missing = clerk.open(path).text.replace(path, "")
    for unit in ("TYT-01", "2025-07:24211", "66", "VN"):
        for section in SECTIONS:
            for end in (section, f"{section}/live", f"{section}/units.csv"):
                path = f"/board/{server.unit(unit).org_no}/{end}"
                found = clerk.open(path)
                assert (found.status_code, found.text.replace(path, "")) == (404, missing), (unit, end)
    assert clerk.open(at(server, "TYT-02")).status_code == 200
    assert clerk.open(f"/board/{server.unit('TYT-02').org_no}/secrets").status_code == 404
    assert clerk.open(f"/board/{server.unit('TYT-02').org_no}/progress/people.csv").status_code == 404
    assert clerk.open(f"/board/{server.unit('TYT-02').org_no}/progress/units.exe").status_code == 404


@pytest.mark.parametrize("role", [GivenRole.VERIFY, GivenRole.ADMIN, GivenRole.STOCK])
def test_without_the_right_there_is_no_dashboard(server: RunningServer, clerk: Clerk, role: GivenRole) -> None:
    clerk.sign_in(staffed(server, "66", role))
    assert clerk.open(at(server, "66")).status_code == 403
    assert "Tổng hợp" not in clerk.text


def test_tables_are_saved_as_files_that_hold_no_formulas(server: RunningServer, clerk: Clerk) -> None:
    bad = Clinic(server)
    HandMade(bad.write, DAY)
    dose = changed(LANH, grp="=1+1")
    who = bad.listed(dose)
    bad.dose(who, product="=HYPERLINK(1)")
    bad.send()
    read(server)
    overseer(server, clerk)
    found = clerk.open(f"/board/{server.unit('66').org_no}/progress/units.csv?since={DAY}&until={DAY}")
    assert found.content.startswith("\ufeff".encode())
    rows = list(csv.reader(StringIO(found.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Tiến độ theo đơn vị – Đắk Lắk, từ 26/11/2026 đến hết 26/11/2026"]
    assert rows[1][:4] == ["Đơn vị", "Được gọi", "Đã đến", "Đã tiêm"]
    assert rows[-1][:4] == ["Tổng cộng", "23", "25", "17"]
    assert 'filename="units-66-2026-11-26.csv"' in found.headers["Content-Disposition"]
    plain = clerk.open(f"/board/{server.unit('66').org_no}/people/doses.csv?since={DAY}&until={DAY}")
    assert "'=HYPERLINK(1)" in plain.content.decode()
    book = clerk.open(f"/board/{server.unit('66').org_no}/people/doses.xlsx?since={DAY}&until={DAY}")
    sheet = load_workbook(BytesIO(book.content)).active
    names = [sheet.cell(line, 1) for line in range(5, 9)]
    assert [cell.value for cell in names] == ["AstraZeneca", "Pfizer", "=HYPERLINK(1)", "Tổng cộng"]
    assert {cell.data_type for cell in names} == {"s"}
    assert sheet.cell(8, 9).value == 17


@pytest.fixture(params=BOTH)
def live(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RunningServer]:
    """A server whose readers run beside it."""
    with running_server(tmp_path, url_of(request), tree=TREE) as running:
        worker.prepare(running.server)
        stop = Event()
        reader = Thread(target=worker.run, args=(running.server, Share(), stop))
        reader.start()
        yield running
        stop.set()
        reader.join()


def test_a_page_that_is_open_follows_a_push(live: RunningServer) -> None:
    clerk, station, day = Clerk(live), Clinic(live), today(live)
    overseer(live, clerk)
    address = f"{live.url}/district{at(live, '66', 'progress/live', 'period=today')}"
    first = clerk.http.get(address, timeout=20)
    assert first.status_code == 200
    same = clerk.http.get(address, headers={"If-None-Match": first.headers["ETag"]}, timeout=20)
    assert (same.status_code, same.content) == (304, b"")
    station.dose(station.listed(LANH, day=day), day=day)
    station.send()
    until, tag = time.monotonic() + 60, first.headers["ETag"]
    while True:
        found = clerk.http.get(address, headers={"If-None-Match": tag}, timeout=20)
        if found.status_code == 200 and "trên 1 lượt được gọi" in found.text:
            break
        assert time.monotonic() < until, "it never came"
        time.sleep(0.1)
    assert times.day_of(live.server.now()) == day
    clerk.close()


def test_who_only_lets_a_page_run_is_signed_out_in_time(server: RunningServer, clerk: Clerk) -> None:
    overseer(server, clerk)
    address = at(server, "66", "progress/live", "period=today")
    began = time.time()
    for minutes in range(0, 35, 5):
        server.now = lambda minutes=minutes: began + minutes * 60
        answer = clerk.http.get(f"{server.url}/district{address}", timeout=20, allow_redirects=False)
        assert answer.status_code == (200 if minutes <= 25 else 303), minutes


@pytest.mark.parametrize(
    ("query", "since", "until", "choice"),
    [
        ({}, "2026-11-21", "2026-11-27", Choice.WEEK),
        ({"period": "today"}, "2026-11-27", "2026-11-27", Choice.TODAY),
        ({"period": "month"}, "2026-10-29", "2026-11-27", Choice.MONTH),
        ({"period": "year"}, "2026-01-01", "2026-11-27", Choice.YEAR),
        ({"period": "all"}, "", "2026-11-27", Choice.ALL),
        ({"period": "own"}, "2026-11-21", "2026-11-27", Choice.WEEK),
        ({"period": "nonsense"}, "2026-11-21", "2026-11-27", Choice.WEEK),
        ({"since": "2026-11-01", "until": "2026-11-05"}, "2026-11-01", "2026-11-05", Choice.OWN),
        ({"since": "2026-11-09", "until": "2026-11-05"}, "2026-11-05", "2026-11-05", Choice.OWN),
        ({"since": "x", "until": ""}, "2026-11-27", "2026-11-27", Choice.OWN),
    ],
)
def test_periods(query: dict[str, str], since: str, until: str, choice: Choice) -> None:
    found = periods.of(query, "2026-11-27")
    assert (found.since, found.until, found.choice) == (since, until, choice)
    assert found.by_day is (found.choice not in (Choice.YEAR, Choice.ALL))


def test_a_round_is_told_whatever_the_day_beside_its_target(
    server: RunningServer, station: Clinic, clerk: Clerk
) -> None:
    HandMade(station.write, DAY)
    drive = station.write("campaign", Campaign(no="3/b", name="Đợt 3"))
    station.write("plan", Plan(day=DAY, campaign=drive, slots={"07:30": 30}))
    station.dose(station.listed(LANH, day="2026-11-20"), day="2026-11-20")  # of no round
    station.send()
    read(server)
    clerk.sign_in(staffed(server, "66", GivenRole.DIRECT))
    days = {"since": "2026-11-01", "until": "2026-11-30"}
    unit = server.unit("66").org_no
    for no, n in (("3/B", "40"), ("", "50")):
        clerk.open(f"/targets/{unit}")
        clerk.send(f"/targets/{unit}", what="reach", n=n, campaign=no, **days)
    read(server)
    clerk.open(at(server, "66", "progress", "period=all"))
    assert "Đợt tiêm: Tất cả Đợt 3/B" in clerk.text and "17 người đã tiêm" in clerk.text
    clerk.open(at(server, "66", "progress", "round=3/b"))
    assert "16 người đã tiêm, trên 22 lượt được gọi" in clerk.text and "Số liệu ngày 26/11/2026" in clerk.text
    assert "40 % chỉ tiêu: 16 trên 40" in clerk.text and "Cả đợt" in clerk.text
    links = clerk.page.content.decode()
    assert f'/board/{server.unit("24211").org_no}/progress?round=3%2FB"' in links, "further down it is the same round"
    clerk.open(at(server, "66", "targets", "round=3/B"))
    assert "40 16 40 % 24" in clerk.text and "50 16" not in clerk.text, "targets of the round alone"
    clerk.open(at(server, "66", "targets", "round=3/B&since=2026-11-01&until=2026-11-25"))
    assert "40 0 0,0 % 40" in clerk.text, "to the end of the days shown"
    clerk.open(at(server, "66", "people", "round=3/B"))
    assert "AstraZeneca 4 1 0 0 1 0 0 6" in clerk.text
    clerk.open(at(server, "66", "reactions", "round=3/B"))
    assert "FK1234 Pfizer 10 2 1 30.000,0 –" in clerk.text, "what is left of a lot is left of no round"
    clerk.open(at(server, "66", "stock", "round=3/B"))
    assert "không tách theo đợt" in clerk.text and "Pfizer 0 0 0 0 10 2 0 0 –" in clerk.text
    clerk.open(at(server, "66", "progress", "round=4"))
    assert "Đợt 4" in clerk.text and "Chưa có số liệu" in clerk.text
    file = clerk.open(f"/board/{unit}/progress/units.csv?round=3/B")
    assert "Đợt 3/B" in file.content.decode("utf-8-sig") and ";22;" in file.content.decode("utf-8-sig")
    assert 'filename="units-2025-07_66-3_B-' in file.headers["content-disposition"] or "-3_B-" in str(file.headers)
