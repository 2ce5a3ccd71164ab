"""A whole row: accepted, problems and warnings with their cell, lines about nobody, any cells at all."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rosters import (
    BIRTH,
    DOCUMENT,
    GOOD,
    GROUP,
    HEADER,
    INSURANCE,
    NAME,
    PHONE,
    SEX,
    changed,
    judge,
    person_of,
)
from vaxdesk.domain.cells import Cell
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.roster import Flaw, Remark, RowProblem, RowResult, RowStatus, RowWarning

cell = st.one_of(st.none(), st.text(max_size=20), st.integers(), st.floats(), st.dates(), st.datetimes(), st.booleans(),
                 st.times(), st.timedeltas(), st.sampled_from(["x", "0", "1990", "01/02/1990", "1E+11", "N÷", "=1+1"]))
WIDE = [*HEADER, "Tỉnh", "Mã tỉnh", "Huyện", "Mã huyện", "Xã", "Mã xã", "Địa chỉ", "Thôn", "Dân tộc", "Họ tên mẹ",
        "SĐT mẹ", "Mũi 1", "Tên vắc xin mũi 2", "Ngày tiêm mũi 2", "Lô mũi 2"]


def test_a_good_row_is_accepted_as_it_is() -> None:
    assert judge(GOOD) == RowResult(
        row=9, status=RowStatus.ACCEPTED, name="Nguyễn Thị Lành",
        person=Person(name="Nguyễn Thị Lành", dob="1990-02-01", sex="F", doc="015190001234", tel="0912345678", grp="9",
                      bhyt="HN2157900012345", source="list"),
    )


@pytest.mark.parametrize(
    ("column", "cell", "code", "text"),
    [
        (NAME, "", RowProblem.NAME_MISSING, ""), (NAME, "Nguyễn Văn 2", RowProblem.NAME_NOT_A_NAME, "Nguyễn Văn 2"),
        (NAME, "---", RowProblem.NAME_NOT_A_NAME, "---"), (NAME, 12.0, RowProblem.NAME_NOT_A_NAME, "12"),
        (BIRTH, "", RowProblem.BIRTH_MISSING, ""), (BIRTH, None, RowProblem.BIRTH_MISSING, ""),
        (BIRTH, "31/02/1990", RowProblem.BIRTH_UNREADABLE, "31/02/1990"),
        (BIRTH, "01/02/90", RowProblem.BIRTH_UNREADABLE, "01/02/90"),
        (BIRTH, float("nan"), RowProblem.BIRTH_UNREADABLE, "nan"), (BIRTH, -5.0, RowProblem.BIRTH_UNREADABLE, "-5"),
        (BIRTH, 1e20, RowProblem.BIRTH_UNREADABLE, "100000000000000000000"),
        (BIRTH, float("inf"), RowProblem.BIRTH_UNREADABLE, "inf"),
        (BIRTH, "không rõ", RowProblem.BIRTH_UNREADABLE, "không rõ"), (BIRTH, "#N/A", RowProblem.BIRTH_MISSING, ""),
        (BIRTH, "01/02/2030", RowProblem.BIRTH_IN_FUTURE, "01/02/2030"),
        (BIRTH, date(2026, 11, 21), RowProblem.BIRTH_IN_FUTURE, "2026-11-21"),
        (BIRTH, "01/02/1890", RowProblem.AGE_OVER_120, "01/02/1890"),
        (SEX, "3", RowProblem.SEX_UNREADABLE, "3"), (SEX, "n", RowProblem.SEX_UNREADABLE, "n"),
        (DOCUMENT, "12345", RowProblem.DOCUMENT_UNREADABLE, "12345"),
        (DOCUMENT, "1,5190E+11", RowProblem.DOCUMENT_DIGITS_LOST, "1,5190E+11"),
        (DOCUMENT, "1.23457E+11", RowProblem.DOCUMENT_DIGITS_LOST, "1.23457E+11"),
        (DOCUMENT, "1519000123456", RowProblem.DOCUMENT_UNREADABLE, "1519000123456"),
        (DOCUMENT, "003190001234", RowProblem.DOCUMENT_PROVINCE, "003190001234"),
    ],
    ids=repr,
)
def test_problems_name_the_cell_and_its_text(column: str, cell: Cell, code: RowProblem, text: str) -> None:
    result = judge(changed(column, cell))
    assert result is not None
    assert (result.row, result.status, result.person) == (9, RowStatus.PROBLEM, None)
    assert result.problems == (Flaw(code, column, text),)


def test_all_problems_of_a_row_are_told_at_once() -> None:
    result = judge(["Nguyễn 1", "31/02/1990", "?", "12", "", "", "", ""])
    assert result is not None
    assert [(flaw.code, flaw.column) for flaw in result.problems] == [
        (RowProblem.NAME_NOT_A_NAME, NAME), (RowProblem.BIRTH_UNREADABLE, BIRTH),
        (RowProblem.DOCUMENT_UNREADABLE, DOCUMENT), (RowProblem.SEX_UNREADABLE, SEX),
    ]


@pytest.mark.parametrize(
    ("column", "cell", "code", "told"),
    [
        (SEX, "0", RowWarning.DOCUMENT_SEX, (DOCUMENT, "015190001234")),
        (BIRTH, "01/02/1991", RowWarning.DOCUMENT_BIRTH_YEAR, (DOCUMENT, "015190001234")),
        (PHONE, "12345", RowWarning.PHONE_UNREADABLE, (PHONE, "12345")),
        (PHONE, "0912345678 / 0987654321", RowWarning.PHONE_SECOND, (PHONE, "0912345678 / 0987654321")),
        (GROUP, "17", RowWarning.GROUP_UNKNOWN, (GROUP, "17")),
        (GROUP, "công nhân", RowWarning.GROUP_UNKNOWN, (GROUP, "công nhân")),
        (INSURANCE, "HN215", RowWarning.INSURANCE_UNREADABLE, (INSURANCE, "HN215")),
        (NAME, "Nguy?n Th? L?nh", RowWarning.NAME_MARKS_LOST, (NAME, "Nguy?n Th? L?nh")),
        (NAME, "Lành", RowWarning.NAME_ONE_WORD, (NAME, "Lành")),
    ],
    ids=repr,
)
def test_warnings_name_the_cell(column: str, cell: Cell, code: RowWarning, told: tuple[str, str]) -> None:
    result = judge(changed(column, cell))
    assert result is not None
    assert result.status is RowStatus.ACCEPTED
    assert result.warnings == (Remark(code, *told),)


@pytest.mark.parametrize(
    "cells",
    [[], ["", "", None], ["  ", "\u00a0"], ["", "", "", "", "", "", "", "Người lập danh sách"], ["Tổng cộng: 300"],
     ["Người lập biểu"], ["Họ và tên", "Ngày sinh", "Giới tính"], ["", "", "", "", "Ngày 5 tháng 9 năm 2026"]],
    ids=["no cells", "blank", "spaces", "signature", "total", "signature under names", "header again", "date line"],
)
def test_lines_about_nobody_are_passed_over(cells: list[Cell]) -> None:
    assert judge(cells) is None


def test_a_name_alone_is_not_lost() -> None:
    result = judge(["Tòng Văn Cộng"])
    assert result is not None
    assert [flaw.code for flaw in result.problems] == [RowProblem.BIRTH_MISSING]


@pytest.mark.parametrize("cells", [["Nguyễn Thị Lành", "01/02/1990"], [*GOOD, "more", "cells"]], ids=["short", "long"])
def test_rows_of_any_length(cells: list[Cell]) -> None:
    assert person_of(cells).name == "Nguyễn Thị Lành"


@given(st.lists(cell, max_size=len(WIDE) + 2))
def test_any_row_gets_an_answer(cells: list[Cell]) -> None:
    result = judge(cells, WIDE)
    if result is not None:
        assert (result.person is None) == bool(result.problems)
