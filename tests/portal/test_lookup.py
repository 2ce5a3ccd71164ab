"""Looking for one's own: by telephone or by paper, what is shown, and that nothing tells a stranger who is known."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import sqlalchemy as sa
import zxingcpp
from PIL import Image, ImageDraw

from sync_server.authority import access
from sync_server.durable.database import reading, writing
from sync_server.durable.tables import access as access_rows
from sync_server.durable.tables import bucket
from sync_server.portal import codes, passes, rates
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from tests.portal.people import Visitor, codes_sent
from tests.servers import RunningServer
from tests.sync_server.clinics import LANH, Clinic, changed, read
from vaxdesk.domain import own_codes
from vaxdesk.domain.payloads import Amend, Appt, Cert, Hcert, Uncert, Vouch
from vaxdesk.words import say_in

LANHS = {"number": LANH.doc, "born": "01/02/1990", "tel": "0905 123 456"}
STRANGER = {"number": "066190009999", "born": "01/02/1990", "tel": "0905 123 456"}
CODE = own_codes.certificate_name(2**127 + 5)
_VALUE = r"[xX]?'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b"  # in a statement as SQLite tells it
HC1 = "HC1:6BFOXN%TS3DH0YOJ58S S-W5HDC *M0II5XHC9B5G2+$N IOP-IA%NFQGRJPC%OQHIZC4.OI1RM8ZA.A5:S9MKN4NN3"


class Site:
    """A station with Lành, two doses and a paper."""

    def __init__(self, server: RunningServer) -> None:
        self.server, self.clinic = server, Clinic(server)
        self.lanh = self.clinic.listed(LANH)
        self.first = self.clinic.dose(self.lanh, day="2026-09-01")
        self.paper = self.clinic.write("cert", Cert(day="2026-09-01", code=CODE, doses=[self.first]), of=self.lanh)
        self.send()

    def send(self) -> None:
        self.clinic.send()
        read(self.server)

    def signs(self) -> str:
        """The centre signs the first dose."""
        said = Hcert(cert=self.paper, uvci="URN:UVCI:01:VN:X1", text=HC1, doses=[self.first], dn=1, sd=2, exp=2**31)
        return self.writes(Note(kind="hcert", payload=said, of=self.lanh))

    def writes(self, note: Note) -> str:
        with writing(self.server.engine) as conn:
            [made] = hosted.write(conn, self.server.server, self.clinic.pen.feed, [note])
        read(self.server)
        return made


@pytest.fixture
def both(either: RunningServer) -> Site:
    """On both databases."""
    return Site(either)


@pytest.fixture
def site(server: RunningServer) -> Site:
    return Site(server)


@pytest.fixture
def visitor(request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """Somebody at whichever server the test wants."""
    wanted = "either" if "both" in request.fixturenames else "server"
    made = Visitor(request.getfixturevalue(wanted))
    yield made
    made.close()


def asks(visitor: Visitor, typed: dict[str, str] = LANHS) -> requests.Response:
    visitor.open("/lookup")
    return visitor.send("/lookup", **typed)


def looks(visitor: Visitor, typed: dict[str, str] = LANHS) -> requests.Response:
    """The whole way by telephone."""
    asks(visitor, typed)
    return visitor.send("/lookup/code", code=codes_sent(visitor.server)[-1]["code"])


def shows(visitor: Visitor, **typed: str) -> requests.Response:
    """The whole way by paper."""
    visitor.open("/lookup/paper")
    return visitor.send("/lookup/paper", **{"code": CODE, "born": "1/2/1990", "last": LANH.doc[-4:], **typed})


def said(key: str, language: str = "vi", **facts: Any) -> str:
    return say_in(language, f"portal_lookup.{key}", **facts)


def steps(visitor: Visitor) -> list[str]:
    return [one for one in ("told", "entered", "vouched", "signed") if said(f"step_about.{one}") in visitor.text]


def test_a_dose_is_followed_from_the_table_to_the_certificate(both: Site, visitor: Visitor) -> None:
    looks(visitor)
    assert visitor.page.url.endswith("/portal/lookup/mine")
    assert LANH.name in visitor.text and "01/09/2026" in visitor.text and "Trạm y tế Cư Êbur" in visitor.text
    assert steps(visitor) == ["entered"]
    assert said("no_certificate") in visitor.text and said("identity.waits") in visitor.text
    both.clinic.write("vouch", Vouch(cert=both.paper, doses=[both.first]), of=both.lanh)
    both.send()
    visitor.open("/lookup/mine")
    assert steps(visitor) == ["vouched"]
    signed = both.signs()
    visitor.open("/lookup/mine")
    assert steps(visitor) == ["signed"]
    assert visitor.open("/lookup/0.txt").text == HC1
    assert scanned(visitor.open("/lookup/0.svg").text) == HC1
    assert visitor.open("/lookup/1.svg").status_code == visitor.open("/lookup/-1.txt").status_code == 404
    both.writes(Note(kind="uncert", payload=Uncert(hcert=signed, why="corrected")))
    visitor.open("/lookup/mine")
    assert steps(visitor) == ["vouched"]
    assert said("withdrawn.corrected", day="").split(" (")[0] in visitor.text
    assert visitor.open("/lookup/0.txt").status_code == 404


def scanned(svg: str) -> str:
    """What a scanner reads of the picture."""
    size = int(re.search(r'viewBox="0 0 (\d+)', svg).group(1))
    picture = Image.new("L", (size * 4, size * 4), 255)
    draw = ImageDraw.Draw(picture)
    for x, y, n in re.findall(r"M(\d+) (\d+)h(\d+)v1H", svg):
        draw.rectangle((int(x) * 4, int(y) * 4, (int(x) + int(n)) * 4 - 1, int(y) * 4 + 3), fill=0)
    [found] = zxingcpp.read_barcodes(picture)
    return found.text


def test_the_paper_and_what_comes_next_are_there(site: Site, visitor: Visitor) -> None:
    site.clinic.write("appt", Appt(day="2099-01-31", slot="07:30"), of=site.lanh)
    site.send()
    looks(visitor)
    assert said("appointment", day="31/01/2099", place="Trạm y tế Cư Êbur") in visitor.text and "07:30" in visitor.text
    pdf = visitor.open("/lookup/paper.pdf")
    assert pdf.content.startswith(b"%PDF") and "attachment" in pdf.headers["Content-Disposition"]
    assert pdf.headers["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("both")
def test_the_code_of_the_paper_opens_the_same_door_when_the_telephone_is_wrong(visitor: Visitor) -> None:
    shows(visitor, last="0000")
    assert visitor.page.status_code == 422 and said("no_match") in visitor.text
    shows(visitor, code=own_codes.hand_text(own_codes.certificate_code(CODE)).lower())
    assert LANH.name in visitor.text


def test_a_paper_is_guessed_at_five_times_and_then_rests_for_a_day(site: Site, visitor: Visitor) -> None:
    assert {shows(visitor, last=f"000{n}").status_code for n in range(5)} == {422}
    assert shows(visitor).status_code == 429, "the right one comes too late"
    site.server.now = lambda: time.time() + 5 * 3600
    assert LANH.name in shows(visitor).text, "a fifth of a day gives one try back"


@pytest.mark.usefixtures("site")
def test_what_is_no_code_is_counted_for_no_paper(visitor: Visitor) -> None:
    assert {shows(visitor, code=f"VXC:{n}").status_code for n in range(7)} == {422}
    assert LANH.name in shows(visitor).text


def test_a_pass_is_that_browsers_alone_and_ends(site: Site, visitor: Visitor) -> None:
    looks(visitor)
    other = Visitor(site.server)
    for path in ("/lookup/mine", "/lookup/0.svg", "/lookup/paper.pdf"):
        assert LANH.name not in other.open(path).text and b"%PDF" not in other.page.content
    other.close()
    visitor.open("/lookup/mine")
    kept = visitor.http.cookies["vaxdesk-look"]
    visitor.send("/lookup/close")
    visitor.http.cookies.set("vaxdesk-look", kept, path="/portal")
    assert visitor.open("/lookup/mine").url.endswith("/portal/lookup"), "closed for whoever kept the cookie"
    looks(visitor)
    site.server.now = lambda: time.time() + passes.LIFE_MS / 1000 + 1
    assert visitor.open("/lookup/mine").url.endswith("/portal/lookup")


def test_a_code_opens_once_and_no_handle_is_a_pass(site: Site, visitor: Visitor) -> None:
    asks(visitor)
    handle, code = visitor.hidden["handle"], codes_sent(site.server)[-1]["code"]
    thief = Visitor(site.server)
    thief.http.cookies.set("vaxdesk-look", handle, path="/portal")
    assert thief.open("/lookup/mine").url.endswith("/portal/lookup")
    thief.close()
    visitor.send("/lookup/code", handle=handle, code=code)
    assert LANH.name in visitor.text
    visitor.open("/lookup")
    assert said("gone") in visitor.send("/lookup/code", handle=handle, code=code).text


@pytest.mark.parametrize(
    ("field", "value"), [("born", "02/02/1990"), ("tel", "0905123457"), ("number", "066190001235")]
)
def test_one_field_that_does_not_fit_sends_nothing(site: Site, visitor: Visitor, field: str, value: str) -> None:
    assert asks(visitor, {**LANHS, field: value}).status_code == 200
    assert codes_sent(site.server) == []
    tries = [visitor.send("/lookup/code", code=f"{n:06d}").status_code for n in range(codes.TRIES)]
    assert set(tries) == {422}


def test_of_a_child_the_guardians_telephone_counts_and_of_a_grown_up_it_does_not(
    site: Site, visitor: Visitor
) -> None:
    for doc, born in (("066219001234", "2019-05-06"), ("066165001234", "1965-05-06")):
        site.clinic.listed(changed(LANH, doc=doc, dob=born, tel="", guardian_tel="0911222333"))
    site.send()
    asks(visitor, {"number": "066165001234", "born": "06/05/1965", "tel": "0911222333"})
    assert codes_sent(site.server) == []
    looks(visitor, {"number": "066219001234", "born": "06/05/2019", "tel": "0911222333"})
    assert "06/05/2019" in visitor.text


def test_of_two_records_that_fit_nobody_is_shown_until_they_are_one_person(both: Site, visitor: Visitor) -> None:
    twin = both.clinic.listed(changed(LANH, name="Trần Văn Khác", dob="1990"))
    both.send()
    asks(visitor)
    assert codes_sent(both.server) == []
    both.clinic.write("amend", Amend(set={"tel": "0977000111"}), of=twin, rev=1)
    both.send()
    assert LANH.name in looks(visitor).text


def test_whoever_is_known_gets_the_same_page_after_the_same_work(site: Site, visitor: Visitor) -> None:
    """The same questions to the database in the same order: no clock is held against another on a busy machine."""
    asks(visitor, STRANGER)  # a server that has just begun looks for its tables
    asked: list[str] = []
    heard = lambda raw, *_rest: raw.set_trace_callback(asked.append)  # noqa: E731 - to be taken away again
    sa.event.listen(site.server.engine, "checkout", heard)
    seen = []
    for typed in (LANHS, STRANGER, {**LANHS, "tel": "0905999888"}, {**LANHS, "born": "02/02/1991"}):
        visitor.open("/lookup")
        asked.clear()
        page = asks(visitor, typed)
        swept = [re.sub(_VALUE, "?", one) for one in asked if not one.startswith("DELETE")]  # by chance, whoever comes
        seen.append((swept, page.status_code, len(page.content), sorted(set(page.headers) - {"date"})))
        with writing(site.server.engine) as conn:
            conn.execute(bucket.delete())
    sa.event.remove(site.server.engine, "checkout", heard)
    assert len(seen[0][0]) > 6, "the server was listened to"
    assert seen == [seen[0]] * 4


def test_a_document_and_a_telephone_are_asked_for_seldom_whoever_asks(site: Site) -> None:
    status = []
    for n in range(int(rates.LOOKS_SUBJECT.most) + 2):
        asker = Visitor(site.server)
        asker.http.headers["X-Forwarded-For"] = f"198.51.100.{n}"
        status.append(asks(asker, {**LANHS, "tel": f"09051234{n:02d}"}).status_code)
        asker.close()
    assert status == [200] * int(rates.LOOKS_SUBJECT.most) + [429] * 2


def test_every_look_is_in_the_access_log_under_a_hash(both: Site, visitor: Visitor) -> None:
    looks(visitor)
    shows(visitor)
    asks(visitor, STRANGER)
    with reading(both.server.engine) as conn:
        rows = conn.execute(access_rows.select().where(access_rows.c.action == "portal_look")).all()
        assert access.check(conn).holds
    assert [row.result for row in rows] == ["code", "paper"]
    assert len({bytes(row.subject_hash) for row in rows}) == 1


@pytest.mark.parametrize("fault", ["number", "born", "tel"])
def test_what_cannot_be_read_is_said_beside_its_field(server: RunningServer, fault: str) -> None:
    visitor = Visitor(server)
    page = asks(visitor, {**LANHS, fault: "?"})
    assert page.status_code == 422 and said(f"fault.{fault}") in visitor.text
    assert codes_sent(server) == []
    visitor.close()


def test_an_erased_person_is_shown_no_more(site: Site, visitor: Visitor) -> None:
    looks(visitor)
    site.clinic.void(site.lanh)
    site.send()
    assert visitor.open("/lookup/mine").url.endswith("/portal/lookup")
