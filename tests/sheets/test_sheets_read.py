"""Opening real files of every kind, and those that are broken."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.sheets.makers import Sheet, compound, write_csv, write_ods, write_xls, write_xlsx
from vaxdesk.sheets.read import read_tables
from vaxdesk.trouble import Trouble, TroubleCode

ROWS: Sheet = [["Họ tên", "Số", "Ngày"], ["NguyÔn ThÞ Lµnh", 15190001234, date(1990, 2, 1)], ["Lò Văn Páo", "015", ""]]
MAKERS: dict[str, Callable[[Path], Path]] = {
    "xlsx": lambda path: write_xlsx(path, {"Sheet1": ROWS}),
    "xls": lambda path: write_xls(path, "Sheet1", ROWS),
    "ods": lambda path: write_ods(path, ROWS),
}


@pytest.mark.parametrize("kind", MAKERS)
def test_cells_keep_their_types(tmp_path: Path, kind: str) -> None:
    (table,) = read_tables(MAKERS[kind](tmp_path / f"list.{kind}"))
    rows = list(table.rows())
    assert rows[1] == (2, ["NguyÔn ThÞ Lµnh", 15190001234, date(1990, 2, 1)])
    assert rows[2] == (3, ["Lò Văn Páo", "015", ""])
    assert (table.name, table.height) == ("Sheet1", 3)


@pytest.mark.parametrize(("kind", "name"), [("xlsx", "list.xls"), ("xls", "list.xlsx"), ("ods", "list")])
def test_the_content_says_what_a_file_is(tmp_path: Path, kind: str, name: str) -> None:
    (table,) = read_tables(MAKERS[kind](tmp_path / name))
    assert table.height == 3


def test_rows_and_columns_count_from_the_top_left(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "list.xlsx", {"Sheet1": [[], [], ["", "", "here"]]})
    (table,) = read_tables(path)
    assert list(table.rows())[2] == (3, ["", "", "here"])
    assert table.head(1) == [["", "", ""]]


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_merged_cells_are_told(tmp_path: Path, kind: str) -> None:
    if kind == "xlsx":
        path = write_xlsx(tmp_path / "list.xlsx", {"Sheet1": ROWS}, merged=["B1:C1", "A1:A2"])
    else:
        path = write_xls(tmp_path / "list.xls", "Sheet1", ROWS, merged=[(0, 0, 1, 2), (0, 1, 0, 0)])
    (table,) = read_tables(path)
    assert set(table.merged) == {((0, 1), (0, 2)), ((0, 0), (1, 0))}


def test_a_table_can_be_read_again(tmp_path: Path) -> None:
    for path in (MAKERS["xlsx"](tmp_path / "list.xlsx"), write_csv(tmp_path / "list.csv", ROWS)):
        (table,) = read_tables(path)
        assert list(table.rows()) == list(table.rows())


def test_empty_and_hidden_sheets_are_passed_over(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "list.xlsx", {"Empty": [], "Secret": ROWS, "People": ROWS}, hidden="Secret")
    assert [table.name for table in read_tables(path)] == ["People"]
    only_hidden = write_xlsx(tmp_path / "hidden.xlsx", {"Empty": [], "Secret": ROWS}, hidden="Secret")
    assert [table.name for table in read_tables(only_hidden)] == ["Secret"]


def broken_zip() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("readme.txt", "no workbook")
    return packed.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"  \r\n\r\n", b"PK\x03\x04 and nothing", broken_zip(), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
     compound("EncryptedPackage", b"\x40" * 5000),
     b"%PDF-1.7\n\x00\x01\x02", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256))],
    ids=["empty", "blank", "cut short", "another zip", "broken OLE", "locked", "pdf", "picture"],
)
def test_what_is_no_sheet(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    with pytest.raises(Trouble) as trouble:
        read_tables(path)
    assert trouble.value.code is TroubleCode.SHEET_UNREADABLE


def test_a_workbook_cut_in_the_middle(tmp_path: Path) -> None:
    whole = MAKERS["xlsx"](tmp_path / "whole.xlsx").read_bytes()
    for length in range(100, len(whole), len(whole) // 7):
        (tmp_path / "cut.xlsx").write_bytes(whole[:length])
        with pytest.raises(Trouble) as trouble:
            read_tables(tmp_path / "cut.xlsx")
        assert trouble.value.code is TroubleCode.SHEET_UNREADABLE


def test_a_workbook_that_makes_the_reader_panic(tmp_path: Path) -> None:
    path = write_xls(tmp_path / "list.xls", "Sheet1", ROWS)
    whole = path.read_bytes()
    place = whole.index(b"\x06\x00Sheet1") - 6  # where the workbook says that the sheet begins
    path.write_bytes(whole[:place] + b"\0\0\0\x40" + whole[place + 4 :])
    with pytest.raises(Trouble) as trouble:
        read_tables(path)
    assert (trouble.value.code, trouble.value.detail) == (TroubleCode.SHEET_UNREADABLE, "PanicException")


def test_an_empty_workbook(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as trouble:
        read_tables(write_xlsx(tmp_path / "list.xlsx", {"Sheet1": []}))
    assert trouble.value.code is TroubleCode.SHEET_UNREADABLE


@pytest.mark.parametrize("name", ["missing.xlsx", "."])
def test_what_cannot_be_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(Trouble) as trouble:
        read_tables(tmp_path / name)
    assert trouble.value.code is TroubleCode.FILE_UNREADABLE
