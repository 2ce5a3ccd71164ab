"""What keyboards do to payloads: the digits are found again, and no garbled name ever comes out."""

from __future__ import annotations

import pytest

from tests.scanning.keyboards import METHODS, seen, typed
from vaxdesk.desk.practice_people import bhyt_payload, citizen_payload, people, personal_code_payload
from vaxdesk.domain.codes import read_code
from vaxdesk.domain.own_codes import certificate_code, certificate_name, roster_code
from vaxdesk.domain.scans import ScanOutcome

TODAY = "2026-11-23"
PEOPLE = list(people(60, seed=8))
HABITS = [
    pytest.param(method, unknown, caps, layout, id=f"{method} {unknown or 'drop'}{' caps' * caps}{' layout' * layout}")
    for method in METHODS
    for unknown in ("?", "", "as is")
    for caps in (False, True)
    for layout in (False, True)
]


@pytest.mark.parametrize(("method", "unknown", "caps", "layout"), HABITS)
def test_citizen_card(method: str, unknown: str, caps: bool, layout: bool) -> None:
    for person in PEOPLE:
        for card in (2021, 2024):
            payload = citizen_payload(person, card=card)
            text = seen(typed(payload, method, unknown=unknown, caps=caps, layout=layout))
            scan = read_code(text, keyed=True, today=TODAY)
            assert (scan.document, scan.dob, scan.old_document) == (person.doc, person.dob, person.old_doc), text
            assert scan.name in ("", person.name), text
            assert scan.outcome is (ScanOutcome.READ if scan.name else ScanOutcome.MANGLED)
            assert scan.raw == text


@pytest.mark.parametrize("method", METHODS)
def test_a_scanner_that_knows_vietnamese_gives_names(method: str) -> None:
    """Most names of the list; those that an input method could have made (`Ayŭn`, `Mlô`) are left out on purpose."""
    scans = [read_code(seen(typed(citizen_payload(p), method, unknown="as is")), keyed=True) for p in PEOPLE]
    named = [scan.name == person.name for scan, person in zip(scans, PEOPLE, strict=True)]
    usual = [person.eth != "Ê-đê" for person in PEOPLE]
    assert sum(named) >= sum(usual) * 0.95


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("015190001234|060812345|Nguyễn Thị Lành|01011990|Nữ|Xà Hồ|15042021", "Nguyễn Thị Lành"),
        ("015190001234|060812345|Nguy?n Th? L?nh|01011990|N?|X? H?|15042021", ""),
        ("015190001234|060812345|Nguyn Th Lnh|01011990|N|X H|15042021", ""),
        ("015190001234|060812345|Nguỷn Thỉ Lảnh|01011990|N?|X? H?|15042021", ""),
        ("015190001234|060812345|nGUYễN tHị lÀNH|01011990|nữ|xÀ hỒ|15042021", ""),
        ("066098713701|188067597|Y Ưăn Êban|20111998|Nam|Thôn 8, Xã Ea Ưẻ|02022021", ""),
        ("066098713701|188067597|Y Ksỏ|20111998|Nam|Thôn Tám|02022021", ""),
        ("066098713701|188067597|Y Ưn ban|20111998|Nam|Bun Tul, Ea Ưẻ, k Lk|02022021", ""),
        ("014205006789||Bi A Po|05092005|Nam|Ea Ưẻ|20122023", ""),
        ("014205006789||Lo Van Pao|05092005|Nam|Ban Na San, Chieng Mung|20122023", ""),
        ("015190001234~060812345~Nguy?n Th? L?nh~01011990~N?~X? H?~15042021", ""),
        ("015190001234060812345Nguy?n Th? L?nh01011990N?X? H?15042021", ""),
        ("015190001234060812345012Nguy?n Th? L?nh01011990N?X? H?15042021", ""),
    ],
    ids=["intact", "question marks", "dropped", "viqr", "caps lock", "telex on Wăn", "telex on Ksor", "dropped + telex",
         "dropped, all words have vowels", "no marks at all", "other separator", "no separator", "old 12-digit number"],
)
def test_signs_of_damage(text: str, name: str) -> None:
    scan = read_code(text, keyed=True, today=TODAY)
    assert scan.name == name
    assert scan.document == text[:12]
    assert "".join(reversed(scan.dob.split("-"))) in text and len(scan.dob) == 10
    assert scan.outcome is (ScanOutcome.READ if name else ScanOutcome.MANGLED)


@pytest.mark.parametrize(("method", "unknown", "caps", "layout"), [h for h in HABITS if not h.values[3]])
def test_insurance_card(method: str, unknown: str, caps: bool, layout: bool) -> None:
    """The number is found, but for VNI eating a digit after `TE` or `DN`: that is said, never guessed."""
    for person in PEOPLE:
        if not person.bhyt:
            continue
        text = seen(typed(bhyt_payload(person), method, unknown=unknown, caps=caps, layout=layout))
        scan = read_code(text, keyed=True, today=TODAY)
        assert scan.name in ("", person.name)
        if method in ("off", "viqr") or (method == "telex" and scan.name):
            assert scan.name == person.name
        assert (scan.dob, scan.sex) == (person.dob, person.sex)
        if method == "vni" and not set("TED").isdisjoint(person.bhyt[:2]):
            assert scan.bhyt in ("", person.bhyt)
            assert bool(scan.bhyt) is (scan.outcome is not ScanOutcome.DAMAGED)
        else:
            assert scan.bhyt == person.bhyt


@pytest.mark.parametrize(("method", "unknown", "caps", "layout"), [h for h in HABITS if not h.values[3]])
def test_personal_code(method: str, unknown: str, caps: bool, layout: bool) -> None:
    for person in PEOPLE:
        text = seen(typed(personal_code_payload(person), method, unknown=unknown, caps=caps, layout=layout))
        scan = read_code(text, keyed=True, today=TODAY)
        whole = personal_code_payload(person).split("|")[1]
        assert (scan.document, scan.tel) == (person.doc, person.tel)
        assert scan.name in ("", whole)
        masked = seen(typed(personal_code_payload(person, masked=True), method, unknown=unknown, caps=caps))
        assert read_code(masked, keyed=True).suffix == person.doc[6:]


@pytest.mark.parametrize(("method", "unknown", "caps", "layout"), HABITS)
def test_own_codes_come_through_everything(method: str, unknown: str, caps: bool, layout: bool) -> None:
    refs = ("4ZZZZZZZZZZZZ.123456", "00000000000AE.1")
    name = certificate_name(2**127 + 12345)
    for ref, code in [*((ref, roster_code(ref)) for ref in refs), (name, certificate_code(name))]:
        text = seen(typed(code, method, unknown=unknown, caps=caps, layout=layout))
        scan = read_code(text, keyed=True)
        assert (scan.outcome, scan.ref) == (ScanOutcome.READ, ref), text
