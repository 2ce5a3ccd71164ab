"""Identity numbers: kind, structure, lost zeros, phones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaxdesk.domain.birth_codes import PROVINCES
from vaxdesk.domain.documents import (
    DocumentFinding,
    DocumentKind,
    check_document,
    document_kind,
    normalise_document,
    normalise_phone,
    read_citizen_id,
    restore_zeros,
)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (" 015 190 001 234 ", "015190001234"),
        ("'015190001234", "015190001234"),
        ("015.190.001-234", "015190001234"),
        ("15190001234.0", "15190001234"),
        ("０１５１９０００１２３４", "015190001234"),
        ("015190001234\u200b", "015190001234"),
        ("b1234567", "B1234567"),
        ("hn 2 15 1512345678", "HN2151512345678"),
        ("", ""),
    ],
)
def test_normalise_document(written: str, number: str) -> None:
    assert normalise_document(written) == number


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("015190001234", DocumentKind.CCCD),
        ("060812345", DocumentKind.CMND),
        ("60812345", DocumentKind.CMND),
        ("B1234567", DocumentKind.PASSPORT),
        ("HN2151512345678", DocumentKind.BHYT),
        ("1512345678", DocumentKind.BHYT),
        ("01519000123", DocumentKind.UNKNOWN),
        ("KHONGCO", DocumentKind.UNKNOWN),
        ("", DocumentKind.UNKNOWN),
        ("١٢٣٤٥٦٧٨٩", DocumentKind.UNKNOWN),
    ],
)
def test_kind(number: str, kind: DocumentKind) -> None:
    assert document_kind(number) is kind


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("15190001234", "015190001234"),
        ("1093029317", "001093029317"),
        ("60812345", "060812345"),
        ("015190001234", "015190001234"),
        ("113045678", "113045678"),
        ("3190001234", "3190001234"),  # 003 is no province
        ("15990001234", "15990001234"),  # century digit 9: births of 2300
        ("B1234567", "B1234567"),
        ("", ""),
        ("²345678901", "²345678901"),
    ],
)
def test_restore_zeros(cell: str, number: str) -> None:
    assert restore_zeros(cell) == number


@pytest.mark.parametrize(
    ("number", "known", "findings"),
    [
        ("015190001234", {"sex": "F", "dob": "1990-01-01", "today": "2026-11-23"}, ()),
        ("015190001234", {}, ()),
        ("015090001234", {"sex": "F"}, (DocumentFinding.SEX_DISAGREES,)),
        ("015190001234", {"dob": "1991"}, (DocumentFinding.BIRTH_YEAR_DISAGREES,)),
        (
            "015290001234", {"sex": "F", "dob": "1990", "today": "2026-11-23"},
            (DocumentFinding.SEX_DISAGREES, DocumentFinding.BIRTH_YEAR_DISAGREES, DocumentFinding.BIRTH_YEAR_AHEAD),
        ),
        ("003190001234", {}, (DocumentFinding.PROVINCE_NOT_ASSIGNED,)),
        ("113190001234", {}, ()),  # born in a country
        ("60812345", {"sex": "F"}, (DocumentFinding.EIGHT_DIGITS,)),
        ("060812345", {"sex": "F", "dob": "1950"}, ()),
        ("01519000123", {}, (DocumentFinding.NOT_A_NUMBER,)),
        ("KHÔNGCÓ", {}, (DocumentFinding.NOT_A_NUMBER,)),
        ("", {"sex": "F"}, ()),
    ],
)
def test_check(number: str, known: dict[str, str], findings: tuple[DocumentFinding, ...]) -> None:
    assert check_document(number, **known) == findings


def test_only_errors_block() -> None:
    errors = {finding for finding in DocumentFinding if finding.is_error}
    assert errors == {DocumentFinding.NOT_A_NUMBER, DocumentFinding.PROVINCE_NOT_ASSIGNED}


def test_what_the_digits_say() -> None:
    citizen = read_citizen_id("079305001234")
    assert citizen is not None
    assert (citizen.birth_code, citizen.sex, citizen.birth_year) == ("079", "F", 2005)
    assert read_citizen_id("060812345") is None


def test_provinces_are_the_63() -> None:
    assert len(PROVINCES) == 63
    assert PROVINCES["024"] == "Bắc Giang"
    assert "023" not in PROVINCES


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0912345678", "0912345678"),
        ("912345678", "0912345678"),
        ("912345678.0", "0912345678"),
        ("+84 912 345 678", "0912345678"),
        ("84912345678", "0912345678"),
        ("+84 0912345678", "0912345678"),
        ("0912.345.678 / 0987654321", "0912345678"),
        ("không; 0987654321", "0987654321"),
        ("(024) 3812 3456", "02438123456"),
        ("2438123456", "02438123456"),
        ("+856 20 5551 2345", "+8562055512345"),
        ("'0912345678", "0912345678"),
        ("01689123456", "01689123456"),
        ("01519000123", None),
        ("12345", None),
        ("0000000000", None),
        ("không có", None),
        ("", None),
    ],
)
def test_phone(written: str, number: str | None) -> None:
    assert normalise_phone(written) == number


@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    number = normalise_document(text)
    assert not number.isascii() or normalise_document(number) in (number, number.removesuffix(".0"))
    check_document(number, sex="M", dob="1990", today="2026-01-01")
    restore_zeros(text)
    phone = normalise_phone(text)
    assert phone is None or normalise_phone(phone) == phone
