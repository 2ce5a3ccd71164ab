"""How each field of two records stands: births, numbers, telephones, places."""

from __future__ import annotations

import pytest

from vaxdesk.domain.matching import fields
from vaxdesk.domain.matching.levels import Level
from vaxdesk.domain.matching.slips import slip_apart
from vaxdesk.domain.payloads import Person

WENT = {"04594": frozenset(("04585",)), "04591": frozenset(("04585", "04606"))}


def went(code: str) -> frozenset[str]:
    return WENT.get(code, frozenset())


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("abc", "abc", False),
        ("abc", "abd", True),
        ("abc", "ab", True),
        ("ab", "abc", True),
        ("abc", "xabc", True),
        ("abcd", "acbd", True),
        ("abcd", "abdc", True),
        ("abcd", "badc", False),
        ("abcd", "axyd", False),
        ("abc", "abcde", False),
        ("abcd", "axc", False),
    ],
)
def test_a_slip_of_the_hand(one: str, other: str, *, apart: bool) -> None:
    assert slip_apart(one, other) is slip_apart(other, one) is apart


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("1990-02-03", "1990-02-03", Level.SAME),
        ("1990-01-01", "1990-01-01", Level.FIRST),
        ("1990", "1990", Level.YEAR),
        ("1990", "1990-02-03", Level.YEAR),
        ("1990-02", "1990-03-03", Level.YEAR),
        ("1990-01-01", "1990-02-03", Level.YEAR),
        ("1990", "1991-02-03", Level.PART),
        ("1990", "1993", Level.DIFFERS),
        ("1990-02-03", "1990-03-02", Level.SWAPPED),
        ("1990-02-03", "1990-02-13", Level.SLIP),
        ("1990-02-03", "1980-02-03", Level.SLIP),
        ("1990-02-03", "1990-02-14", Level.PART),
        ("1990-02-03", "1990-11-03", Level.PART),
        ("1990-02-03", "1972-02-03", Level.PART),
        ("1990-02-03", "1990-11-14", Level.DIFFERS),
        ("", "1990", Level.UNKNOWN),
        ("1990", "", Level.UNKNOWN),
        ("x", "1990", Level.UNKNOWN),  # of an entry that no desk of ours wrote
        ("x", "x", Level.UNKNOWN),
        ("199", "1990-02-03", Level.UNKNOWN),
    ],
)
def test_births(one: str, other: str, level: Level) -> None:
    assert fields.births(one, other) is fields.births(other, one) is level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ({"doc": "015190001234"}, {"doc": "015190001234"}, Level.SAME),
        ({"doc": "15190001234"}, {"doc": "015190001234"}, Level.SAME),  # Excel ate the zero
        ({"doc": "015190001234", "old_doc": "060812345"}, {"doc": "060812345"}, Level.SAME),
        ({"doc": "015190001234"}, {"doc": "015190001234", "dob": ""}, Level.SAME),
        ({"doc": "015165001234"}, {"doc": "015165001234"}, Level.WEAK),  # of somebody born in 1965: the mother's
        ({"doc": "111111111"}, {"doc": "111111111"}, Level.WEAK),
        ({"doc": "123456789012"}, {"doc": "123456789012"}, Level.WEAK),
        ({"doc": "003190001234"}, {"doc": "003190001234"}, Level.WEAK),  # of no province
        ({"doc": "015190001234"}, {"doc": "015190001243"}, Level.SLIP),
        ({"doc": "015190001234"}, {"doc": "015190001334"}, Level.SLIP),
        ({"doc": "015190001234"}, {"doc": "015190001235"}, Level.NEXT),
        ({"doc": "015190001234"}, {"doc": "01519001234"}, Level.SLIP),
        ({"doc": "111111111"}, {"doc": "111111112"}, Level.ODD),
        ({"doc": "015190001234"}, {"doc": "015165009999"}, Level.ODD),
        ({"doc": "015190001234", "old_doc": "111111111"}, {"doc": "060812345"}, Level.ODD),
        ({"doc": "015190001234", "old_doc": "111111111"}, {"doc": "015190009999", "old_doc": "0608123"}, Level.DIFFERS),
        ({"doc": "015190001234"}, {"doc": "015190009999"}, Level.DIFFERS),
        ({"doc": "015190001234"}, {"doc": "060812345"}, Level.UNKNOWN),
        ({"doc": "015190001234"}, {}, Level.UNKNOWN),
        ({}, {"doc": "015190001234"}, Level.UNKNOWN),
    ],
)
def test_documents(one: dict[str, str], other: dict[str, str], level: Level) -> None:
    left, right = (Person(**({"name": "A", "dob": "1990-02-03"} | given)) for given in (one, other))
    assert fields.documents(left, right) is fields.documents(right, left) is level


def test_numbers_sexes_and_telephones() -> None:
    assert fields.insurances("HN2150123456789", "GD4150123456789") is Level.SAME
    assert fields.insurances("HN2150123456789", "0123456789") is Level.SAME
    assert fields.insurances("0123456789", "0123456798") is Level.SLIP
    assert fields.telephones("0912345678", "0912345687") is Level.SLIP
    assert fields.telephones("0912345678", "0987654321") is Level.DIFFERS
    assert fields.telephones("", "0987654321") is fields.telephones("0912345678", "") is Level.UNKNOWN
    assert [fields.sexes(*both) for both in (("M", "M"), ("M", "F"), ("", "F"), ("M", ""))] == [
        Level.SAME, Level.DIFFERS, Level.UNKNOWN, Level.UNKNOWN,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Thôn Cu Vai", "thon cu vai", Level.SAME),
        ("Thôn Cu Vai", "Cu Vai", Level.SAME),
        ("Số nhà 12, Thôn Cu Vai", "Cu Vai", Level.SAME),
        ("Cu Vai, gần trường", "Cu Vai", Level.PARTLY),
        ("Cu Vai", "Háng Xê", Level.DIFFERS),
        ("Cu Vai", "", Level.UNKNOWN),
        ("", "Cu Vai", Level.UNKNOWN),
        ("Số 5", "so 5", Level.SAME),
    ],
)
def test_hamlets(one: str, other: str, level: Level) -> None:
    assert fields.hamlets(one, other) is level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (("04594", "2021", "Xã Xà Hồ"), ("04594", "2021", "Xà Hồ"), Level.SAME),
        (("04594", "2021", "Xã Xà Hồ"), ("04597", "2021", "Xã Xà Hồ"), Level.DIFFERS),
        (("04594", "2021", "Xã Xà Hồ"), ("04585", "2025-07", "Xã Hạnh Phúc"), Level.KIN),
        (("04591", "2021", ""), ("04606", "2025-07", ""), Level.KIN),
        (("04594", "2021", ""), ("04606", "2025-07", ""), Level.DIFFERS),
        (("04594", "2021", "Xã Xà Hồ"), ("", "", "xa ho"), Level.SAME),
        (("", "", "Xã Xà Hồ"), ("", "", "Xà Hồ"), Level.SAME),
        (("04594", "2021", ""), ("", "", "Xà Hồ"), Level.UNKNOWN),
        (("04594", "2021", "Xã Xà Hồ"), ("", "", ""), Level.UNKNOWN),
    ],
)
def test_communes(one: tuple[str, str, str], other: tuple[str, str, str], level: Level) -> None:
    left, right = (Person(name="A", commune_code=a, scheme=b, commune=c) for a, b, c in (one, other))
    assert fields.communes(left, right, went) is fields.communes(right, left, went) is level
