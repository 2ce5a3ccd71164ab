"""The pages of missing doses by forms alone: from the list to the people, one question, its answer."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from sync_server.district.missing import sites
from sync_server.durable.database import writing
from sync_server.durable.tables import access, device
from sync_server.durable.tables_missing import gap_ask
from tests.district.cases.bench_of import Bench
from tests.district.missing.planted import FOUND, NOBODY, OPEN, PAPER, SHORT, VIALS, WHOLE, Planted
from tests.district.staffing import Clerk, staffed
from vaxdesk.domain import times
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.domain.payloads import Answer
from vaxdesk.registry.tables_cases import ask
from vaxdesk.words import say_in

NOW = times.at("2026-11-27", "09:00")


@pytest.fixture
def bench(bench: Bench) -> Bench:
    bench.server.now = lambda: NOW
    return bench


@pytest.fixture
def clerk(bench: Bench) -> Iterator[Clerk]:
    """Mai, who reconciles in the province, signed in."""
    made = Clerk(bench.server)
    made.sign_in(staffed(bench.server, "66", GivenRole.RECONCILE, login="mai", name="Lê Thị Mai"))
    yield made
    made.close()


def vi(key: str, **facts: object) -> str:
    return say_in("vi", key, **facts)


def path(bench: Bench, *more: str, org: str = "TYT-01") -> str:
    return "/".join((f"/missing/u/{bench.server.unit(org).org_no}", *more))


def test_from_the_list_to_the_people_concerned(bench: Bench, clerk: Clerk) -> None:
    Planted(bench.here)
    bench.send()
    clerk.open("/missing")
    assert "Trạm y tế Cư Êbur" in clerk.text and "Điểm tiêm trường Lê Lợi" not in clerk.text
    assert "Nguyễn" not in clerk.text, "the list names nobody"
    clerk.open(path(bench))
    for day, kinds in FOUND.items():
        assert "/".join(reversed(day.split("-"))) in clerk.text
        for kind, (n, of) in kinds.items():
            assert vi(f"district_missing.kind.{kind}") in clerk.text
            assert vi(f"district_missing.told.{kind}", n=n, of=of) in clerk.text
    clerk.open(path(bench, OPEN))
    assert "Nguyễn Sáu" in clerk.text and "Nguyễn Năm" not in clerk.text
    clerk.open(path(bench, NOBODY))
    assert "Nguyễn Một" in clerk.text and "Nguyễn Hai" in clerk.text
    clerk.open(path(bench, VIALS))
    assert "FK9" in clerk.text and vi("district_missing.vial_open") in clerk.text
    clerk.open(path(bench, SHORT))
    assert vi("district_missing.from_to", first=1, last=4) in clerk.text
    clerk.open(path(bench, PAPER))
    assert vi("district_missing.sheets") in clerk.text
    clerk.open(path(bench, WHOLE))
    assert vi("district_missing.none") in clerk.text
    looks = [row for row in bench.server.rows(sa.select(access)) if row.action == "missing"]
    assert len(looks) == 3, "those who were shown by name, and nobody else"


def test_a_site_is_asked_once_answers_and_is_asked_again(bench: Bench, clerk: Clerk) -> None:
    days = Planted(bench.here)
    bench.send()
    clerk.open(path(bench))
    clerk.send(path(bench, OPEN, "no_outcome", "ask"))
    assert vi("district_missing.sent") in clerk.text and vi("district_missing.on_its_way") in clerk.text
    clerk.send(path(bench, OPEN, "no_outcome", "ask"))
    assert clerk.page.status_code == 409 and vi("refusal.reason.already_asked") in clerk.text
    bench.read()
    (asked,) = bench.server.rows(sa.select(ask))
    assert (asked.what, asked.until, asked.refs) == ("missing", "2026-11-30", asked.refs)
    assert asked.text == vi("district_missing.ask.no_outcome", day="13/11/2026", n=1, of=2)
    assert asked.refs == days.refs["Sáu"]
    clerk.open(path(bench))
    assert vi("district_missing.waits", day="30/11/2026") in clerk.text
    clerk.send(path(bench, OPEN, "no_outcome", "ask"))
    assert clerk.page.status_code == 409
    (noted,) = bench.server.rows(sa.select(gap_ask))
    bench.here.write("answer", Answer(ask=noted.ref, choice="to_enter", text="mai nhập"))
    bench.send()
    clerk.open(path(bench, OPEN))
    assert vi("district_missing.says", choice=vi("question.choice.to_enter")) in clerk.text and "mai nhập" in clerk.text
    clerk.open("/missing")
    assert "1/1" in clerk.text
    clerk.send(path(bench, OPEN, "no_outcome", "withdraw"))
    assert clerk.page.status_code == 409 and vi("refusal.reason.question_gone") in clerk.text
    clerk.send(path(bench, OPEN, "no_outcome", "ask"))
    assert vi("district_missing.sent") in clerk.text


def test_a_question_is_withdrawn(bench: Bench, clerk: Clerk) -> None:
    Planted(bench.here)
    bench.send()
    clerk.open(path(bench))
    clerk.send(path(bench, NOBODY, "nothing", "ask"), **{"from": "day"})
    assert clerk.page.url.endswith(NOBODY)
    clerk.send(path(bench, NOBODY, "nothing", "withdraw"))
    assert clerk.page.status_code == 409 and vi("refusal.reason.not_yet_read") in clerk.text
    bench.read()
    clerk.send(path(bench, NOBODY, "nothing", "withdraw"))
    assert vi("district_missing.withdrawn") in clerk.text
    bench.read()
    assert [row.voided for row in bench.server.rows(sa.select(ask))] == [1]
    assert clerk.send(path(bench, NOBODY, "nothing", "withdraw")).status_code == 404
    clerk.open(path(bench))
    clerk.send(path(bench, NOBODY, "nothing", "ask"))
    assert vi("district_missing.sent") in clerk.text


def test_silent_sites_are_shown_and_asked(bench: Bench, clerk: Clerk) -> None:
    bench.send()
    with writing(bench.server.engine) as conn:
        seen = (NOW - 5 * 86_400) * 1000
        there = device.c.org_no == bench.server.unit("TYT-02").org_no
        conn.execute(device.update().where(there).values(last_seen_ms=seen))
    clerk.open("/missing")
    assert vi("district_missing.silent_link", n=1, days=3) in clerk.text
    clerk.open("/missing?kind=silent")
    shown = clerk.text.partition(vi("district_missing.show"))[2]
    assert "Điểm tiêm trường Lê Lợi" in shown and "Cư Êbur" not in shown
    clerk.open(path(bench, org="TYT-02"))
    assert vi("district_missing.told.silent") in clerk.text
    clerk.send(path(bench, "2026-11-22", "silent", "ask", org="TYT-02"))
    assert vi("district_missing.sent") in clerk.text
    assert clerk.send(path(bench, "2026-11-27", "silent", "ask")).status_code == 404, "it is not silent"


def test_files_hold_what_the_list_holds(bench: Bench, clerk: Clerk) -> None:
    Planted(bench.here)
    bench.send()
    text = clerk.open("/missing/file.csv").content.decode("utf-8-sig")
    kinds = [kind for day in FOUND.values() for kind in day]
    assert all(vi(f"district_missing.kind.{kind}") in text for kind in kinds)
    assert len([one for one in text.splitlines() if one.startswith("TYT-01;")]) == len(kinds)
    book = load_workbook(BytesIO(clerk.open("/missing/file.xlsx?kind=no_outcome").content))
    cells = [cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row]
    assert vi("district_missing.kind.no_outcome") in cells and vi("district_missing.kind.vials") not in cells
    assert clerk.open("/missing/file.pdf").status_code == 404


@pytest.mark.parametrize("query", ["since=x", "since=2026-11-20&until=2026-11-10", "since=2020-01-01", "after=%27x"])
def test_bad_input_is_told(bench: Bench, clerk: Clerk, query: str) -> None:
    assert clerk.open(f"/missing?{query}").status_code == 200
    assert (vi("district_missing.bad_days", most=366) in clerk.text) == ("since" in query)
    assert clerk.open("/missing?unit=9999999").status_code == 404
    assert clerk.open(path(bench, "2026-11-27")).status_code == 404, "today is not over"
    assert clerk.open(path(bench, "nonsense")).status_code == 404
    assert clerk.send(path(bench, OPEN, "nothing", "ask")).status_code in (403, 404)


def test_each_role_at_each_unit(bench: Bench) -> None:
    """TYT-01 has gaps: seen from above with SEE_BELOW, asked about with ASK_SITE, by others not at all."""
    Planted(bench.here)
    bench.send()
    number = 0
    for role in GivenRole:
        for org in ("66", "24211", "TYT-01", "TYT-02", "46"):
            number += 1
            clerk = Clerk(bench.server)
            clerk.sign_in(staffed(bench.server, org, role, login=f"nguoi{number}"))
            sees = role in (GivenRole.OVERSEE, GivenRole.RECONCILE, GivenRole.DIRECT)
            near = org in ("66", "24211", "TYT-01")
            listed = clerk.open("/missing")
            assert (listed.status_code == 200) == sees, (role, org)
            assert ("Trạm y tế Cư Êbur" in clerk.text.partition(vi("district_missing.order"))[2]) == (sees and near)
            wanted = 200 if sees and near else 404 if sees else 403
            for one in (path(bench), path(bench, OPEN), f"/missing?unit={bench.server.unit('TYT-01').org_no}"):
                assert clerk.open(one).status_code == wanted, (role, org, one)
            assert (vi("district_missing.kind.no_outcome") in clerk.open("/missing/file.csv").text) == (sees and near)
            clerk.open("/missing")
            answer = clerk.send(path(bench, OPEN, "no_outcome", "ask"))
            asks = near and role is GivenRole.RECONCILE
            assert (vi("district_missing.sent") in clerk.text) == asks, (role, org)
            assert asks or answer.status_code in (403, 404, 409), (role, org)
            if asks:
                bench.read()
                clerk.send(path(bench, OPEN, "no_outcome", "withdraw"))
            clerk.close()


def test_of_many_units_one_goes_down_to_the_sites(
    bench: Bench, clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    Planted(bench.here)
    bench.send()
    monkeypatch.setattr(sites, "MOST", 2)
    clerk.open("/missing")
    assert vi("district_missing.large", most=2) in clerk.text
    commune, station = (bench.server.unit(code).org_no for code in ("2025-07:24211", "TYT-01"))
    assert f"/missing?unit={commune}" in clerk.page.text and f"/missing/u/{station}" not in clerk.page.text
    monkeypatch.setattr(sites, "MOST", 1000)
    clerk.open(f"/missing?unit={commune}")
    assert vi("district_missing.large", most=1000) not in clerk.text
    assert f"/missing/u/{station}" in clerk.page.text
