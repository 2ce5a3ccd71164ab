"""Birth dates in every written form."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaxdesk.domain.birthdates import parse_birth


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("31011990", "1990-01-31"),
        ("1011990", "1990-01-01"),  # a numeric cell lost the zero
        ("011990", "1990-01"),
        ("1952", "1952"),
        ("1/2/1990", "1990-02-01"),
        ("01-02-1990", "1990-02-01"),
        ("1.2.1990", "1990-02-01"),
        ("1 / 2 / 1990", "1990-02-01"),
        ("12/1990", "1990-12"),
        ("1990-01-31", "1990-01-31"),
        ("1990-1-3", "1990-01-03"),
        ("1990-01", "1990-01"),
        ("1990-01-31 00:00:00", "1990-01-31"),
        ("1990-01-31T00:00:00", "1990-01-31"),
        ("19900131", "1990-01-31"),
        ("1990-**-**", "1990"),
        ("**/**/1990", "1990"),
        ("**/05/1990", "1990-05"),
        ("00/00/1990", "1990"),
        ("'01/02/1990", "1990-02-01"),
        ("năm 1952", "1952"),
        ("SN 1952", "1952"),
        ("29/02/2000", "2000-02-29"),
        ("29/02/1999", None),
        ("31/04/1999", None),
        ("12/31/1990", None),
        ("1/2/90", None),
        ("010290", None),
        ("5/00/1990", None),
        ("0001", None),
        ("3000", None),
        ("32874", None),  # a bare spreadsheet number is not guessed at
        ("-", None),
        ("", None),
        ("không rõ", None),
    ],
)
def test_parse(written: str, iso: str | None) -> None:
    assert parse_birth(written) == iso


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_comes_back_from_every_form(day: date) -> None:
    forms = ("%d%m%Y", "%Y%m%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")
    assert {parse_birth(day.strftime(form)) for form in forms} == {day.isoformat()}
    assert parse_birth(f"{day.day}/{day.month}/{day.year}") == day.isoformat()
    assert parse_birth(day.strftime("%m%Y")) == day.strftime("%Y-%m")


@given(st.text(alphabet="0123456789/-.* x'năm:T", max_size=24))
def test_any_text_gives_iso_or_nothing(text: str) -> None:
    iso = parse_birth(text)
    assert iso is None or parse_birth(iso) == iso
