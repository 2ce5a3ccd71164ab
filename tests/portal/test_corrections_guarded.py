"""Requests for corrections keep to their bounds: who is known, codes and passes, floods, files that are no photos."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from io import BytesIO

import pytest
import sqlalchemy as sa
from PIL import Image

from sync_server.durable.tables_portal import portal_code, portal_correction, portal_photo
from sync_server.portal import corrections, rates, wishes
from tests.district.staffing import Clerk, staffed
from tests.district.verify.pleas import paper
from tests.portal.people import Visitor, codes_sent
from tests.portal.requests_sent import CLAIM, TOLD, ask, choose, claim, follow, refs, said, sent
from tests.portal.test_lookup import Site
from tests.servers import RunningServer
from tests.sync_server.clinics import BAO, changed, read
from vaxdesk.domain.outcomes import GivenRole


@pytest.fixture
def site(server: RunningServer) -> Site:
    return Site(server)


@pytest.fixture
def visitor(server: RunningServer) -> Iterator[Visitor]:
    made = Visitor(server)
    yield made
    made.close()


@pytest.fixture
def clerk(server: RunningServer) -> Iterator[Clerk]:
    made = Clerk(server)
    made.sign_in(staffed(server, "66", GivenRole.VERIFY, name="Trần Thị Lan"))
    yield made
    made.close()


def test_whoever_is_known_is_answered_as_anybody(site: Site, visitor: Visitor) -> None:
    site.clinic.listed(changed(BAO, tel="0905777888"))
    site.send()
    pages = []
    for number in (CLAIM["number"], "066190009999"):
        visitor.open("/correction/who", unit=str(site.server.unit("TYT-01").org_no))
        visitor.send("/correction/who", **{**CLAIM, "number": number})
        asked = visitor.page
        visitor.send("/correction/code", code=codes_sent(site.server)[-1]["code"])
        form = visitor.page
        sent(visitor, "claim", **TOLD)
        pages.append([_plain(one.text, number) for one in (asked, form, visitor.page)])
    assert pages[0] == pages[1]


def _plain(text: str, number: str) -> str:
    text = re.sub(r'value="[^"]*"|<p class="code">[^<]*|\d\d:\d\d', "", text)
    return text.replace(number, "")


@pytest.mark.usefixtures("site")
def test_a_pass_is_needed_for_whom_it_is_and_ends(server: RunningServer, visitor: Visitor) -> None:
    assert visitor.open("/correction/new").url.endswith("/portal/correction")
    visitor.send("/correction/open")
    assert visitor.page.url.endswith("/portal/lookup"), "no record is open"
    visitor.open("/correction")
    assert sent(visitor, "claim", unit="1", **{**TOLD, **CLAIM}) == "", "nothing was proven"
    claim(visitor, server)
    form = visitor.page
    assert sent(visitor, "claim", **{**TOLD, "number": "066190001234"}) == "", "another person than was proven"
    assert said("over") in visitor.text
    visitor.page = form
    assert sent(visitor, "claim", **{**TOLD, "tel": "0912345678"}) == "", "another telephone"
    visitor.page = form
    server.now = lambda: time.time() + corrections.LIFE_MS / 1000 + 1
    assert sent(visitor, "claim", **TOLD) == ""
    assert server.rows(sa.select(portal_correction)) == []


def test_the_code_of_the_telephone_opens_once_and_for_nothing_else(site: Site, visitor: Visitor) -> None:
    server = site.server
    visitor.open("/correction/who", unit=str(server.unit("TYT-01").org_no))
    visitor.send("/correction/who", **CLAIM)
    asked, code = visitor.page, codes_sent(server)[-1]["code"]
    handle = visitor.hidden["handle"]
    visitor.open("/lookup")
    assert visitor.send("/lookup/code", handle=handle, code=code).status_code == 422
    visitor.page = asked
    assert visitor.send("/correction/code", code=code).status_code == 200
    visitor.page = asked
    assert visitor.send("/correction/code", code=code).status_code == 422
    held = everything_typed(server)
    assert CLAIM["number"] not in held and "0905777888" not in held


def everything_typed(server: RunningServer) -> str:
    return repr(server.rows(sa.select(portal_code)))


def test_a_person_and_a_telephone_ask_seldom(site: Site, visitor: Visitor) -> None:
    choose(visitor)
    for _ in range(int(rates.FIXES_SUBJECT.most)):
        assert ask(visitor, right="Buôn Ky", what="adr")
    assert ask(visitor, right="Buôn Ky", what="adr") == ""
    assert visitor.page.status_code == 429 and "Buôn Ky" in visitor.page.text, "nothing typed is lost"
    assert len(site.server.rows(sa.select(portal_correction))) == rates.FIXES_SUBJECT.most
    claim(visitor, site.server)
    assert sent(visitor, "claim", **TOLD), "others go on"


@pytest.mark.usefixtures("site")
def test_files_that_are_no_photos_are_refused_and_nothing_is_kept(server: RunningServer, visitor: Visitor) -> None:
    choose(visitor)
    wide, large = BytesIO(), b"\xff\xd8\xff" + b"x" * 500_000
    Image.new("L", (4001, 3000)).save(wide, format="JPEG")
    for bad in (b"<svg onload=alert(1)>", b"MZ" * 400, large, wide.getvalue(), paper()[:700]):
        assert ask(visitor, paper(), bad, right="Buôn Ky", what="adr") == ""
        assert visitor.page.status_code == 422
        assert said("fault.photo", most=400) in visitor.text and 'id="photo-2-wrong"' in visitor.page.text
    visitor.open("/correction/new", what="adr")
    answer = visitor.send("/correction/new", files={"photo-1": ("x.jpg", b"x" * 9_000_000)}, right="x", tel="1")
    assert answer.status_code == 413
    assert server.rows(sa.select(portal_correction)) == server.rows(sa.select(portal_photo)) == []


@pytest.mark.usefixtures("site")
def test_what_is_missing_or_wrong_is_said_beside_its_field(visitor: Visitor) -> None:
    choose(visitor)
    for fields, wrong in (
        ({"what": "name"}, "right"), ({"what": "dob", "right": "hôm qua"}, "right"), ({"what": "sex"}, "right"),
        ({"what": "doc", "right": "12"}, "right"), ({"what": "tel", "right": "12"}, "right"),
        ({"what": "missing"}, "day"), ({"what": "missing", "day": "2999-01-01"}, "day"), ({"what": "other"}, "text"),
        ({"what": "adr", "right": "Buôn Ky", "tel": "12"}, "tel"),
    ):  # fmt: skip
        assert ask(visitor, **fields) == "", fields
        assert visitor.page.status_code == 422
        assert visitor.page.text.count('class="fault"') == 1 and f'id="{wrong}-wrong"' in visitor.page.text, fields
    assert len(visitor.page.content) < 50_000
    for nonsense in ({"what": "locked"}, {"what": "x"}, {"what": "dose", "dose": "ABC.1"}):
        visitor.open("/correction/new", **nonsense)
        assert said("choose") in visitor.text
    assert wishes.read({"what": "name"}, one=None, today="2026-12-01") is None, "closed: there is no record to compare"


def test_codes_tell_nothing_and_pages_of_others_are_none(site: Site, visitor: Visitor, clerk: Clerk) -> None:
    choose(visitor)
    code = ask(visitor, paper(), right="Buôn Ky", what="adr")
    read(site.server)
    assert said("state.received") in follow(visitor, code.lower().replace(" ", ""))
    for wrong in ("", "0" * 26, code[:-1] + ("0" if code[-1] != "0" else "1"), "'; --"):
        assert said("no_such_code") in follow(visitor, wrong)
    [ref] = refs(clerk)
    other = Clerk(site.server)
    other.sign_in(staffed(site.server, "TYT-02", GivenRole.VERIFY, login="xa"))
    assert other.open(f"/complaints/c/{ref}/photo/1").status_code == 404
    other.close()
    clerk.open("/complaints/new")
    unit = str(site.server.unit("TYT-01").org_no)
    clerk.send("/complaints", unit=unit, way="portal", about="other", name="Ai Đó")
    assert clerk.page.status_code == 409, "staff register nothing in the name of the public"
    for where in ("/correction/who", "/correction/who?unit=x", "/correction/who?unit=99999"):
        assert visitor.open(where).status_code == 404
