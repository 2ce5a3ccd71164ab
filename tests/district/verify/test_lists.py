"""Lists for the police at the district: counted, handed out, filled in, looked at, taken over once, taken back."""

from __future__ import annotations

import html
import re
from io import BytesIO

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook
from pypdf import PdfReader

from sync_server.durable.database import reading
from sync_server.durable.tables import access
from sync_server.reading import naming
from tests.district.staffing import Clerk, staffed
from tests.district.verify.communes import ANSWERS, BAD, FAR, NO_ID, Commune, filled, handed_out
from tests.servers import RunningServer
from tests.sync_server.clinics import changed, read
from vaxdesk.domain.cleaning.police import VerifyResult
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.registry.queries import people, verified
from vaxdesk.words import say_in


def vi(key: str, **facts: object) -> str:
    return say_in("vi", key, **facts)


def docs(server: RunningServer, *refs: str) -> list[str]:
    with reading(server.engine) as conn:
        found = people.many(conn, naming.names(conn), refs)
    return [found[one].doc for one in refs]


def results(server: RunningServer, *refs: str) -> dict[str, VerifyResult]:
    with reading(server.engine) as conn:
        return {who: one.result for who, one in verified.of_people(conn, naming.names(conn), refs).items()}


def looked(clerk: Clerk, path: str, content: bytes) -> dict[str, object]:
    """Sends a workbook that came back; gives what the form of the page carries."""
    clerk.open(path)
    clerk.send(f"{path}/look", files={"file": ("tra-lai.xlsx", content)})
    text = clerk.page.text
    carried = re.search(r'name="content" value="([^"]+)"', text)
    ticked = re.findall(r'name="row" value="(\d+)"[^>]* checked', text)
    return {"content": carried.group(1) if carried else "", "name": "tra-lai.xlsx", "row": ticked}


def test_a_list_goes_out_comes_back_is_taken_over_once_and_taken_back(commune: Commune, clerk: Clerk) -> None:
    server = commune.server
    clerk.open("/identity")
    assert clerk.page.url.endswith(f"/identity/{server.unit('66').org_no}"), "the one unit opens by itself"
    counted = re.findall(r'state=(\w+)">(\d+)<', clerk.page.text)
    assert counted == [("no_id", "1"), ("bad_format", "1"), ("unverified", "1"), ("foreign", "1")]
    assert FAR.commune not in clerk.text
    path = handed_out(clerk, server.unit("66").org_no)
    assert vi("district_identity.list_no", no="001/2026-66") in clerk.text
    paper = PdfReader(BytesIO(clerk.open(f"{path}/paper").content))
    assert NO_ID.name in paper.pages[0].extract_text() and "CÔNG AN XÃ" in paper.pages[0].extract_text()
    assert "SỞ Y TẾ" in paper.pages[0].extract_text() and "TRẠM Y TẾ" not in paper.pages[0].extract_text()
    back = filled(clerk.open(f"{path}/book").content, ANSWERS)
    form = looked(clerk, path, back)
    assert form["row"] == ["1"] and vi("district_identity.problem.unreadable", detail="12345") in clerk.text
    assert docs(server, commune.no_id) == [""], "looking writes nothing"
    clerk.send(f"{path}/take", by="", **form)
    assert vi("refusal.reason.signer_missing") in clerk.text
    clerk.send(f"{path}/take", by="Thiếu tá Hà Văn Bình", **form)
    assert vi("district_identity.taken", n=1) in clerk.text
    clerk.send(f"{path}/take", by="Thiếu tá Hà Văn Bình", **form)
    assert vi("refusal.reason.not_yet_read") in clerk.text, "a second click writes nothing twice"
    read(server)
    assert docs(server, commune.no_id, commune.bad) == ["066190001234", BAD.doc]
    assert results(server, commune.no_id, commune.bad) == {commune.no_id: VerifyResult.CORRECTED}
    again = looked(clerk, path, back)
    assert again["row"] == [] and vi("district_identity.problem.taken_before") in clerk.text
    clerk.open(f"/identity/person/{commune.no_id}")
    for said in ("Thiếu tá Hà Văn Bình", "001/2026-66", "Trần Thị Lan", vi("district_identity.state.right")):
        assert said in clerk.text
    clerk.open(path)
    taking = re.search(r'name="taking" value="(\d+)"', clerk.page.text).group(1)
    clerk.send(f"{path}/undo", taking=taking)
    assert vi("district_identity.undone") in clerk.text
    clerk.send(f"{path}/undo", taking=taking)
    assert vi("refusal.reason.already_voided") in clerk.text
    read(server)
    assert docs(server, commune.no_id) == [""] and results(server, commune.no_id) == {}


def test_what_a_site_corrected_since_stays_when_a_taking_is_taken_back(commune: Commune, clerk: Clerk) -> None:
    server = commune.server
    path = handed_out(clerk, server.unit("66").org_no)
    form = looked(clerk, path, filled(clerk.open(f"{path}/book").content, ANSWERS))
    clerk.send(f"{path}/take", by="Bình", **form)
    read(server)
    commune.here.amend(commune.no_id, rev=9, doc="066190001299")
    commune.send()
    clerk.open(path)
    clerk.send(f"{path}/undo", taking=re.search(r'name="taking" value="(\d+)"', clerk.page.text).group(1))
    read(server)
    assert docs(server, commune.no_id) == ["066190001299"] and results(server, commune.no_id) == {}


def test_who_is_corrected_after_the_police_answered_is_counted_apart_and_asked_about_again(
    commune: Commune, clerk: Clerk
) -> None:
    server = commune.server
    unit = server.unit("66").org_no
    path = handed_out(clerk, unit)
    form = looked(clerk, path, filled(clerk.open(f"{path}/book").content, ANSWERS))
    clerk.send(f"{path}/take", by="Bình", **form)
    read(server)
    clerk.open(f"/identity/{unit}")
    assert ("right", "1") in re.findall(r'state=(\w+)">(\d+)<', clerk.page.text)
    commune.here.amend(commune.no_id, rev=9, adr="Buôn Ky")
    commune.send()
    assert results(server, commune.no_id) == {commune.no_id: VerifyResult.CORRECTED}
    commune.here.amend(commune.no_id, rev=10, name="Nguyễn Thị Lảnh")
    commune.send()
    assert results(server, commune.no_id) == {commune.no_id: VerifyResult.CHANGED}
    clerk.open(f"/identity/{unit}")
    counted = re.findall(r'state=(\w+)">(\d+)<', clerk.page.text)
    assert counted == [("bad_format", "1"), ("changed", "1"), ("unverified", "1"), ("foreign", "1")]
    clerk.open(f"/identity/person/{commune.no_id}")
    assert vi("district_identity.state.changed") in clerk.text and vi("cleaning.result.corrected") in clerk.text
    again = handed_out(clerk, unit)
    sheet = load_workbook(BytesIO(clerk.open(f"{again}/book").content)).active
    assert "Nguyễn Thị Lảnh" in [value for row in sheet.iter_rows(min_row=5, values_only=True) for value in row]


def test_a_long_list_goes_on_and_units_below_stand_side_by_side(commune: Commune, clerk: Clerk) -> None:
    server = commune.server
    for at in range(58):
        commune.here.listed(changed(NO_ID, name=f"Y {at % 7} Niê", adr=f"Buôn {at % 3}"))
    commune.send()
    unit = server.unit("66").org_no
    found: list[str] = []
    path = f"/identity/{unit}/people?place=cu+ebur&state=no_id"
    while path:
        clerk.open(path)
        assert "59 người" in clerk.text
        found += re.findall(r"/identity/person/([^\"]+)", clerk.page.text)
        onward = re.search(r'rel="next" href="/district([^"]+)"', clerk.page.text)
        path = html.unescape(onward.group(1)) if onward else ""
    assert len(found) == len(set(found)) == 59 and commune.no_id in found
    clerk.open(f"/identity/{unit}")
    below = re.search(r'<h2 id="below">.*?</table>', clerk.page.text, re.DOTALL)[0]
    assert re.findall(r'<th scope="row">.*?<td class="n">(\d+)</td>', below) == ["62"], "the commune below has them all"


def test_the_workbook_comes_back_with_what_becomes_of_each_row(commune: Commune, clerk: Clerk) -> None:
    path = handed_out(clerk, commune.server.unit("66").org_no)
    form = looked(clerk, path, filled(clerk.open(f"{path}/book").content, ANSWERS))
    clerk.send(f"{path}/result", **form)
    sheet = load_workbook(BytesIO(clerk.page.content)).active
    said = [row[0].value or "" for row in sheet.iter_rows(min_row=4)]
    assert said == [
        vi("district_identity.column.becomes"), vi("district_identity.becomes.taken"),
        vi("district_identity.problem.unreadable", detail="12345"),
    ]  # fmt: skip
    assert looked(clerk, path, clerk.page.content)["row"] == ["1"], "and it can be sent again"


@pytest.mark.parametrize("raw", [b"", b"no workbook", b"PK\x03\x04 broken", b"x" * (2 * 1024 * 1024 + 1)])
def test_a_file_that_is_no_such_list_is_refused_in_words(commune: Commune, clerk: Clerk, raw: bytes) -> None:
    path = handed_out(clerk, commune.server.unit("66").org_no)
    looked(clerk, path, raw)
    assert clerk.page.status_code == 409 and vi("refusal.reason.list_unreadable") in clerk.text


def test_the_file_of_another_list_is_refused_and_nobody_twice_has_one_number(commune: Commune, clerk: Clerk) -> None:
    unit = commune.server.unit("66").org_no
    first, second = handed_out(clerk, unit), handed_out(clerk, unit)
    assert vi("district_identity.list_no", no="002/2026-66") in clerk.text
    looked(clerk, second, clerk.open(f"{first}/book").content)
    assert vi("refusal.reason.list_of_another") in clerk.text
    clerk.send(f"/identity/{unit}/lists", place="nowhere", kind=["no_id"])
    assert clerk.page.status_code == 409 and vi("refusal.reason.nobody_listed") in clerk.text


def test_nothing_of_other_units_and_nothing_without_the_right(commune: Commune, clerk: Clerk) -> None:
    server = commune.server
    path = handed_out(clerk, server.unit("66").org_no)
    far = server.unit("46").org_no
    listed = f"/identity/{far}/people?place=a luoi&state=no_id"
    others = (f"/identity/{far}", listed, f"/identity/person/{commune.away}")
    for page in others:
        assert clerk.open(page).status_code == 404, page
    clerk.open("/identity")
    assert clerk.send(f"/identity/{far}/lists", place="a luoi", kind=["no_id"]).status_code == 404
    other = Clerk(server)
    other.sign_in(staffed(server, "46", GivenRole.VERIFY, login="xa"))
    pages = (path, f"{path}/paper", f"{path}/book", f"/identity/person/{commune.no_id}")
    for page in pages:
        assert other.open(page).status_code == 404, page
    other.open("/identity")
    for deed in ("look", "result", "take", "undo"):
        assert other.send(f"{path}/{deed}", content="", taking="1", by="x").status_code == 404, deed
    for role in set(GivenRole) - {GivenRole.VERIFY}:
        one = Clerk(server)
        one.sign_in(staffed(server, "66", role, login=f"u{role.value}"))
        assert {one.open(page).status_code for page in ("/identity", *pages)} == {403}, role
        one.close()
    other.close()


def test_every_look_is_in_the_access_log(commune: Commune, clerk: Clerk) -> None:
    def count(action: str) -> int:
        with reading(commune.server.engine) as conn:
            return conn.execute(sa.select(sa.func.count()).where(access.c.action == action)).scalar_one()

    unit = commune.server.unit("66").org_no
    clerk.open(f"/identity/{unit}/people?place=cu+ebur&state=no_id")
    assert NO_ID.name in clerk.text and count("identity") == 1
    clerk.open(f"/identity/person/{commune.bad}")
    assert count("identity") == 2
    path = handed_out(clerk, unit)
    clerk.open(f"{path}/paper")
    clerk.open(f"{path}/book")
    assert count("identity_list") == 2
