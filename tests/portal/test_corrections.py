"""Requests for corrections: they become complaints with their 48 hours, once, with photos."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO

import pytest
import sqlalchemy as sa
from PIL import Image

from sync_server.durable.tables_portal import portal_correction, portal_photo
from sync_server.reading.corrections import KEPT_DAYS
from tests.district.staffing import Clerk, staffed
from tests.district.verify.pleas import paper
from tests.portal.people import Visitor
from tests.portal.requests_sent import TOLD, ask, choose, claim, follow, refs, said, sent
from tests.portal.test_lookup import Site
from tests.servers import RunningServer
from tests.sync_server.clinics import BAO, LANH, changed, read
from tests.sync_server.erasures import erase, everything
from vaxdesk.domain.complaints.complaint import RejectReason
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.words import LANGUAGES, say_in

HOUR = 3600


def staff(key: str, **facts: object) -> str:
    return say_in("vi", f"district_complaints.{key}", **facts)


@pytest.fixture
def both(either: RunningServer) -> Site:
    """On both databases."""
    return Site(either)


@pytest.fixture
def clerk(either: RunningServer) -> Iterator[Clerk]:
    made = Clerk(either)
    made.sign_in(staffed(either, "66", GivenRole.VERIFY, name="Trần Thị Lan"))
    yield made
    made.close()


def complaints(server: RunningServer, org: str = "TYT-01") -> list[dict]:
    """What the complaints in a feed say, with whom they are about."""
    found = [json.loads(one["line"]) for one in server.entries(org) if one["entry"]]
    return [{**one["d"], "of": one.get("of", "")} for one in found if one["k"] == "complaint"]


def test_a_request_is_a_complaint_whose_hours_run_from_its_sending(both: Site, visitor: Visitor, clerk: Clerk) -> None:
    server, start = both.server, both.server.now()
    server.now = lambda: start
    choose(visitor)
    assert said("what.name") in visitor.text and "01/09/2026" in visitor.text
    photo = paper(hidden=b"GPS 12.34")
    code = ask(visitor, photo, right="Nguyễn Thị Lanh", text="Sai dấu")
    assert said("sent") in visitor.text and said("state.received") in visitor.text
    assert said("state.received") in follow(visitor, code), "before any reader saw it"
    server.now = lambda: start + HOUR // 4
    read(server)
    (told,) = complaints(server)
    assert (told["way"], told["about"], told["at"], told["of"]) == ("portal", "person_wrong", int(start), both.lanh)
    assert (told["name"], told["doc"], told["tel"]) == (LANH.name, LANH.doc, "0912888777")
    for words in ("Họ và tên", "Nguyễn Thị Lanh", "Sai dấu", said("note.opened")):
        assert words in told["text"]
    assert server.rows(sa.select(portal_correction.c.said))[0].said is None
    [ref] = refs(clerk)
    assert staff("left", hours=47, minutes=45) in clerk.text and staff("way.portal") in clerk.text
    clerk.open(f"/complaints/c/{ref}")
    assert staff("from_public") in clerk.text and staff("read_by_sender") in clerk.text
    got = clerk.open(f"/complaints/c/{ref}/photo/1")
    assert got.headers["content-type"] == "image/jpeg" and b"GPS" not in got.content
    assert Image.open(BytesIO(got.content)).size == (900, 1270)
    assert clerk.open(f"/complaints/c/{ref}/photo/2").status_code == 404
    clerk.open(f"/complaints/c/{ref}")
    unit = str(server.unit("TYT-01").org_no)
    clerk.send(f"/complaints/c/{ref}/ask", unit=unit, what="value_right", question="Giấy ghi tên gì?")
    read(server)
    assert said("state.at_site") in follow(visitor, code) and said("due") in visitor.text
    clerk.open(f"/complaints/c/{ref}")
    clerk.send(f"/complaints/c/{ref}/answer", state="accepted", answer="Đã sửa theo căn cước")
    read(server)
    assert said("state.accepted") in follow(visitor, code) and "Đã sửa theo căn cước" in visitor.text
    assert LANH.name not in visitor.text and LANH.doc not in visitor.text, "whoever finds the slip learns no name"


def test_a_dose_goes_to_the_unit_that_entered_it_and_a_rejection_says_why(
    both: Site, visitor: Visitor, clerk: Clerk
) -> None:
    server = both.server
    choose(visitor)
    code = ask(visitor, what="dose", dose=both.first, day="2026-08-31", product="COM-A", lot="FL0002")
    read(server)
    (told,) = complaints(server)
    assert told["about"] == "dose_wrong"
    assert told["doses"] == [{"product": "COM-A", "lot": "FL0002", "day": "2026-08-31"}]
    assert "2026-09-01" in told["text"], "as it stands"
    [ref] = refs(clerk)
    clerk.open(f"/complaints/c/{ref}")
    clerk.send(f"/complaints/c/{ref}/answer", state="rejected", reason=["photo_blurred", "day_differs"])
    read(server)
    follow(visitor, code)
    for words in ("state.rejected", "reason.photo_blurred", "reason.day_differs"):
        assert said(words) in visitor.text
    clerk.open(f"/complaints/c/{ref}")
    clerk.send(f"/complaints/c/{ref}/undo")
    read(server)
    assert said("state.received") in follow(visitor, code), "an answer that was taken back is none"


def test_without_a_record_the_telephone_is_proven_and_the_unit_chosen(
    both: Site, visitor: Visitor, clerk: Clerk
) -> None:
    server = both.server
    mine = both.clinic.listed(changed(BAO, tel="0900000000"))
    both.send()
    claim(visitor, server)
    assert said("photos") in visitor.text
    assert sent(visitor, "claim", paper(), paper(), **TOLD)
    claim(visitor, server, "66", number="066190009999")
    assert sent(visitor, "claim", name="Ai Đó", what="locked")
    read(server)
    (told,) = complaints(server)
    assert (told["name"], told["dob"], told["doc"], told["tel"]) == (
        BAO.name, "1985-11-30", "066085004321", "0905777888",
    )  # fmt: skip
    assert (told["about"], told["of"]) == ("dose_missing", mine)
    assert said("note.closed") in told["text"]
    (other,) = complaints(server, "66")
    assert (other["about"], other["of"]) == ("person_wrong", "") and said("note.locked") in other["text"]
    ref = next(one for one in refs(clerk) if BAO.name in clerk.open(f"/complaints/c/{one}").text)
    assert clerk.open(f"/complaints/c/{ref}/photo/2").status_code == 200


def test_a_unit_does_not_learn_who_is_known_elsewhere(both: Site, visitor: Visitor) -> None:
    both.clinic.listed(BAO)
    both.send()
    claim(visitor, both.server, "TYT-02")
    sent(visitor, "claim", **TOLD)
    read(both.server)
    (told,) = complaints(both.server, "TYT-02")
    assert told["of"] == ""
    assert not [one for one in both.server.entries("TYT-02") if one["entry"]["k"] == "quote"]


def test_a_form_that_is_sent_twice_is_one_request(both: Site, visitor: Visitor) -> None:
    choose(visitor)
    visitor.open("/correction/new", what="adr")
    form = visitor.page
    first = sent(visitor, "new", right="Buôn Ky", tel="0912888777")
    visitor.page = form
    assert sent(visitor, "new", right="Buôn Ky", tel="0912888777") == first
    assert said("sent_before") in visitor.text
    assert len(both.server.rows(sa.select(portal_correction))) == 1
    other = Visitor(both.server)
    other.open("/correction")
    other.page = form
    assert sent(other, "new", right="x", tel="0912888777") == "", "the mark is of another browser"
    other.close()


def test_all_of_it_goes_with_the_person_and_after_its_days(both: Site, visitor: Visitor) -> None:
    server = both.server
    choose(visitor)
    code = ask(visitor, paper(), right="Buôn Lạ Lùng", what="adr")
    read(server)
    assert "Lạ Lùng" in everything(server)
    erase(server, both.lanh)
    assert "Lạ Lùng" not in everything(server)
    assert server.rows(sa.select(portal_correction)) == server.rows(sa.select(portal_photo)) == []
    assert said("no_such_code") in follow(visitor, code)
    claim(visitor, server)
    sent(visitor, "claim", paper(), **TOLD)
    read(server)
    start = server.now()
    server.now = lambda: start + (KEPT_DAYS + 1) * 24 * HOUR
    claim(visitor, server, number="066190009999")
    sent(visitor, "claim", **TOLD)
    read(server)
    assert len(server.rows(sa.select(portal_correction))) == 1 and server.rows(sa.select(portal_photo)) == []
    assert len(complaints(server)) == 2, "the complaint stays"


def test_every_reason_is_said_in_plain_words() -> None:
    for language in LANGUAGES:
        for one in RejectReason:
            assert say_in(language, f"portal_correction.reason.{one.value}").endswith(".")
