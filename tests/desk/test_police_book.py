"""The workbook for the commune police: real dates, text that is no formula, read again however it was rearranged."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from vaxdesk.desk.cleaning.book import read_list, write_list
from vaxdesk.documents.police_book import result_words
from vaxdesk.domain import own_codes
from vaxdesk.domain.cleaning.police import ANSWERS, ListedPerson, ListKind, VerifyResult
from vaxdesk.trouble import Trouble, TroubleCode

LIST, LANH, PAO = "0000000000001.9", "0000000000001.5", "0000000000002.6"
CODE = own_codes.hand_text(own_codes.list_code(LIST))


def key(reference: str) -> str:
    return own_codes.hand_text(own_codes.roster_code(reference))


PEOPLE = (
    ListedPerson(key=key(LANH), kind=ListKind.NO_ID, name="=HYPERLINK(a)", dob="1990-01-02", sex="F", address="Cu Vai"),
    ListedPerson(key=key(PAO), kind=ListKind.BAD_FORMAT, name="Lò Văn Páo", dob="1985", sex="M", doc="0601234"),
)


@pytest.fixture(params=["vi", "en"])
def path(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    path = tmp_path / "list.xlsx"
    write_list(path, PEOPLE, no="001/2026-7K2", code_text=CODE, language=request.param)
    return path


def test_cells_have_their_real_types(path: Path) -> None:
    sheet = load_workbook(path).active
    assert sheet["D5"].value == "=HYPERLINK(a)" and sheet["D5"].data_type == "s"
    assert sheet["E5"].value in (date(1990, 1, 2), datetime(1990, 1, 2)) and sheet["E5"].number_format == "dd/mm/yyyy"
    assert (sheet["E6"].value, sheet["G6"].value) == ("1985", "0601234")
    assert sheet["B1"].value == "001/2026-7K2" and len(sheet.data_validations.dataValidation) == 2
    assert not any(shape.hidden for shape in sheet.column_dimensions.values())


def test_untouched_it_says_what_was_handed_out(path: Path) -> None:
    back = read_list(path)
    assert back.sheet == LIST and [one.key for one in back.rows] == [LANH, PAO]
    first, second = back.rows
    assert first.handed == {"name": "=HYPERLINK(a)", "dob": "1990-01-02", "sex": "F", "doc": ""}
    assert second.handed == {"name": "Lò Văn Páo", "dob": "1985", "sex": "M", "doc": "0601234"}
    assert all(not one.police and not one.result and not one.unreadable for one in back.rows)


def test_columns_moved_and_rows_turned_round(path: Path, tmp_path: Path) -> None:
    rows = [[cell.value for cell in row] for row in load_workbook(path).active.iter_rows()]
    heads = rows[3]
    filled = [[*row] for row in rows[4:]]
    doc = next(at for at, name in enumerate(heads) if name in ("Số định danh đúng", "Right identity number"))
    born = next(at for at, name in enumerate(heads) if name in ("Ngày sinh đúng", "Right birth date"))
    filled[1][doc], filled[1][born] = 14085006789, datetime(1985, 9, 5)
    filled[0][doc] = "đang làm"
    moved = Workbook()
    moved.active.append([None, *rows[0]])
    for row in (heads, *reversed(filled), [None] * len(heads)):
        moved.active.append([None, *reversed(row)])
    moved.save(tmp_path / "moved.xlsx")
    back = read_list(tmp_path / "moved.xlsx")
    assert back.sheet == LIST and [(one.row, one.key) for one in back.rows] == [(2, PAO), (1, LANH)]
    assert back.rows[0].police == {"doc": "014085006789", "dob": "1985-09-05"}
    assert (back.rows[1].police, back.rows[1].unreadable) == ({}, {"doc": "đang làm"})


def test_a_row_whose_code_was_spoilt_names_nobody(path: Path) -> None:
    book = load_workbook(path)
    book.active["A5"].value = key(LANH)[:-1] + ("1" if key(LANH)[-1] != "1" else "2")
    book.active["A6"].value = CODE  # a code of ours, but of no person
    book.save(path)
    assert [one.key for one in read_list(path).rows] == ["", ""]


def test_other_workbooks_are_no_list(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Họ và tên", "Ngày sinh"])
    book.active.append(["Lò Văn Páo", "1985"])
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(Trouble) as caught:
        read_list(tmp_path / "other.xlsx")
    assert caught.value.code is TroubleCode.SHEET_UNREADABLE


def test_results_are_understood_in_both_languages() -> None:
    words = result_words()
    assert words["dung"] is words["right"] is VerifyResult.RIGHT
    assert words["khong xac minh duoc"] is words["cannot be verified"] is VerifyResult.UNVERIFIABLE
    assert set(words.values()) == set(ANSWERS), "nobody writes that a record was corrected since"
