"""Targets on the dashboard: set by whoever directs, beside what is done, as a file, corrected, taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.district.staffing import Clerk, staffed
from tests.report_day import TOTAL, HandMade
from tests.servers import RunningServer
from tests.sync_server.clinics import Clinic, read
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.words import say_in

DAY = "2026-11-26"
SAID = {"what": "reach", "n": "40", "since": "2026-11-01", "until": "2026-11-30", "basis": "12/KH"}


@pytest.fixture
def clerk(either: RunningServer) -> Iterator[Clerk]:
    station = Clinic(either)
    HandMade(station.write, DAY)
    station.send()
    read(either)
    made = Clerk(either)
    made.sign_in(staffed(either, "66", GivenRole.DIRECT))
    yield made
    made.close()


def set_(clerk: Clerk, unit: str, **changed: str) -> None:
    number = clerk.server.unit(unit).org_no
    clerk.open(f"/targets/{number}")
    clerk.send(f"/targets/{number}", **{**SAID, **changed})
    read(clerk.server)


def board(clerk: Clerk, unit: str, section: str = "targets", query: str = f"since={DAY}&until={DAY}") -> str:
    clerk.open(f"/board/{clerk.server.unit(unit).org_no}/{section}?{query}")
    return clerk.text


def test_a_target_stands_beside_what_is_done_at_the_unit_and_above(clerk: Clerk) -> None:
    done = TOTAL["vaccinated"]
    set_(clerk, "TYT-01")
    assert say_in("vi", "district_targets.set") in clerk.text and "Trần Thị Lan" in clerk.text
    row = f"Số người cần tiêm, 01/11/2026–30/11/2026 40 {done} 40 % 24"
    assert row in board(clerk, "TYT-01") and "đơn vị này" in clerk.text
    assert row in board(clerk, "66") and "tổng các đơn vị bên dưới" in clerk.text
    assert f"Cư Êbur 40 {done} 40 % 24" in clerk.text
    assert f"40 % chỉ tiêu: {done} trên 40" in board(clerk, "66", "progress")
    assert "Chưa có chỉ tiêu nào" in board(clerk, "66", query="since=2026-12-01&until=2026-12-05")
    assert f"40 {done}" not in board(clerk, "66", query="since=2026-11-01&until=2026-11-02")
    file = clerk.open(f"/board/{clerk.server.unit('66').org_no}/targets/target_units.csv?since={DAY}&until={DAY}")
    assert f"Cư Êbur;40;{done};40.0;24" in file.content.decode("utf-8-sig")


def test_doses_of_a_kind_and_inhabitants(clerk: Clerk) -> None:
    set_(clerk, "24211", product="COM-A", dose="primary_1", n="10")
    set_(clerk, "66", what="adults", n="80", since="", until="")
    text = board(clerk, "66")
    assert "10 5 50 % 5" in text, "first doses of one vaccine"
    assert "Dân số từ 18 tuổi" in text and "80 9 11 % 71" in text, "all first doses since the beginning"


def test_it_is_corrected_by_setting_it_again_and_taken_back(clerk: Clerk) -> None:
    set_(clerk, "TYT-01")
    set_(clerk, "TYT-01", n="20")
    number = clerk.server.unit("TYT-01").org_no
    assert clerk.open(f"/targets/{number}").text.count('name="of"') == 1
    assert "20 16 80 %" in board(clerk, "TYT-01")
    set_(clerk, "TYT-01", n="20")
    assert say_in("vi", "refusal.reason.nothing_changed") in clerk.text
    clerk.open(f"/targets/{number}")
    clerk.send(f"/targets/{number}/take-back", of=re.search(r'name="of" value="([^"]+)"', clerk.page.text).group(1))
    read(clerk.server)
    assert "Chưa có chỉ tiêu nào" in board(clerk, "66")


@pytest.mark.parametrize(("field", "value", "key", "facts"), [
    ("n", "0", "no_number", {"most": 200_000_000}), ("n", "12,5", "no_number", {"most": 200_000_000}),
    ("since", "", "day_unreadable", {"day": ""}), ("until", "2026-10-01", "days_turned", {}),
])  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    clerk: Clerk, field: str, value: str, key: str, facts: dict[str, object]
) -> None:
    set_(clerk, "66", **{field: value})
    assert clerk.page.status_code == 409 and say_in("vi", f"refusal.reason.{key}", **facts) in clerk.text
    assert 'value="12/KH"' in clerk.page.text


def test_only_whoever_directs_and_only_below_them(clerk: Clerk) -> None:
    server = clerk.server
    set_(clerk, "TYT-01")
    assert clerk.open(f"/targets/{server.unit('VN').org_no}").status_code == 404
    clerk.open(f"/targets/{server.unit('66').org_no}")
    assert clerk.send(f"/targets/{server.unit('VN').org_no}", **SAID).status_code == 404
    for role in (GivenRole.OVERSEE, GivenRole.RECONCILE, GivenRole.ADMIN):
        other = Clerk(server)
        other.sign_in(staffed(server, "66", role, login=role.value))
        assert other.open(f"/targets/{server.unit('66').org_no}").status_code == 403
        if role is GivenRole.OVERSEE:
            board(other, "66")
            assert "Cư Êbur 40 16" in other.text and "Đặt chỉ tiêu" not in other.text
        other.close()
