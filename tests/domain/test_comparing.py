"""What counts as a difference between card and record, and how much."""

from __future__ import annotations

import unicodedata

import pytest

from vaxdesk.assets import resources
from vaxdesk.domain.comparing import Weight, another_person, compare, spelt_same
from vaxdesk.domain.scans import Scan, ScanKind, ScanOutcome
from vaxdesk.domain.units import read_units
from vaxdesk.domain.views import PersonView

UNITS = read_units((resources() / "units" / "provinces.toml").read_text(encoding="utf-8"))
CARD = Scan(
    kind=ScanKind.CITIZEN_CARD_2021,
    outcome=ScanOutcome.READ,
    document="015190001234",
    old_document="060812345",
    name="Nguyễn Thị Hoà",
    dob="1990-01-01",
    sex="F",
    address="Thôn Cu Vai, Xà Hồ, Trạm Tấu, Yên Bái",
)
SAME = {
    "name": "Nguyễn Thị Hoà",
    "dob": "1990-01-01",
    "sex": "F",
    "doc": "015190001234",
    "old_doc": "060812345",
    "adr": "Thôn Cu Vai",
    "commune": "Xã Xà Hồ",
    "district": "Huyện Trạm Tấu",
    "province": "Tỉnh Yên Bái",
}


def differences(scan: Scan = CARD, **record: str) -> dict[str, Weight]:
    person = PersonView(id="0000000000001.1", **{**SAME, **record})
    return {one.field: one.weight for one in compare(scan, person, UNITS)}


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"name": "NGUYỄN THỊ HOÀ"},
        {"name": "nguyễn  thị hòa"},
        {"name": unicodedata.normalize("NFD", "Nguyễn Thị Hoà")},
        {"district": "", "province": "Yên Bái"},
        {"doc": "060812345", "old_doc": "015190001234"},
    ],
    ids=["nothing", "capitals", "tone on the other letter", "decomposed", "less of the address", "numbers swapped"],
)
def test_noise_is_no_difference(record: dict[str, str]) -> None:
    assert differences(**record) == {}


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"name": "Nguyễn Thị Hoa"}, {"name": Weight.SLIGHT}),
        ({"name": "NGUYEN THI HOA"}, {"name": Weight.SLIGHT}),
        ({"name": "Nguyễn Thị Huệ"}, {"name": Weight.GRAVE}),
        ({"dob": "1990"}, {"dob": Weight.FINER}),
        ({"dob": "1990-02"}, {"dob": Weight.GRAVE}),
        ({"dob": ""}, {"dob": Weight.MISSING}),
        ({"sex": ""}, {"sex": Weight.MISSING}),
        ({"sex": "M"}, {"sex": Weight.GRAVE}),
        ({"doc": ""}, {"doc": Weight.MISSING}),
        ({"doc": "060812345", "old_doc": ""}, {"doc": Weight.FINER}),
        ({"doc": "015190009999"}, {"doc": Weight.GRAVE}),
        ({"old_doc": ""}, {"old_doc": Weight.MISSING}),
        ({"adr": "", "commune": "", "district": "", "province": ""}, {"adr": Weight.MISSING}),
        ({"adr": "Bản Tà Đằng", "commune": "Bản Mù"}, {"adr": Weight.SLIGHT}),
    ],
)
def test_differences_weigh(record: dict[str, str], expected: dict[str, Weight]) -> None:
    assert differences(**record) == expected


def test_a_coarser_card_is_no_difference() -> None:
    card = Scan(kind=ScanKind.CITIZEN_CARD_2021, outcome=ScanOutcome.READ, dob="1990")
    assert differences(card) == {}
    assert differences(card, dob="1991-01-01") == {"dob": Weight.GRAVE}


def test_a_name_without_marks_is_compared_without_and_never_taken() -> None:
    code = Scan(
        kind=ScanKind.PERSONAL_CODE, outcome=ScanOutcome.READ, name="NGUYEN THI HOA", plain_name=True, tel="0912345678"
    )
    assert differences(code) == {"tel": Weight.MISSING}
    person = PersonView(id="0000000000001.1", **{**SAME, "name": "Lò Thị Dở", "tel": "0900000000"})
    name, tel = compare(code, person, UNITS)
    assert (name.weight, name.values, name.fills) == (Weight.GRAVE, {}, False)
    assert (tel.weight, tel.values, tel.fills) == (Weight.SLIGHT, {"tel": "0912345678"}, False)


def test_insurance_numbers_are_one_when_their_last_ten_characters_are() -> None:
    card = Scan(kind=ScanKind.BHYT, outcome=ScanOutcome.READ, bhyt="HN2151234567890")
    assert differences(card, bhyt="1234567890") == {}
    assert differences(card, bhyt="GD4151234567890") == {}
    assert differences(card, bhyt="1234567899") == {"bhyt": Weight.SLIGHT}


def test_an_unverified_certificate_corrects_nothing() -> None:
    passport = Scan(kind=ScanKind.EU_DCC, outcome=ScanOutcome.UNVERIFIED, name="Nguyễn Thị Huệ", dob="1990-01-01")
    (name,) = compare(passport, PersonView(id="0000000000001.1", **SAME), UNITS)
    assert name.values == {}


def test_an_unread_code_says_nothing() -> None:
    cut = Scan(kind=ScanKind.BHYT, outcome=ScanOutcome.TRUNCATED, name="Lò Thị Dở")
    assert differences(cut) == {}


def test_what_fills_the_record_and_what_would_change_it() -> None:
    person = PersonView(id="0000000000001.1", **{**SAME, "doc": "060812345", "old_doc": "", "sex": "M", "dob": "1990"})
    found = {one.field: one for one in compare(CARD, person, UNITS)}
    assert {field for field, one in found.items() if one.fills} == {"dob", "doc"}
    assert found["doc"].values == {"doc": "015190001234", "old_doc": "060812345"}
    assert found["sex"].values == {"sex": "F"}


def test_one_grave_difference_is_an_error_two_are_another_person() -> None:
    def another(**record: str) -> bool:
        return another_person(compare(CARD, PersonView(id="0000000000001.1", **{**SAME, **record}), UNITS))

    assert not another(name="Lò Thị Dở")
    assert not another(dob="1991-01-01", doc="015190009999")
    assert another(name="Lò Thị Dở", dob="1985-01-01")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Hoà", "Hòa", True),
        ("Thuỷ", "THỦY", True),
        ("H'Hen Niê", "H'hen niê", True),
        ("Đào", "Dao", False),
        ("Tuân", "Tuấn", False),
        ("Hoa", "Hòa", False),
    ],
)
def test_spelling(one: str, other: str, same: bool) -> None:
    assert spelt_same(one, other) is same
