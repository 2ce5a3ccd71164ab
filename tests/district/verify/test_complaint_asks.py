"""A complaint becomes a task of a site: asked, withdrawn, answered with photos of the paper, erased; nobody else's."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO

import sqlalchemy as sa
from PIL import Image

from sync_server.district import pictures
from sync_server.durable.tables import access
from tests.district.staffing import Clerk, later, staffed
from tests.district.verify.communes import Commune
from tests.district.verify.pleas import answered, asked, paper, registered
from tests.servers import RunningServer
from tests.sync_server.clinics import read
from tests.sync_server.erasures import erase, everything
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.words import say_in

HOUR = 3600


def vi(key: str, **facts: object) -> str:
    return say_in("vi", key, **facts)


def name_of(photo: bytes) -> str:
    return sha256(photo).hexdigest()[:16]


def test_a_site_is_asked_and_answers_with_a_photo_while_the_hours_run(commune: Commune, clerk: Clerk) -> None:
    server = commune.server
    start = server.now()
    server.now = lambda: start
    ref = registered(clerk, commune)
    question = asked(clerk, commune, ref)
    (entry,) = [one["entry"] for one in server.entries("TYT-01") if one["entry"]["k"] == "ask"]
    said = entry["d"]
    assert (said["what"], said["photos"], said.get("refs", [])) == ("paper_dose", 4, [])
    about = vi("district_complaints.about.dose_missing")
    for told in ("Y Brim Niê", "1988", "FL0001", "01/09/2026", "Thiếu mũi 2", about):
        assert told in said["text"], told
    server.now = lambda: start + HOUR // 4
    clerk.open(f"/complaints/c/{ref}")
    assert vi("district_complaints.ask.waits") in clerk.text
    assert vi("district_complaints.left", hours=47, minutes=45) in clerk.text
    assert "Trần Thị Lan" in clerk.text
    clerk.open("/complaints")
    assert vi("district_complaints.ask.waits") in clerk.text
    photo = paper(hidden=b"GPS 12.34")
    answered(commune, ref, question, photo)
    clerk.open("/complaints")
    assert vi("district_complaints.ask.answered") in clerk.text
    clerk.open(f"/complaints/c/{ref}")
    assert vi("district_complaints.ask.answer", choice=vi("question.choice.on_paper")) in clerk.text
    assert "Có ký tên" in clerk.text
    where = f"/complaints/c/{ref}/{question}/photo/{name_of(photo)}"
    assert f'src="/district{where}"' in clerk.page.text
    before = looks(server)
    got = clerk.open(where)
    assert got.status_code == 200 and got.headers["content-type"] == "image/jpeg"
    assert "default-src 'none'" in got.headers["content-security-policy"] and got.headers["cache-control"] == "no-store"
    assert looks(server) == before + 1
    assert b"GPS" in photo and b"GPS" not in got.content and got.content != photo
    assert Image.open(BytesIO(got.content)).size == (900, 1270)
    clerk.open(f"/complaints/c/{ref}")
    clerk.send(f"/complaints/c/{ref}/{question}/withdraw")
    assert clerk.page.status_code == 409 and vi("refusal.reason.question_gone") in clerk.text


def test_a_question_is_withdrawn_asked_once_and_checked(commune: Commune, clerk: Clerk) -> None:
    ref = registered(clerk, commune)
    question = asked(clerk, commune, ref)
    for changed, why in (
        ({}, "already_asked"), ({"question": "  ", "what": "lot_right"}, "question_missing"),
        ({"what": "missing"}, "question_missing"), ({"what": "lot_right", "question": "x" * 501}, "text_too_long"),
    ):  # fmt: skip
        asked(clerk, commune, ref, **changed)
        assert clerk.page.status_code == 409 and vi(f"refusal.reason.{why}", most=500) in clerk.text, why
    clerk.open(f"/complaints/c/{ref}")
    clerk.send(f"/complaints/c/{ref}/{question}/withdraw")
    read(commune.server)
    clerk.open(f"/complaints/c/{ref}")
    assert vi("district_complaints.ask.waits") not in clerk.text
    assert asked(clerk, commune, ref) != question
    clerk.open(f"/complaints/c/{ref}")
    clerk.send(f"/complaints/c/{ref}/answer", state="rejected", reason=["photo_blurred"])
    read(commune.server)
    clerk.open("/complaints")
    clerk.send(f"/complaints/c/{ref}/ask", unit=str(commune.server.unit("TYT-01").org_no), what="other", question="x")
    assert vi("refusal.reason.issue_gone") in clerk.text


def test_after_the_hours_a_site_is_asked_until_the_end_of_the_day(commune: Commune, clerk: Clerk) -> None:
    ref = registered(clerk, commune)
    later(commune.server, 60 * HOUR)
    clerk.sign_in("lan@66")
    assert asked(clerk, commune, ref)
    clerk.open(f"/complaints/c/{ref}")
    assert vi("district_complaints.ask.waits") in clerk.text


def test_a_photo_is_shown_when_it_is_whole_and_belongs_to_the_answer(commune: Commune, clerk: Clerk) -> None:
    ref = registered(clerk, commune)
    question = asked(clerk, commune, ref)
    photo = paper()
    answered(commune, ref, question, photo, named=1)
    clerk.open(f"/complaints/c/{ref}")
    assert vi("district_complaints.ask.coming", n=1) in clerk.text and "<img" not in clerk.page.text
    for name in (name_of(photo), "0" * 16, "x"):
        assert clerk.open(f"/complaints/c/{ref}/{question}/photo/{name}").status_code == 404


def test_no_bytes_of_others_reach_a_browser(commune: Commune, clerk: Clerk) -> None:
    ref = registered(clerk, commune)
    question = asked(clerk, commune, ref)
    page = b"<html><script>alert(1)</script>" * 20
    answered(commune, ref, question, page)
    assert clerk.open(f"/complaints/c/{ref}/{question}/photo/{name_of(page)}").status_code == 404


def test_a_picture_is_made_anew_or_not_at_all() -> None:
    made = pictures.remade(paper())
    assert Image.open(BytesIO(made)).mode == "L"
    for nothing in (b"", b"\xff\xd8\xff" + b"x" * 400, paper()[:900]):
        assert pictures.remade(nothing) == b""
    assert pictures.remade(b"x" * (pictures.MOST_BYTES + 1)) == b""
    for size, kind in (((4001, 3000), "JPEG"), ((40, 40), "PNG")):
        out = BytesIO()
        Image.new("L", size).save(out, format=kind)
        assert pictures.remade(out.getvalue()) == b"", (size, kind)


def test_question_answer_and_photo_go_with_the_person(commune: Commune, clerk: Clerk) -> None:
    ref = registered(clerk, commune, person=commune.no_id, text="Bà Lành gọi lần hai")
    question = asked(clerk, commune, ref)
    (said,) = [one["entry"]["d"] for one in commune.server.entries("TYT-01") if one["entry"]["k"] == "ask"]
    assert said["refs"] == [commune.no_id]
    photo = paper()
    answered(commune, ref, question, photo)
    assert "lần hai" in everything(commune.server) and name_of(photo) in everything(commune.server)
    erase(commune.server, commune.no_id)
    left = everything(commune.server)
    assert "lần hai" not in left and "Có ký tên" not in left
    kinds = [one["entry"]["k"] for one in commune.server.entries("TYT-01") if one["entry"]]
    assert "photo" not in kinds and "ask" not in kinds


def test_nothing_of_other_units(commune: Commune, clerk: Clerk) -> None:
    server = commune.server
    ref = registered(clerk, commune)
    question = asked(clerk, commune, ref)
    photo = paper()
    answered(commune, ref, question, photo)
    clerk.open(f"/complaints/c/{ref}")
    far = str(server.unit("TYT-09").org_no)
    assert clerk.send(f"/complaints/c/{ref}/ask", unit=far, what="other", question="x").status_code == 404
    other = Clerk(server)
    other.sign_in(staffed(server, "46", GivenRole.VERIFY, login="xa"))
    assert other.open(f"/complaints/c/{ref}/{question}/photo/{name_of(photo)}").status_code == 404
    for deed in ("ask", f"{question}/withdraw"):
        other.open("/complaints")
        unit = str(server.unit("TYT-09").org_no)
        assert other.send(f"/complaints/c/{ref}/{deed}", unit=unit, what="other", question="x").status_code == 404
    other.close()


def looks(server: RunningServer) -> int:
    return len([one for one in server.rows(sa.select(access)) if one.action == "photo"])
