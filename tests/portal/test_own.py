"""What a phone keeps of one's own record: only behind a pass, little, and in codes that stations read."""

from __future__ import annotations

from typing import Any

import msgspec

from tests.portal.people import Visitor
from tests.portal.test_lookup import HC1, Site, looks, scanned
from tests.servers import RunningServer
from tests.sync_server.clinics import LANH, changed, today
from vaxdesk.domain import codes, own_codes
from vaxdesk.domain.payloads import Appt
from vaxdesk.domain.scans import ScanKind, ScanOutcome


def kept(visitor: Visitor) -> dict[str, Any]:
    answer = visitor.open("/app/mine.json")
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    return answer.json()


def read_code(square: dict[str, Any]) -> str:
    """What a scanner reads of a code as the phone draws it."""
    return scanned(f'viewBox="0 0 {square["size"]} {square["size"]}" {square["path"]}')


def test_a_phone_keeps_what_is_shown_and_codes_that_stations_read(either: RunningServer, visitor: Visitor) -> None:
    site = Site(either)
    site.signs()
    day = today(either, plus=5)
    site.clinic.write("appt", Appt(day=day, slot="07:30"), of=site.lanh)
    site.send()
    looks(visitor)
    one = kept(visitor)
    assert (one["name"], one["year"], one["appointment"]["day"]) == (LANH.name, "1990", day)
    assert [(dose["day"], dose["lot"], dose["step"]) for dose in one["doses"]] == [("2026-09-01", "L1", "signed")]
    [certificate] = one["certificates"]
    assert certificate["text"] == HC1 == read_code(certificate["square"])
    own = own_codes.read_own_code(read_code(one["ours"]))
    assert own is not None and (own.kind, own.ref) == (ScanKind.ROSTER_ROW, site.lanh)
    scan = codes.read_code(read_code(one["personal"]), today=day)
    assert (scan.kind, scan.outcome) == (ScanKind.PERSONAL_CODE, ScanOutcome.READ_MASKED)
    assert (scan.name, scan.dob, scan.suffix, scan.sex) == ("NGUYEN THI LANH", "1990", LANH.doc[6:], "F")
    whole = msgspec.json.encode(one).decode()
    assert not [fact for fact in (LANH.doc, LANH.tel, LANH.dob, "905123456") if fact in whole]
    assert one["id"] == kept(visitor)["id"], "told again as the same person"


def test_without_a_pass_nothing_is_told(either: RunningServer, visitor: Visitor) -> None:
    Site(either)
    answer = visitor.open("/app/mine.json")
    assert (answer.status_code, answer.json()) == (401, {})
    looks(visitor)
    visitor.open("/lookup/mine")
    visitor.send("/lookup/close")
    assert visitor.open("/app/mine.json").status_code == 401


def test_whoever_has_no_number_has_no_personal_code(server: RunningServer) -> None:
    site, visitor = Site(server), Visitor(server)
    site.clinic.amend(site.lanh, doc="", bhyt="TE1666600000001")
    site.send()
    looks(visitor, {"number": "TE1666600000001", "born": "01/02/1990", "tel": LANH.tel})
    one = kept(visitor)
    assert one["personal"] is None and own_codes.read_own_code(read_code(one["ours"])) is not None
    visitor.close()


def test_the_page_itself_says_nothing_of_anybody(server: RunningServer) -> None:
    site, visitor = Site(server), Visitor(server)
    bare = visitor.open("/app").text
    looks(visitor)
    assert visitor.open("/app").text == bare
    assert changed(LANH).name not in bare and site.lanh not in bare
    visitor.close()
