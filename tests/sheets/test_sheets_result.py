"""The result workbook: the sheet as it was read and the reason beside each row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.rosters import rules
from tests.sheets.makers import write_csv, write_xlsx
from vaxdesk import words
from vaxdesk.domain.cells import Cell
from vaxdesk.domain.roster import Flaw, Remark, RowProblem, RowResult, RowStatus, RowWarning, Sameness
from vaxdesk.domain.roster_match import Nobody
from vaxdesk.domain.roster_preview import preview
from vaxdesk.phrases import row_reason as reason
from vaxdesk.sheets.opening import OpenedList, open_list
from vaxdesk.sheets.result import write_result
from vaxdesk.sheets.template import write_template
from vaxdesk.trouble import Trouble, TroubleCode

LANH: list[Cell] = ["Nguyễn Thị Lành", date(1990, 2, 1), "Nữ", "015190001234", "=HYPERLINK(1)"]
ROWS: list[list[Cell]] = [["Danh sách"], ["Họ tên", "Ngày sinh", "Giới tính", "CCCD", "Ghi chú"], LANH,
                          ["Lò Văn Páo", 1990, "Nam", "", ""], ["Bùi Thị Ắng", "31/02/1990", "Nữ", "", ""], [], LANH]


def result_of(path: Path, out: Path) -> OpenedList:
    opened = open_list(path)
    assert isinstance(opened, OpenedList)
    made = preview(opened.table.rows(), opened.columns, rules=rules(), known=Nobody())
    assert made is not None
    write_result(out, opened.table, opened.columns, results=made.results, reason=reason, heading="Kết quả import")
    return opened


def texts(path: Path, column: int) -> list[object]:
    return [row[column] if len(row) > column else None for row in load_workbook(path).worksheets[0].values]


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    words.use("vi")
    yield
    words.use("vi")


def test_each_row_gets_its_reason(tmp_path: Path) -> None:
    out = tmp_path / "result.xlsx"
    result_of(write_xlsx(tmp_path / "list.xlsx", {"Thôn 1": ROWS}, merged=["A1:E1"]), out)
    assert texts(out, 5) == [
        None, "Kết quả import", "Đã nhận", "Đã nhận; Cột B: ngày sinh chỉ có năm",
        "KHÔNG NHẬN; Cột B: không đọc được ngày sinh “31/02/1990”, hãy ghi dạng ngày/tháng/năm", None,
        "Trùng với dòng 3 (giống hệt)",
    ]
    sheet = load_workbook(out).worksheets[0]
    assert sheet.title == "Thôn 1"
    assert [str(cells) for cells in sheet.merged_cells.ranges] == ["A1:E1"]


def test_the_cells_stay_as_they_were(tmp_path: Path) -> None:
    out = tmp_path / "result.xlsx"
    csv = [[str(cell) for cell in row] for row in ROWS]
    result_of(write_csv(tmp_path / "list.csv", csv), out)
    cell = load_workbook(out).worksheets[0].cell(3, 5)
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")
    assert texts(out, 0) == ["Danh sách", "Họ tên", "Nguyễn Thị Lành", "Lò Văn Páo", "Bùi Thị Ắng", None,
                             "Nguyễn Thị Lành"]


def test_days_stay_days(tmp_path: Path) -> None:
    out = tmp_path / "result.xlsx"
    result_of(write_xlsx(tmp_path / "list.xlsx", {"Thôn 1": ROWS}), out)
    cell = load_workbook(out).worksheets[0].cell(3, 2)
    assert (cell.value, cell.number_format) == (datetime(1990, 2, 1), "dd/mm/yyyy")


def test_the_template_has_its_own_column(tmp_path: Path) -> None:
    filled = tmp_path / "pl1.xlsx"
    write_template(filled)
    book = load_workbook(filled)
    book.worksheets[0].append(["1", "Lò Văn Páo", "1990", "0"])
    book.save(filled)
    out = tmp_path / "result.xlsx"
    opened = result_of(filled, out)
    assert opened.columns.result == 25
    column = texts(out, 25)
    assert column[6] == "Kết quả import\n(không điền ô này)"
    assert column[8] == "Đã nhận; Cột C: ngày sinh chỉ có năm"
    assert load_workbook(out).worksheets[0].max_column == 26


def test_problems_stand_out(tmp_path: Path) -> None:
    out = tmp_path / "result.xlsx"
    result_of(write_xlsx(tmp_path / "list.xlsx", {"Thôn 1": ROWS}), out)
    sheet = load_workbook(out).worksheets[0]
    fills = [sheet.cell(row, 6).fill.fgColor.rgb[2:] for row in (3, 4, 5, 7)]
    assert fills == ["000000", "FFF2CC", "F8CBAD", "E7E6E6"]


def test_the_result_can_be_mended_and_imported_again(tmp_path: Path) -> None:
    out = tmp_path / "result.xlsx"
    first = result_of(write_xlsx(tmp_path / "list.xlsx", {"Thôn 1": ROWS}), out)
    again = open_list(out)
    assert isinstance(again, OpenedList)
    assert again.columns.at.items() >= first.columns.at.items()
    assert again.columns.result == 5


def test_control_characters_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "list [1]: a rather long name of a file.csv"
    path.write_text("Họ tên;Ngày sinh\r\nLò\x0bVăn Páo;1990\r\n", encoding="utf-8")
    out = tmp_path / "result.xlsx"
    result_of(path, out)
    assert texts(out, 0)[1] == "LòVăn Páo"


def test_progress_is_told(tmp_path: Path) -> None:
    rows = [["Họ tên", "Ngày sinh"], *[["Lò Văn Páo", "1990"]] * 2100]
    opened = open_list(write_csv(tmp_path / "list.csv", rows))
    assert isinstance(opened, OpenedList)
    told: list[int] = []
    write_result(tmp_path / "out.xlsx", opened.table, opened.columns, results=(), reason=reason, heading="x",
                 progress=told.append)
    assert told == [1000, 2000]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "list.xlsx", {"Thôn 1": ROWS})
    with pytest.raises(Trouble) as trouble:
        result_of(path, tmp_path / "missing" / "result.xlsx")
    assert trouble.value.code is TroubleCode.FILE_NOT_WRITABLE


def test_an_empty_template_is_exact(tmp_path: Path) -> None:
    path = tmp_path / "pl1.xlsx"
    write_template(path)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    assert book.sheetnames == ["PL1_Danh sach doi tuong tiem", "PL2_Nhom uu tien"]
    assert sheet.max_column == 26
    assert sheet["A1"].value == "Chú ý:"
    assert sheet["B4"].value.endswith("KHÔNG NHẬP")
    assert {"B7:B8", "J7:P7", "R7:T7", "V7:X7", "Z7:Z8"} <= {str(cells) for cells in sheet.merged_cells.ranges}
    assert [sheet.cell(8, column).value for column in (10, 18, 22)] == [
        "Tỉnh/Thành phố", "Ngày tiêm dạng dd/mm/yyyy (*)", "Ngày tiêm dạng dd/mm/yyyy (*)"]
    assert sheet["B7"].font.color.rgb == "FFC00000"
    assert len(list(book.worksheets[1].values)) == 17


@pytest.mark.parametrize(
    ("language", "result", "text"),
    [
        ("en", RowResult(row=9, status=RowStatus.DUPLICATE, same=Sameness.SAME_DOCUMENT, of_row=4),
         "Same person as row 4 (same ID number and name)"),
        ("en", RowResult(row=9, status=RowStatus.DUPLICATE, same=Sameness.SAME_LINE, of_person="4.1"),
         "Already on this day's list (identical)"),
        ("vi", RowResult(row=9, status=RowStatus.KNOWN, same=Sameness.SAME_LINE, of_person="4.1"),
         "Đã nhận – người đã có hồ sơ, thêm vào danh sách ngày này"),
        ("vi", RowResult(row=9, status=RowStatus.PROBLEM, problems=(
            Flaw(RowProblem.DOCUMENT_OF_ANOTHER, "D", "015190001234", other="Nguyễn Thị Lành"),)),
         "KHÔNG NHẬN; Cột D: số “015190001234” đã thuộc về Nguyễn Thị Lành, họ tên khác hẳn"),
        ("en", RowResult(row=9, status=RowStatus.ACCEPTED, warnings=(Remark(RowWarning.SEX_MISSING, ""),)),
         "Accepted; sex is not known"),
    ],
    ids=["row", "person", "known", "document of another", "no such column"],
)
def test_reasons_in_words(language: str, result: RowResult, text: str) -> None:
    words.use(language)
    assert reason(result) == text
