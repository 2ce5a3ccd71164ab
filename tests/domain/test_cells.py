"""The text of a cell and the letter of a column."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from openpyxl.utils import get_column_letter

from vaxdesk.domain.cells import Cell, letter, text_of
from vaxdesk.domain.ethnic import GROUPS, ethnic_group


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""), ("", ""), ("  a  b ", "a b"), ("a\u00a0b\u200b", "a b"), ("Nguye\u0302\u0303n", "Nguyễn"), (5, "5"),
        (5.0, "5"), (1.5, "1.5"), (15190001234.0, "15190001234"), (True, "1"), (False, "0"),
        (date(1990, 2, 1), "1990-02-01"), (datetime(1990, 2, 1, 7), "1990-02-01"), (time(7, 30), "07:30:00"),
        ("'0912", "0912"), ("’0912", "0912"), ('="0912"', "0912"), ("=A1", "=A1"), ("#N/A", ""), ("#1", "#1"),
        ("a\nb", "a b"),
    ],
    ids=repr,
)
def test_text(cell: Cell, text: str) -> None:
    assert text_of(cell) == text


@pytest.mark.parametrize("index", [0, 1, 25, 26, 27, 51, 52, 701, 702, 703])
def test_letters_are_those_of_spreadsheets(index: int) -> None:
    assert letter(index) == get_column_letter(index + 1)


def test_no_column_has_no_letter() -> None:
    assert letter(-1) == ""


@pytest.mark.parametrize(
    ("written", "group"),
    [("Mông", "Mông"), ("H'Mông", "Mông"), ("HMông", "Mông"), ("Khmer", "Khơ-me"), ("Ê Đê", "Ê-đê"), ("kinh", "Kinh"),
     ("08", "Mông"), ("1", "Kinh"), ("Cao Lan", "Sán Chay"), ("Nhật Bản", "Nhật Bản"), ("", ""), ("99", "99")],
)
def test_ethnic_groups(written: str, group: str) -> None:
    assert ethnic_group(written) == group


def test_there_are_54_ethnic_groups() -> None:
    assert len(set(GROUPS)) == 54
