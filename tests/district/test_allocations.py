"""Allocations at the district's desk: for several units at once, beside what was received, corrected, taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.district.staffing import Clerk, staffed
from tests.servers import RunningServer
from tests.sync_server.clinics import Clinic, read
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.domain.payloads import Lot, Stock
from vaxdesk.words import say_in

DAY = "2026-11-20"
HEAD = {"product": "COM-A", "decision": "12/QĐ-SYT", "day": DAY, "lot": "", "note": ""}
PERIOD = "since=2026-11-01&until=2026-11-30"


@pytest.fixture
def clerk(either: RunningServer) -> Iterator[Clerk]:
    station = Clinic(either)
    lot = station.write("lot", Lot(product="COM-A", number="FK1", expiry="2027-06-30", doses_per_vial=6))
    station.write("stock", Stock(lot=lot, doses=120, reason="receipt", day="2026-11-22", vials=20), rev=1)
    station.send()
    read(either)
    made = Clerk(either)
    made.sign_in(staffed(either, "66", GivenRole.DIRECT))
    yield made
    made.close()


def number(clerk: Clerk, unit: str) -> int:
    return clerk.server.unit(unit).org_no


def allocate(clerk: Clerk, unit: str, doses: dict[str, str], **changed: str) -> None:
    """Fills the form of a unit: doses by unit below."""
    clerk.open(f"/allocations/{number(clerk, unit)}")
    lines = {f"doses-{number(clerk, one)}": text for one, text in doses.items()}
    clerk.send(f"/allocations/{number(clerk, unit)}", **{**HEAD, **lines, **changed})
    read(clerk.server)


def stock(clerk: Clerk, unit: str, period: str = PERIOD) -> str:
    clerk.open(f"/board/{number(clerk, unit)}/stock?{period}")
    return clerk.text


def refs(clerk: Clerk, unit: str) -> list[str]:
    clerk.open(f"/allocations/{number(clerk, unit)}")
    return list(dict.fromkeys(re.findall(r'name="of" value="([^"]+)"', clerk.page.text)))


def test_several_units_at_once_stand_beside_what_was_received(clerk: Clerk) -> None:
    allocate(clerk, "66", {"24211": "1.000"})
    other = {f"product-{number(clerk, 'TYT-02')}": "AZ"}
    allocate(clerk, "24211", {"TYT-01": "300", "TYT-02": "50"}, lot="FK1", note="đợt 2", **other)
    assert say_in("vi", "district_allocations.set", n=2) in clerk.text
    clerk.open(f"/allocations/{number(clerk, '24211')}")
    assert "Trạm y tế Cư Êbur Pfizer 300 12/QĐ-SYT 20/11/2026 FK1 · đợt 2 Cư Êbur Trần Thị Lan" in clerk.text
    assert "Cư Êbur đơn vị này Pfizer 1.000" in clerk.text
    text = stock(clerk, "24211")
    assert "Pfizer 1.000 120 880" in text, "what it was allocated itself, not what it gave on"
    assert "AstraZeneca 50 0 50" in text, "of what it was not, what those below it were"
    assert "Trạm y tế Cư Êbur 300 120 180" in text and "Điểm tiêm trường Lê Lợi 50 0 50" in text
    assert "Tổng cộng 1.050 120 930" in text
    assert "Cư Êbur 1.000 120 880" in stock(clerk, "66"), "above, what came into it from outside"
    assert "Trạm y tế Cư Êbur 0 120 0" in stock(clerk, "24211", "since=2026-11-21&until=2026-11-30")
    file = clerk.open(f"/board/{number(clerk, '24211')}/stock/stock_units.csv?{PERIOD}").content.decode("utf-8-sig")
    assert "Được phân bổ;Nhập;Chưa về" in file and "Trạm y tế Cư Êbur;300;120;180" in file


def test_too_much_is_noted_and_not_refused(clerk: Clerk) -> None:
    allocate(clerk, "66", {"24211": "100"})
    allocate(clerk, "24211", {"TYT-01": "100"})
    assert "Lưu ý" not in clerk.open(f"/allocations/{number(clerk, '24211')}").text
    allocate(clerk, "24211", {"TYT-02": "1"})
    clerk.open(f"/allocations/{number(clerk, '24211')}")
    said = {"unit": "Cư Êbur", "product": "Pfizer", "given": 101, "allotted": 100}
    assert say_in("vi", "district_allocations.beyond", **said) in clerk.text
    assert "Điểm tiêm trường Lê Lợi 1 0 1" in stock(clerk, "24211")


def test_it_is_corrected_and_taken_back(clerk: Clerk) -> None:
    allocate(clerk, "24211", {"TYT-01": "300"})
    [ref] = refs(clerk, "24211")
    where = f"/allocations/{number(clerk, '24211')}"
    clerk.open(f"{where}?of={ref}")
    assert 'value="300"' in clerk.page.text and "Sửa phân bổ của Trạm y tế Cư Êbur" in clerk.text
    clerk.send(f"{where}/correct", of=ref, **{**HEAD, "doses": "300"})
    assert say_in("vi", "refusal.reason.nothing_changed") in clerk.text
    clerk.send(f"{where}/correct", of=ref, **{**HEAD, "doses": "0"})
    assert say_in("vi", "refusal.reason.no_doses", most="100.000.000") in clerk.text and 'value="0"' in clerk.page.text
    clerk.send(f"{where}/correct", of=ref, **{**HEAD, "doses": "240", "decision": "13/QĐ"})
    read(clerk.server)
    clerk.open(where)
    assert "Trạm y tế Cư Êbur Pfizer 240 13/QĐ" in clerk.text
    assert "Trạm y tế Cư Êbur 240 120 120" in stock(clerk, "24211")
    clerk.open(where)
    clerk.send(f"{where}/take-back", of=ref)
    read(clerk.server)
    assert say_in("vi", "district_allocations.taken_back") in clerk.text and refs(clerk, "24211") == []
    clerk.send(f"{where}/take-back", of=ref)
    assert say_in("vi", "refusal.reason.issue_gone") in clerk.text
    assert "Trạm y tế Cư Êbur 0 120 0" in stock(clerk, "24211")


@pytest.mark.parametrize(("doses", "changed", "key", "facts"), [
    ("12,5", {}, "no_doses", {"most": "100.000.000"}), ("0", {}, "no_doses", {"most": "100.000.000"}),
    ("1000000000", {}, "no_doses", {"most": "100.000.000"}), ("5", {"product": "X"}, "product_unknown", {}),
    ("5", {"day": "2026-12-31"}, "decision_ahead", {}), ("5", {"day": "x"}, "day_unreadable", {"day": "x"}),
    ("5", {"decision": " "}, "decision_missing", {}), (" ", {}, "nothing_allocated", {}),
])  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    clerk: Clerk, doses: str, changed: dict[str, str], key: str, facts: dict[str, object]
) -> None:
    allocate(clerk, "24211", {"TYT-01": "7", "TYT-02": doses}, note="giữ lại", **changed)
    if key == "nothing_allocated":
        allocate(clerk, "24211", {"TYT-02": doses}, note="giữ lại")
    assert clerk.page.status_code == 409 and say_in("vi", f"refusal.reason.{key}", **facts) in clerk.text
    assert 'value="giữ lại"' in clerk.page.text
    if key == "no_doses":
        assert f"Điểm tiêm trường Lê Lợi: {say_in('vi', 'refusal.reason.no_doses', **facts)}" in clerk.text
        assert "Trạm y tế Cư Êbur 0 120 0" in stock(clerk, "24211"), "all or nothing"


def test_only_to_units_right_below(clerk: Clerk) -> None:
    for unit in ("TYT-01", "66", "VN"):
        allocate(clerk, "66", {unit: "5"})
        assert say_in("vi", "refusal.reason.unit_not_below", unit="Đắk Lắk") in clerk.text
    assert "Tổng cộng 0 120 0" in stock(clerk, "66")


def test_only_whoever_directs_and_only_below_them(clerk: Clerk) -> None:
    server = clerk.server
    allocate(clerk, "66", {"24211": "1000"})
    [ref] = refs(clerk, "66")
    for path in (f"/allocations/{number(clerk, 'VN')}", f"/allocations/{number(clerk, 'VN')}/take-back"):
        assert clerk.open(f"/allocations/{number(clerk, '66')}").status_code == 200
        assert clerk.send(path, of=ref, **HEAD).status_code == 404
    for role in (GivenRole.OVERSEE, GivenRole.RECONCILE, GivenRole.ADMIN):
        other = Clerk(server)
        other.sign_in(staffed(server, "66", role, login=role.value))
        assert other.open(f"/allocations/{number(clerk, '66')}").status_code == 403
        if role is GivenRole.OVERSEE:
            assert "Cư Êbur 1.000 120 880" in stock(other, "66") and "/allocations/" not in other.page.text
        other.close()
    below = Clerk(server)
    below.sign_in(staffed(server, "24211", GivenRole.DIRECT, login="below"))
    where = f"/allocations/{number(clerk, '24211')}"
    below.open(where)
    assert "Pfizer 1.000 12/QĐ-SYT 20/11/2026 – cấp trên –" in below.text
    assert ref not in below.page.text and "Đắk Lắk" not in below.text
    below.send(f"{where}/take-back", of=ref)
    assert say_in("vi", "refusal.reason.no_right", act="Phân bổ vắc xin") in below.text
    below.send(f"{where}/correct", of=ref, **{**HEAD, "doses": "9"})
    assert say_in("vi", "refusal.reason.no_right", act="Phân bổ vắc xin") in below.text
    below.close()
