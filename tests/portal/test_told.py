"""Telling how one feels after a dose: it reaches the site, can be corrected, and is nobody else's business."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from sync_server.durable.database import writing
from sync_server.durable.tables_portal import portal_told
from sync_server.portal import rates
from tests.portal.people import Visitor
from tests.portal.tellings import MILD, SERIOUS, Patient, said
from tests.servers import RunningServer
from tests.sync_server.clinics import BAO, read, today
from tests.sync_server.erasures import erase
from vaxdesk.domain.payloads import Called
from vaxdesk.registry.tables import registry
from vaxdesk.words import say_in

_told = registry.tables["told"]


@pytest.fixture
def lanh(either: RunningServer) -> Iterator[Patient]:
    made = Patient(either)
    yield made
    made.visitor.close()


@pytest.fixture
def one(server: RunningServer) -> Iterator[Patient]:
    """On one database, for what the database has no say in."""
    made = Patient(server)
    yield made
    made.visitor.close()


def _answers(who: Patient, ref: str, result: str, **more: str) -> None:
    """The site does something about a report."""
    who.site.clinic.write("called", Called(told=ref, result=result, at=1_796_000_000, **more), of=who.site.lanh)
    who.site.send()


def test_a_report_becomes_an_entry_of_the_site_and_what_it_does_is_shown(lanh: Patient) -> None:
    assert lanh.tells(**MILD) == 200
    assert said("was_sent", place=lanh.server.unit("TYT-01").name) in lanh.visitor.text
    assert said("is_serious") not in lanh.visitor.text
    lanh.visitor.open(f"/told/{lanh.dose}")
    assert said("on_the_way", n=1) in lanh.visitor.text
    read(lanh.server)
    (made,) = lanh.entries()
    now = today(lanh.server)
    assert made["entry"]["d"] | {"dose": ""} == {
        "day": now, "dose": "", "signs": ["fever", "local"], "temp": 382, "began": now, "impact": "mild",
        "text": "đau tay", "tel": "0912000111",
    }  # fmt: skip
    (row,) = lanh.server.rows(sa.select(portal_told))
    assert row.said is None, "nothing of it is kept beside the journal"
    lanh.visitor.open(f"/told/{lanh.dose}")
    assert said("state.unread") in lanh.visitor.text and "38,2 °C" in lanh.visitor.text
    _answers(lanh, made["ref"], "unreached")
    assert said("state.unreached") in lanh.visitor.open(f"/told/{lanh.dose}").text
    _answers(lanh, made["ref"], "nothing", text="chườm lạnh")
    lanh.visitor.open(f"/told/{lanh.dose}")
    assert said("state.nothing") in lanh.visitor.text
    assert "chườm lạnh" not in lanh.visitor.text, "what the site notes for itself is not for the page"


def test_a_serious_report_says_at_once_what_to_do_and_stays_serious_until_somebody_called(lanh: Patient) -> None:
    lanh.visitor.open(f"/told/{lanh.dose}")
    assert 'href="tel:115"' in lanh.visitor.page.text, "before anything is sent"
    lanh.tells(**SERIOUS)
    assert said("is_serious") in lanh.visitor.text and 'href="tel:115"' in lanh.visitor.page.text
    read(lanh.server)
    (first,) = lanh.entries()
    assert first["entry"]["d"]["serious"]
    assert lanh.tells(correct=first["ref"], **MILD) == 200
    read(lanh.server)
    rows = {row.replaces: row for row in lanh.server.rows(sa.select(_told))}
    assert (rows[""].voided, rows[first["ref"]].voided, rows[first["ref"]].serious) == (1, 0, 1)
    lanh.visitor.open(f"/told/{lanh.dose}")
    assert say_in("vi", "told.sign.local") in lanh.visitor.page.text.split('id="form"')[0]
    assert lanh.visitor.page.text.count('class="tag') == 1, "the corrected one is shown no more"
    _answers(lanh, lanh.entries()[1]["ref"], "nothing")
    assert lanh.tells(correct=lanh.entries()[1]["ref"], **MILD) == 200
    read(lanh.server)
    assert not lanh.entries()[2]["entry"]["d"].get("serious"), "somebody has called: the sign need not stay"


def test_no_reaction_is_a_report_too(lanh: Patient) -> None:
    lanh.visitor.open(f"/told/{lanh.dose}")
    lanh.visitor.send(f"/told/{lanh.dose}", none="yes", day=today(lanh.server))
    assert said("none_sent") in lanh.visitor.text
    read(lanh.server)
    (row,) = lanh.server.rows(sa.select(_told))
    assert (row.signs, row.serious, row.day) == ("", 0, today(lanh.server))
    assert said("state.kept") in lanh.visitor.open(f"/told/{lanh.dose}").text


def test_a_form_that_is_sent_again_tells_once(lanh: Patient) -> None:
    lanh.tells(**MILD)
    same = dict(lanh.visitor.page.request.headers), lanh.visitor.page.request.body, lanh.visitor.page.url
    for _ in range(3):
        again = lanh.visitor.http.post(same[2], data=same[1], headers={"Content-Type": same[0]["Content-Type"]})
        assert again.status_code == 200
        read(lanh.server)
    assert len(lanh.entries()) == 1
    lanh.visitor.http.cookies.clear()
    stolen = lanh.visitor.http.post(same[2], data=same[1], headers={"Content-Type": same[0]["Content-Type"]})
    assert stolen.status_code == 403, "without the browser's mark"


def test_a_flood_is_stopped_and_still_says_what_to_do(lanh: Patient) -> None:
    statuses = [lanh.tells(**SERIOUS) for _ in range(int(rates.TOLD_SUBJECT.most) + 2)]
    assert statuses == [200] * int(rates.TOLD_SUBJECT.most) + [429, 429]
    assert 'href="tel:115"' in lanh.visitor.page.text and "115" in lanh.visitor.text
    assert "breathing" in lanh.visitor.page.text and 'value="breathing" checked' in lanh.visitor.page.text
    assert len(lanh.server.rows(sa.select(portal_told))) == rates.TOLD_SUBJECT.most


def test_without_a_pass_or_with_anothers_dose_nothing_is_told(lanh: Patient) -> None:
    bao = lanh.site.clinic.listed(BAO)
    his = lanh.site.clinic.dose(bao, day=lanh.day)
    lanh.site.send()
    lanh.visitor.open(f"/told/{lanh.dose}")
    assert lanh.visitor.send(f"/told/{his}", day=today(lanh.server), none="yes").status_code == 404
    assert lanh.visitor.open(f"/told/{his}").status_code == 404
    stranger = Visitor(lanh.server)
    for path in ("/told", f"/told/{lanh.dose}"):
        assert stranger.open(path).url.endswith("/portal/lookup")
    stranger.send(f"/told/{lanh.dose}", day=lanh.day, none="yes", once="x" * 20)
    assert stranger.page.url.endswith("/portal/lookup")
    stranger.close()
    lanh.visitor.open("/lookup/mine")
    lanh.visitor.send("/lookup/close")
    assert lanh.visitor.open(f"/told/{lanh.dose}").url.endswith("/portal/lookup"), "the pass is closed"
    assert lanh.server.rows(sa.select(portal_told)) == []


def test_after_28_days_the_page_says_so_and_takes_nothing(one: Patient) -> None:
    assert one.visitor.open("/told").text.count(said("over_short")) == 2, "of the older ones"
    one.visitor.open(f"/told/{one.old}")
    assert said("over", day=_written(today(one.server, plus=-12))) in one.visitor.text
    assert "<textarea" not in one.visitor.page.text and 'href="tel:115"' in one.visitor.page.text
    one.visitor.open(f"/told/{one.dose}")
    fields = {"day": today(one.server), "none": "yes"}
    assert one.visitor.send(f"/told/{one.old}", **fields).status_code == 422
    assert one.server.rows(sa.select(portal_told)) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("day", "2020-01-01"), ("day", "9999-99-99"), ("signs", []), ("signs", ["none of these"]), ("temp", "sốt cao"),
        ("temp", "50"), ("temp", "38,25"), ("began", "2020-01-01"), ("began", ""), ("impact", "huge"),
        ("text", "a" * 501), ("tel", "12"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_beside_its_field(one: Patient, field: str, value: object) -> None:
    plain = {**MILD, "text": ""} if field == "signs" else MILD
    assert one.tells(**{**plain, field: value, **({"temp": ""} if field == "signs" else {})}) == 422
    assert said(f"fault.{field}") in one.visitor.text
    assert one.server.rows(sa.select(portal_told)) == []


def test_a_correction_of_what_is_not_there_any_more_writes_nothing(one: Patient) -> None:
    one.tells(**MILD)
    read(one.server)
    ref = one.entries()[0]["ref"]
    assert "0912000111" not in one.visitor.open(f"/told/{one.dose}", correct=ref).text
    one.tells(correct=ref, **{**MILD, "tel": ""})
    read(one.server)
    assert one.entries()[1]["entry"]["d"]["tel"] == "0912000111", "it is kept, and not shown"
    assert one.tells(replaces=ref, **SERIOUS) == 200, "the form of another window"
    assert one.tells(replaces=f"{ref}9", **SERIOUS) == 200
    read(one.server)
    assert len(one.entries()) == 2


def test_what_was_told_goes_with_the_person_also_before_it_is_an_entry(lanh: Patient) -> None:
    lanh.tells(**MILD)
    read(lanh.server)
    _answers(lanh, lanh.entries()[0]["ref"], "nothing", text="mẹ là bà Tí Hon")
    lanh.tells(**SERIOUS)
    with writing(lanh.server.engine) as conn:
        assert conn.execute(sa.select(portal_told.c.said).where(portal_told.c.said.is_not(None))).first() is not None
    assert erase(lanh.server, lanh.site.lanh)
    read(lanh.server)
    kinds = [one["entry"]["k"] for one in lanh.server.entries("TYT-01") if one["entry"]]
    assert "inject" in kinds and not {"told", "called"} & set(kinds)
    assert lanh.server.rows(sa.select(_told)) == []
    assert [row for row in lanh.server.rows(sa.select(portal_told)) if row.said] == []


def _written(day: str) -> str:
    return "/".join(reversed(day.split("-")))
