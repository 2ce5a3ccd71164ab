"""Complaints: registered by hand, overdue first, answered for official reasons, taken back, erased; nobody else's."""

from __future__ import annotations

import re

import pytest

from tests.district.staffing import Clerk, later, staffed
from tests.district.verify.communes import NO_ID, Commune
from tests.sync_server.clinics import read
from tests.sync_server.erasures import erase, everything
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.words import say_in

HOUR = 3600
SAID = {
    "way": "phone", "about": "dose_missing", "name": "Y Brim Niê", "dob": "1988", "sex": "M", "tel": "0905111222",
    "product-1": "COM-A", "lot-1": "FL0001", "day-1": "2026-09-01", "text": "Thiếu mũi 2",
}  # fmt: skip


def vi(key: str, **facts: object) -> str:
    return say_in("vi", f"district_complaints.{key}", **facts)


def registered(clerk: Clerk, org: str, **changed: str) -> None:
    clerk.open("/complaints/new")
    clerk.send("/complaints", unit=str(clerk.server.unit(org).org_no), **{**SAID, **changed})
    assert vi("registered") in clerk.text
    read(clerk.server)


def refs(clerk: Clerk, show: str = "open") -> list[str]:
    return re.findall(r'/complaints/c/([^"]+)"', clerk.open(f"/complaints?show={show}").text)


def test_a_complaint_is_answered_within_its_hours_and_the_answer_taken_back(commune: Commune, clerk: Clerk) -> None:
    server = commune.server
    start = server.now()
    server.now = lambda: start
    registered(clerk, "TYT-01")
    server.now = lambda: start + HOUR // 4
    registered(clerk, "66", name="H Bia Êban", place="không rõ")
    first, second = refs(clerk)
    assert vi("left", hours=47, minutes=45) in clerk.text and vi("left", hours=48, minutes=0) in clerk.text
    server.now = lambda: start + 48 * HOUR + 120
    clerk.sign_in("lan@66")
    assert refs(clerk) == [first, second], "the one that is overdue comes first"
    assert vi("late", hours=0, minutes=2) in clerk.text and vi("overdue", n=1) in clerk.text
    clerk.open(f"/complaints/c/{first}")
    for said in ("Y Brim Niê", "Comirnaty", "FL0001", "01/09/2026", "Trần Thị Lan", "Thiếu mũi 2"):
        assert said in clerk.text
    assert "COM-A" not in clerk.text.partition("<form")[0]
    clerk.send(f"/complaints/c/{first}/answer", state="rejected", answer="không đọc được")
    assert clerk.page.status_code == 409 and say_in("vi", "refusal.reason.reason_needed") in clerk.text
    clerk.send(f"/complaints/c/{first}/answer", state="rejected", reason=["photo_blurred", "day_differs"])
    assert vi("answered") in clerk.text
    read(server)
    assert refs(clerk) == [second] and refs(clerk, "rejected") == [first]
    clerk.open(f"/complaints/c/{first}")
    assert vi("reason.photo_blurred") in clerk.text and vi("state.rejected") in clerk.text
    clerk.open("/complaints")
    clerk.send(f"/complaints/c/{first}/answer", state="accepted", answer="x")
    assert say_in("vi", "refusal.reason.issue_gone") in clerk.text, "what is answered is answered"
    clerk.send(f"/complaints/c/{first}/undo")
    read(server)
    assert refs(clerk) == [first, second]
    clerk.open(f"/complaints/c/{first}")
    assert vi("was_undone") in clerk.text
    clerk.send(f"/complaints/c/{first}/undo")
    assert say_in("vi", "refusal.reason.nothing_changed") in clerk.text


def test_what_is_missing_is_said_and_nothing_typed_is_lost(commune: Commune, clerk: Clerk) -> None:
    clerk.open("/complaints/new")
    unit = str(commune.server.unit("66").org_no)
    clerk.send("/complaints", unit=unit, **{**SAID, "day-1": ""})
    assert clerk.page.status_code == 409, clerk.text
    assert 'value="FL0001"' in clerk.page.text and "Thiếu mũi 2" in clerk.text
    read(commune.server)
    assert refs(clerk) == []


def test_a_complaint_about_a_person_goes_with_them(commune: Commune, clerk: Clerk) -> None:
    clerk.open(f"/complaints/new?person={commune.no_id}")
    assert f'value="{NO_ID.name}"' in clerk.page.text
    registered(clerk, "TYT-01", person=commune.no_id, text="Bà Lành gọi lần hai")
    [ref] = refs(clerk)
    clerk.open(f"/complaints/c/{ref}")
    clerk.send(f"/complaints/c/{ref}/answer", state="asked", answer="Hỏi con bà Lành")
    read(commune.server)
    assert "Hỏi con bà Lành" in everything(commune.server)
    erase(commune.server, commune.no_id)
    left = everything(commune.server)
    assert "lần hai" not in left and "Hỏi con bà Lành" not in left and refs(clerk) == []


def test_nothing_of_other_units_and_nothing_without_the_right(commune: Commune, clerk: Clerk) -> None:
    server = commune.server
    registered(clerk, "TYT-01")
    [ref] = refs(clerk)
    far = str(server.unit("46").org_no)
    clerk.open("/complaints/new")
    assert clerk.send("/complaints", unit=far, **SAID).status_code == 404
    clerk.open("/complaints/new")
    assert clerk.send("/complaints", unit=str(server.unit("66").org_no), person=commune.away, **SAID).status_code == 404
    other = Clerk(server)
    other.sign_in(staffed(server, "46", GivenRole.VERIFY, login="xa"))
    assert refs(other) == [] and other.open(f"/complaints/c/{ref}").status_code == 404
    other.open("/complaints")
    for deed in ("answer", "undo"):
        other.open("/complaints")
        assert other.send(f"/complaints/c/{ref}/{deed}", state="accepted", answer="x").status_code == 404
    other.close()
    for role in set(GivenRole) - {GivenRole.VERIFY}:
        one = Clerk(server)
        one.sign_in(staffed(server, "66", role, login=f"u{role.value}"))
        pages = ("/complaints", "/complaints/new", f"/complaints/c/{ref}")
        assert {one.open(page).status_code for page in pages} == {403}, role
        one.close()


def test_pages_of_complaints_follow_on_each_other(
    commune: Commune, clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at in range(3):
        later(commune.server, 60)
        registered(clerk, "TYT-01", name=f"Người {at}")
    everybody = refs(clerk)
    monkeypatch.setattr("sync_server.district.complaints.PAGE", 2)
    assert refs(clerk) == everybody[:2]
    more = re.search(r"after=([0-9.]+)", clerk.page.text).group(1)
    assert re.findall(r'/complaints/c/([^"]+)"', clerk.open(f"/complaints?after={more}").text) == everybody[2:]
