"""The desk as pages: the list, a case, decisions and their undoing by forms alone, and nothing of others' units."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from sync_server.authority.access import of_user
from sync_server.durable.tables import access
from tests.district.cases.bench_of import Bench
from tests.district.staffing import Clerk, staffed
from tests.sync_server.clinics import BAO, LANH, changed, same_person
from vaxdesk.domain import times
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.words import say_in


@pytest.fixture
def clerk(bench: Bench) -> Iterator[Clerk]:
    """Mai, who reconciles in the province, signed in."""
    made = Clerk(bench.server)
    made.sign_in(staffed(bench.server, "66", GivenRole.RECONCILE, login="mai", name="Lê Thị Mai"))
    yield made
    made.close()


def vi(key: str, **facts: object) -> str:
    return say_in("vi", key, **facts)


def case_of(clerk: Clerk) -> str:
    return clerk.page.url.partition("/cases/c/")[2].partition("?")[0]


def test_the_next_case_opens_is_decided_and_undone(bench: Bench, clerk: Clerk) -> None:
    one, other = bench.twins()
    bench.here.dose(bench.here.listed(BAO))
    bench.send()
    clerk.open("/cases")
    assert vi("issue.kind.dup_person") in clerk.text and vi("issue.kind.lot_bad") in clerk.text
    assert LANH.name not in clerk.text, "the list names nobody"
    clerk.send("/cases/next", kind="dup_person")
    assert LANH.name in clerk.text and vi("district_cases.yours") in clerk.text
    case = case_of(clerk)
    clerk.send(f"/cases/c/{case}/same", kind="dup_person")
    assert vi("district_cases.did.same") in clerk.text
    assert clerk.page.url.endswith("/cases?kind=dup_person")
    bench.read()
    assert same_person(bench.server, one) == {one, other}
    clerk.send("/cases/undo")
    assert vi("district_cases.undone") in clerk.text and case_of(clerk) == case
    bench.read()
    assert same_person(bench.server, one) == {one}
    clerk.open("/cases/done")
    assert vi("district_cases.was_undone") in clerk.text


def test_every_look_at_a_person_is_in_the_access_log(bench: Bench, clerk: Clerk) -> None:
    bench.twins()
    case = bench.case("dup_person")
    clerk.open(f"/cases/c/{case}")
    assert vi("matching.weight.much") in clerk.text and vi("matching.level.same") in clerk.text
    rows = bench.server.rows(sa.select(access).where(access.c.action == "case"))
    assert len(rows) == 2 and {row.result for row in rows} == {f"/district/cases/c/{case}"}
    assert {row.chain for row in rows} == {of_user(row.user_no) for row in rows}


def test_what_is_wrong_with_a_form_is_said_where_it_was_filled_in(bench: Bench, clerk: Clerk) -> None:
    one, _ = bench.twins()
    case = bench.case("dup_person")
    clerk.open(f"/cases/c/{case}")
    wrong = clerk.send(f"/cases/c/{case}/correct", of=one, field="name", value="", why="told")
    assert wrong.status_code == 409 and vi("person.flaw.name_missing") in clerk.text
    wrong = clerk.send(f"/cases/c/{case}/ask", unit_asked=bench.server.unit("TYT-01").org_no, what="other", until="x")
    assert wrong.status_code == 409 and vi("refusal.reason.question_missing") in clerk.text
    wrong = clerk.send(f"/cases/c/{case}/resolve", how="otherwise", why="")
    assert wrong.status_code == 409
    clerk.send(f"/cases/c/{case}/correct", of=one, field="adr", value="Buôn Ky", why="told")
    assert vi("district_cases.did.correct") in clerk.text
    bench.read()
    clerk.open(f"/cases/c/{case}")
    assert "Buôn Ky" in clerk.text
    clerk.send(f"/cases/c/{case}/void", of=one, why="entered_twice")
    assert vi("district_cases.did.void") in clerk.text


def test_nothing_of_other_units_is_told_apart_from_nothing_at_all(bench: Bench, clerk: Clerk) -> None:
    bench.far.dose(bench.far.listed(changed(BAO)))
    bench.send()
    minh = bench.staff("minh", "46")
    (far,) = [one.id for one in bench.rows(minh)]
    missing = clerk.open(f"/cases/c/{'ab' * 16}")
    assert missing.status_code == 404
    words = clerk.text
    assert clerk.open(f"/cases/c/{far}").status_code == 404
    assert clerk.text == words
    assert clerk.open(f"/cases?unit={bench.server.unit('46').org_no}").status_code == 404
    clerk.open("/cases")
    for deed in ("same", "differ", "resolve", "ask", "correct", "void", "unlink", "claim", "leave"):
        assert clerk.send(f"/cases/c/{far}/{deed}").status_code == 404, deed
        clerk.open("/cases")
    assert clerk.send("/cases/next", unit=bench.server.unit("46").org_no).status_code == 404
    assert BAO.name not in clerk.text


def test_whoever_only_oversees_sees_and_decides_nothing(bench: Bench) -> None:
    bench.twins()
    case = bench.case("dup_person")
    watcher = Clerk(bench.server)
    watcher.sign_in(staffed(bench.server, "66", GivenRole.OVERSEE, login="tu", name="Tú"))
    watcher.open(f"/cases/c/{case}")
    assert LANH.name in watcher.text
    assert f'/cases/c/{case}/same"' not in watcher.page.text
    assert watcher.send(f"/cases/c/{case}/same").status_code == 409
    assert vi("clinical.act.merge_people") in watcher.text
    watcher.close()


def test_a_case_in_other_hands_is_shown_without_its_buttons(bench: Bench, clerk: Clerk) -> None:
    bench.twins()
    case = bench.case("dup_person")
    clerk.open("/cases")
    clerk.send(f"/cases/c/{case}/claim")
    other = Clerk(bench.server)
    other.sign_in(staffed(bench.server, "66", GivenRole.RECONCILE, login="tu", name="Tú"))
    other.open(f"/cases/c/{case}")
    assert vi("district_cases.in_hand", name="Lê Thị Mai") in other.text
    assert f'/cases/c/{case}/same"' not in other.page.text
    assert other.send(f"/cases/c/{case}/same").status_code == 409
    other.send("/cases/next")
    assert vi("district_cases.nothing_left") in other.text
    clerk.open(f"/cases/c/{case}")
    clerk.send(f"/cases/c/{case}/leave")
    assert vi("district_cases.nothing_left") in clerk.text, "what was left is not opened again at once"
    other.open("/cases")
    other.send("/cases/next")
    assert case_of(other) == case
    other.close()


def test_whatever_entries_hold_a_page_shows_it(bench: Bench, clerk: Clerk) -> None:
    odd = {"dob": "99/99/9999", "tel": "0905123456", "sex": "?", "adr": "<script>alert(1)</script> {{ 7*7 }}"}
    who = bench.here.listed(changed(LANH, doc="066190001234", **odd))
    other = bench.there.listed(changed(LANH, doc="066190001234", name="Trần Văn Khác", **odd))
    bench.here.history(other, "2026-99-99", product="<b>x</b>")
    bench.here.dose(who, day="9999-99-99")
    bench.here.amend(who, **{"dob": "0000-00-00", "no such field": "\u202eabc", "note": "x" * 400})
    bench.here.write("amend", {"set": {"tel": ""}, "why": "person.why.x: y"}, of=who, rev=2)
    bench.send()
    case = bench.case("same_cccd_diff_name")
    clerk.open("/cases")
    clerk.send(
        f"/cases/c/{case}/ask", unit_asked=bench.server.unit("TYT-01").org_no, what="other", text="{{ 7*7 }}",
        until=times.day_of(bench.server.server.now()),
    )  # fmt: skip
    bench.read()
    asked = [row["ref"] for row in bench.server.entries("TYT-01") if row["entry"]["k"] == "ask"][0]
    bench.here.write("answer", {"ask": asked, "choice": "of another program", "text": "\u0007"}, of=who)
    bench.send()
    for language in ("vi", "en"):
        clerk.http.cookies.set("vd-language", language)
        assert clerk.open("/cases").status_code == 200
        for row in bench.rows():
            assert clerk.open(f"/cases/c/{row.id}").status_code == 200, row
            assert "<script>alert" not in clerk.page.text and "<b>x</b>" not in clerk.page.text
        assert clerk.open(f"/cases/c/{case}").status_code == 200
        assert "of another program" in clerk.text and "{{ 7*7 }}" in clerk.text


def test_the_list_goes_on_by_pages_and_filters(bench: Bench, clerk: Clerk) -> None:
    for number in range(60):
        bench.here.dose(bench.here.listed(changed(BAO, name=f"Lò Văn Thứ {number}", doc="", tel="")))
    bench.send()
    clerk.open("/cases")
    first = set(re.findall(r"/cases/c/([0-9a-z-]+)", clerk.page.text))
    more = re.search(r'href="/district(/cases\?[^"]*after=[^"]*)"', clerk.page.text).group(1).replace("&amp;", "&")
    clerk.open(more)
    second = set(re.findall(r"/cases/c/([0-9a-z-]+)", clerk.page.text))
    assert (len(first), len(second), first & second) == (50, 10, set())
    clerk.open("/cases?kind=dup_person&state=waiting")
    assert vi("district_cases.none_filtered") in clerk.text
    clerk.open("/cases?mine=1")
    assert vi("district_cases.none_filtered") in clerk.text
