"""What a person to be registered must have, and what a read is good for."""

from __future__ import annotations

import msgspec
import pytest

from vaxdesk.assets import resources
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.registration import PersonFlaw, check_person, draft_from, errors, is_minor
from vaxdesk.domain.scans import Scan, ScanKind, ScanOutcome
from vaxdesk.domain.units import read_units

TODAY = "2026-11-23"
UNITS = read_units((resources() / "units" / "provinces.toml").read_text(encoding="utf-8"))
LANH = Person(name="Nguyễn Thị Lành", dob="1990-01-01", sex="F", doc="015190001234")


def flaws(**fields: str) -> set[PersonFlaw]:
    return {one.flaw for one in check_person(msgspec.structs.replace(LANH, **fields), today=TODAY)}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, None),
        ({"name": ""}, PersonFlaw.NAME_MISSING),
        ({"name": "Nguy?n Th? Lành"}, PersonFlaw.NAME_NOT_A_NAME),
        ({"name": "015190001234|Lành"}, PersonFlaw.NAME_NOT_A_NAME),
        ({"name": "L" * 81 + " a"}, PersonFlaw.NAME_NOT_A_NAME),
        ({"name": "Lành"}, PersonFlaw.NAME_ONE_WORD),
        ({"dob": "31/02/1990"}, PersonFlaw.BIRTH_UNREADABLE),
        ({"dob": "2026-11-24", "doc": "B1234567", "guardian": "x"}, PersonFlaw.BIRTH_IN_FUTURE),
        ({"dob": "2027", "doc": "B1234567", "guardian": "x"}, PersonFlaw.BIRTH_IN_FUTURE),
        ({"dob": "1900", "doc": "015100001234"}, PersonFlaw.BIRTH_TOO_OLD),
        ({"dob": "1990"}, PersonFlaw.BIRTH_VAGUE),
        ({"doc": ""}, PersonFlaw.DOCUMENT_MISSING),
        ({"doc": "12"}, PersonFlaw.DOCUMENT_NOT_A_NUMBER),
        ({"doc": "003190001234"}, PersonFlaw.DOCUMENT_PROVINCE),
        ({"doc": "HN2151234567890"}, PersonFlaw.DOCUMENT_INSURANCE),
        ({"doc": "06081234"}, PersonFlaw.DOCUMENT_EIGHT),
        ({"sex": "M"}, PersonFlaw.DOCUMENT_SEX),
        ({"dob": "1991-01-01"}, PersonFlaw.DOCUMENT_BIRTH),
        ({"old_doc": "1"}, PersonFlaw.DOCUMENT_NOT_A_NUMBER),
        ({"bhyt": "HN215"}, PersonFlaw.INSURANCE_UNREADABLE),
        ({"tel": "0912"}, PersonFlaw.PHONE_UNREADABLE),
        ({"guardian_tel": "chồng"}, PersonFlaw.PHONE_UNREADABLE),
        ({"dob": "2015-03-01", "doc": "015315001234"}, PersonFlaw.GUARDIAN_MISSING),
        ({"dob": "2015-03-01", "doc": "015315001234", "guardian": "Giàng Thị Dở"}, None),
    ],
)
def test_flaws(fields: dict[str, str], expected: PersonFlaw | None) -> None:
    assert flaws(**fields) == ({expected} if expected else set())


def test_missing_birth_and_sex_are_errors() -> None:
    found = check_person(Person(name="Nguyễn Thị Lành", doc="015190001234"), today=TODAY)
    assert {(one.field, one.flaw) for one in errors(found)} == {
        ("dob", PersonFlaw.BIRTH_MISSING), ("sex", PersonFlaw.SEX_MISSING),
    }
    assert [one.field for one in errors(found, of=["sex", "tel"])] == ["sex"]


def test_warnings_never_stop_the_saving() -> None:
    child = Person(name="Páo", dob="2015", sex="M")
    found = check_person(child, today=TODAY)
    assert {one.flaw for one in found} == {
        PersonFlaw.NAME_ONE_WORD, PersonFlaw.BIRTH_VAGUE, PersonFlaw.DOCUMENT_MISSING, PersonFlaw.GUARDIAN_MISSING,
    }
    assert errors(found) == ()


@pytest.mark.parametrize(
    ("dob", "minor"), [("2008-11-24", True), ("2008-11-23", False), ("2008", False), ("2009", True), ("", False)]
)
def test_minors(dob: str, minor: bool) -> None:
    assert is_minor(dob, TODAY) is minor


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (ScanOutcome.READ, Person(name="Lò Văn Páo", dob="2005-09-05", sex="M", doc="014205006789", adr="Bản Nà Sản")),
        (ScanOutcome.MANGLED, Person(name="", dob="2005-09-05", doc="014205006789")),
        (ScanOutcome.UNVERIFIED, Person(name="", doc="014205006789")),
        (ScanOutcome.READ_MASKED, Person(name="", doc="014205006789")),
        (ScanOutcome.TRUNCATED, Person(name="")),
    ],
)
def test_what_a_read_fills_in(outcome: ScanOutcome, expected: Person) -> None:
    scan = Scan(
        kind=ScanKind.CITIZEN_CARD_2021,
        outcome=outcome,
        document="014205006789",
        name="Lò Văn Páo",
        dob="2005-09-05",
        sex="M",
        address="Bản Nà Sản",
    )
    assert draft_from(scan, UNITS) == expected
