"""Payloads to scans: the samples, each rule of the card formats, and any text at all."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaxdesk.desk.practice_people import bhyt_payload, citizen_payload, people, personal_code_payload
from vaxdesk.domain.codes import read_code
from vaxdesk.domain.documents import DocumentFinding
from vaxdesk.domain.names import fold
from vaxdesk.domain.own_codes import roster_code
from vaxdesk.domain.scans import ScanKind, ScanOutcome

SAMPLES: dict[str, list[dict[str, Any]]] = json.loads(
    (Path(__file__).parents[1] / "data" / "qr-samples.json").read_text(encoding="utf-8")
)
LANH = SAMPLES["cccd"][0]["payload"]
TODAY = "2026-11-23"
FIELD_OF = {
    "id": "document", "old_id": "old_document", "name": "name", "dob": "dob", "sex": "sex", "issue": "issued",
    "kcb": "facility", "to": "valid_to", "parent": "parent", "qid": "qid", "bhyt": "bhyt", "phone": "tel",
    "helper_qid": "helper_qid",
}


@pytest.mark.parametrize("sample", [s for key in ("cccd", "bhyt", "pc_covid") for s in SAMPLES[key]])
def test_samples(sample: dict[str, Any]) -> None:
    scan = read_code(sample["payload"], today=TODAY)
    for key, value in sample["expect"].items():
        if key in FIELD_OF:
            assert getattr(scan, FIELD_OF[key]) == (value or ""), key
    assert scan.raw == sample["payload"]
    assert read_code(sample["payload"].encode() + b"\r\n", today=TODAY).fields() == scan.fields()


def test_the_two_citizen_cards() -> None:
    cards = [read_code(sample["payload"], today=TODAY) for sample in SAMPLES["cccd"]]
    assert [scan.kind for scan in cards[:5]] == [ScanKind.CITIZEN_CARD_2021] * 3 + [ScanKind.CITIZEN_CARD_2024] * 2
    assert {scan.outcome for scan in cards[:5]} == {ScanOutcome.READ}
    assert cards[0].address == "Thôn Cu Vai, Xà Hồ, Trạm Tấu, Yên Bái"
    assert cards[4].extras == ("Sùng A Páo", "Giàng Thị Dở", "", "")
    assert (cards[5].outcome, cards[5].findings) == (ScanOutcome.READ_DOUBTFUL, (DocumentFinding.SEX_DISAGREES,))
    assert (cards[6].outcome, cards[6].findings) == (ScanOutcome.BAD_NUMBER, (DocumentFinding.PROVINCE_NOT_ASSIGNED,))
    assert not cards[6].outcome.names_a_person


def changed(at: int, value: str, payload: str = LANH) -> str:
    fields = payload.split("|")
    fields[at] = value
    return "|".join(fields)


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (changed(3, "011990"), {"dob": "1990-01"}),
        (changed(1, "012345678901"), {"old_document": "012345678901"}),
        (changed(5, "Thôn Cu Vai , Xà Hồ,, Trạm Tấu, -"), {"address": "Thôn Cu Vai, Xà Hồ, Trạm Tấu"}),
        (changed(4, "NỮ"), {"sex": "F"}),
        (unicodedata.normalize("NFD", LANH), {"name": "Nguyễn Thị Lành", "sex": "F"}),
        (changed(2, "NGUYỄN  THỊ LÀNH"), {"name": "NGUYỄN THỊ LÀNH"}),
        (changed(2, "H'Hen Niê"), {"name": "H'Hen Niê"}),
        (changed(2, "Kim Sang"), {"name": "Kim Sang"}),  # pixels are exact: a name may have no marks
        ("]Q3" + LANH, {"kind": ScanKind.GS1}),
        ("]Q1" + LANH, {"name": "Nguyễn Thị Lành"}),
        ("\ufeff" + LANH + "\x00", {"name": "Nguyễn Thị Lành"}),
        (LANH + "|x" * 8, {"kind": ScanKind.CITIZEN_CARD_2024, "name": "Nguyễn Thị Lành"}),
        (LANH + "|", {"kind": ScanKind.CITIZEN_CARD_2021, "extras": ("",)}),
        (changed(3, ""), {"outcome": ScanOutcome.READ_DOUBTFUL, "dob": ""}),
        (changed(2, "Nguy?n Th? L?nh"), {"outcome": ScanOutcome.MANGLED, "name": "", "document": "015190001234"}),
        (changed(0, "015390001234"), {"findings": (
            DocumentFinding.BIRTH_YEAR_DISAGREES, DocumentFinding.BIRTH_YEAR_AHEAD)}),
        (LANH[:45], {"outcome": ScanOutcome.TRUNCATED, "document": "015190001234", "name": ""}),
    ],
)
def test_citizen_card_rules(payload: str, expected: dict[str, Any]) -> None:
    scan = read_code(payload, today=TODAY)
    assert {key: getattr(scan, key) for key in expected} == expected


BHYT = SAMPLES["bhyt"][0]["payload"]


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (BHYT, {"kind": ScanKind.BHYT, "outcome": ScanOutcome.READ, "valid_from": "2024-01-01", "valid_to": ""}),
        (changed(0, "1512345678", BHYT), {"bhyt": "1512345678", "outcome": ScanOutcome.READ}),
        (changed(0, "HN215151234567899", BHYT), {"bhyt": "HN2151512345678"}),
        (changed(2, "1/2/1990", BHYT), {"dob": "1990-02-01"}),
        (changed(2, "1952", BHYT), {"dob": "1952"}),
        (changed(3, "1", BHYT), {"sex": "M"}),
        (changed(5, "79426", BHYT), {"facility": "79426"}),
        (changed(10, "yên th? hi?p", BHYT), {"parent": "", "outcome": ScanOutcome.READ}),
        (changed(1, "Nguyễn Thị Lành", BHYT), {"name": "Nguyễn Thị Lành"}),
        (changed(1, "4e677579e1bb85", BHYT), {"name": "Nguyễ"}),
        (changed(1, "4e677579e1bb8", BHYT), {"name": "", "outcome": ScanOutcome.MANGLED, "bhyt": "HN2151512345678"}),
        (changed(1, "ff00", BHYT), {"name": "", "outcome": ScanOutcome.MANGLED}),
        (BHYT[:-1], {"outcome": ScanOutcome.READ}),  # fifteen fields are all of them
        (BHYT[:-2], {"outcome": ScanOutcome.TRUNCATED, "name": "Nguyễn Thị Lành"}),
        (BHYT[:30], {"outcome": ScanOutcome.TRUNCATED, "name": "", "bhyt": "HN2151512345678"}),
        (changed(0, "HN21515", BHYT), {"outcome": ScanOutcome.DAMAGED, "bhyt": ""}),
    ],
)
def test_insurance_card_rules(payload: str, expected: dict[str, Any]) -> None:
    scan = read_code(payload, today=TODAY)
    assert {key: getattr(scan, key) for key in expected} == expected


def test_personal_codes() -> None:
    full, masked, helper = (read_code(sample["payload"], today=TODAY) for sample in SAMPLES["pc_covid"])
    assert full.outcome is ScanOutcome.READ
    assert full.plain_name and masked.plain_name
    assert (masked.outcome, masked.document, masked.suffix, masked.dob) == (
        ScanOutcome.READ_MASKED, "", "001234", "1990"
    )
    assert (helper.helper_qid, helper.document, helper.name) == ("162979388586171100", "", "SUNG THI MY")


def test_personal_code_with_ext_of_the_decision() -> None:
    scan = read_code("001093029317|NGUYEN VAN A|1987-01-18|0|162979388586171100|<1<00<0123232422", today=TODAY)
    assert (scan.sex, scan.bhyt, scan.document) == ("M", "", "001093029317")
    assert DocumentFinding.BIRTH_YEAR_DISAGREES in scan.findings


@pytest.mark.parametrize(
    ("text", "kind", "outcome", "fields"),
    [
        ("015190001234", ScanKind.TYPED_DOCUMENT, ScanOutcome.READ, {"document": "015190001234"}),
        (" 015 190 001 234\r\n", ScanKind.TYPED_DOCUMENT, ScanOutcome.READ, {"document": "015190001234"}),
        ("060812345", ScanKind.TYPED_DOCUMENT, ScanOutcome.READ, {"document": "060812345"}),
        ("003190001234", ScanKind.TYPED_DOCUMENT, ScanOutcome.BAD_NUMBER, {"document": "003190001234"}),
        ("01519000123", ScanKind.TYPED_DOCUMENT, ScanOutcome.BAD_NUMBER, {"document": "01519000123"}),
        ("60812345", ScanKind.TYPED_DOCUMENT, ScanOutcome.READ_DOUBTFUL, {"document": "60812345"}),
        ("b1234567", ScanKind.TYPED_DOCUMENT, ScanOutcome.READ, {"document": "B1234567"}),
        ("hn2151512345678", ScanKind.TYPED_DOCUMENT, ScanOutcome.READ, {"bhyt": "HN2151512345678"}),
        ("1512345678", ScanKind.TYPED_DOCUMENT, ScanOutcome.READ, {"bhyt": "1512345678"}),
        ("0912345678", ScanKind.TYPED_PHONE, ScanOutcome.READ, {"tel": "0912345678", "bhyt": "0912345678"}),
        ("+84 912 345 678", ScanKind.TYPED_PHONE, ScanOutcome.READ, {"tel": "0912345678"}),
        ("https://example.vn/x|y", ScanKind.URL, ScanOutcome.NOT_FOR_US, {}),
        ("WWW.example.vn", ScanKind.URL, ScanOutcome.NOT_FOR_US, {}),
        ("8934673573399", ScanKind.GS1, ScanOutcome.VACCINE_BOX, {"extras": ["8934673573399"]}),
        ("010893467357339917261231", ScanKind.GS1, ScanOutcome.VACCINE_BOX, {"extras": ["010893467357339917261231"]}),
        ("]d20108934673573399", ScanKind.GS1, ScanOutcome.VACCINE_BOX, {"extras": ["0108934673573399"]}),
        ("Nguyễn Thị Lành", ScanKind.UNKNOWN, ScanOutcome.OTHER_CODE, {}),
        ("1234", ScanKind.UNKNOWN, ScanOutcome.OTHER_CODE, {}),
        ("a|b|c", ScanKind.UNKNOWN, ScanOutcome.OTHER_CODE, {}),
        (" \r\n", ScanKind.UNKNOWN, ScanOutcome.NOTHING_FOUND, {}),
        ("VXR:123", ScanKind.ROSTER_ROW, ScanOutcome.DAMAGED, {}),
        (
            roster_code("00000000000ZZ.7"), ScanKind.ROSTER_ROW, ScanOutcome.READ, {"ref": "00000000000ZZ.7"},
        ),
    ],
)
def test_typed_and_other_codes(text: str, kind: ScanKind, outcome: ScanOutcome, fields: dict[str, Any]) -> None:
    scan = read_code(text, today=TODAY)
    assert (scan.kind, scan.outcome) == (kind, outcome)
    assert {key: list(value) if isinstance(value, tuple) else value for key, value in scan.fields().items()} == fields


def test_bytes_that_are_no_utf8_lose_their_letters_only() -> None:
    scan = read_code(LANH.encode("cp1258", errors="replace"), keyed=True, today=TODAY)
    assert (scan.outcome, scan.document, scan.dob, scan.name) == (
        ScanOutcome.MANGLED, "015190001234", "1990-01-01", ""
    )


def test_practice_people_come_back_whole() -> None:
    for person in people(300, seed=11):
        for card in (2021, 2024):
            scan = read_code(citizen_payload(person, card=card), today=TODAY)
            assert (scan.name, scan.dob, scan.sex, scan.document, scan.old_document) == (
                person.name, person.dob, person.sex, person.doc, person.old_doc
            )
            assert scan.outcome is ScanOutcome.READ
        if person.bhyt:
            scan = read_code(bhyt_payload(person), today=TODAY)
            assert (scan.name, scan.dob, scan.sex, scan.bhyt) == (person.name, person.dob, person.sex, person.bhyt)
        scan = read_code(personal_code_payload(person), today=TODAY)
        assert (scan.document, fold(scan.name), scan.tel) == (person.doc, fold(person.name), person.tel)
        scan = read_code(personal_code_payload(person, masked=True), today=TODAY)
        assert (scan.suffix, scan.dob) == (person.doc[6:], person.dob[:4])


PIECES = st.sampled_from(["|", "$", "HC1:", "VXR:", "015190001234", "Nam", "Nữ", "01011990", "1990-**-**", "0", "<"])


@given(st.lists(PIECES | st.text(max_size=6), max_size=20).map("".join), st.booleans())
def test_never_raises(text: str, keyed: bool) -> None:
    scan = read_code(text, keyed=keyed, today=TODAY)
    assert scan.raw == text
    scan.fields()


@given(st.binary(max_size=200), st.booleans())
def test_never_raises_on_bytes(data: bytes, keyed: bool) -> None:
    read_code(data, keyed=keyed, today=TODAY)
