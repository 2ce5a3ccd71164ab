"""From a real file to judged people: the template, the export, lists by hand, old fonts, every format."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.rosters import rules
from tests.sheets.makers import write_csv, write_ods, write_xls, write_xlsx
from vaxdesk.desk.practice_people import people
from vaxdesk.domain.cells import Cell
from vaxdesk.domain.headings import HeadingRefusal, HeadingsRefused, Shape
from vaxdesk.domain.payloads import History, Person
from vaxdesk.domain.roster import RowResult
from vaxdesk.domain.roster_match import Nobody
from vaxdesk.domain.roster_preview import preview
from vaxdesk.sheets.opening import OpenedList, open_list
from vaxdesk.sheets.template import write_template

TITLE = ["DANH SÁCH ĐỐI TƯỢNG TIÊM CHỦNG"]
UPPER = ["TT", "Họ và tên", "", "Năm sinh", "", "Nơi ở hiện nay", "", "SĐT"]
LOWER = ["", "", "", "Nam", "Nữ", "Thôn", "Xã", ""]
HAND: list[list[Cell]] = [TITLE, [], UPPER, LOWER, [1, "Sùng A", "Páo", 1980, "", "Háng Xê", "Xà Hồ", 912345678],
                          [2, "Giàng Thị", "Dở", "", "1985", "Háng Xê", "Xà Hồ", "0987 654 321"], ["", "Tổng cộng: 2"]]
MERGED = ["A1:H1", "A3:A4", "B3:C4", "D3:E3", "F3:G3", "H3:H4"]


def judged(path: Path, sheet: str = "") -> tuple[OpenedList, list[RowResult]]:
    opened = open_list(path, sheet)
    assert isinstance(opened, OpenedList), opened
    made = preview(opened.table.rows(), opened.columns, rules=rules(), known=Nobody())
    assert made is not None
    return opened, list(made.results)


def persons(results: list[RowResult]) -> list[Person]:
    return [result.person for result in results if result.person]


@pytest.mark.parametrize("shape", [Shape.TEMPLATE, Shape.TEMPLATE_AREA])
def test_the_template_written_and_read_back(tmp_path: Path, shape: Shape) -> None:
    dose = History(date="2021-08-12", product="AZ", product_text="COVID-19 Vaccine AstraZeneca", lot="PV46684",
                   place="15041", n=1, source="list")
    listed = [(person, [dose] if number % 2 else []) for number, person in enumerate(people(30, seed=2))]
    path = tmp_path / "pl1.xlsx"
    write_template(path, listed, shape=shape)
    opened, results = judged(path)
    assert opened.columns.shape is shape
    assert opened.columns.first == 8
    assert [result.row for result in results] == list(range(9, 39))
    for (person, doses), result in zip(listed, results, strict=True):
        assert result.person is not None
        for field in ("name", "dob", "sex", "doc", "bhyt", "tel", "grp", "adr", "province", "province_code", "district",
                      "district_code", "commune", "commune_code", "scheme"):
            assert getattr(result.person, field) == getattr(person, field), field
        assert list(result.doses) == doses


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls", "csv"])
def test_a_list_by_hand_in_every_format(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"list.{kind}"
    if kind == "xlsx":
        write_xlsx(path, {"Sheet1": HAND}, merged=MERGED)
    elif kind == "ods":
        write_ods(path, HAND)
    elif kind == "xls":
        write_xls(path, "Sheet1", HAND, merged=[(0, 0, 0, 7), (2, 3, 1, 2), (2, 2, 3, 4), (2, 2, 5, 6), (2, 3, 0, 0)])
    else:
        write_csv(path, HAND, separator=";", encoding="utf-8-sig")
    _, results = judged(path)
    first, second = persons(results)
    assert (first.name, first.dob, first.sex, first.tel) == ("Sùng A Páo", "1980", "M", "0912345678")
    assert (second.name, second.dob, second.sex, second.tel) == ("Giàng Thị Dở", "1985", "F", "0987654321")
    assert (first.adr, first.commune) == ("Háng Xê", "Xà Hồ")
    assert [result.row for result in results] == [5, 6]


OLD_FONT = [["STT", "Hä vµ tªn", "Ngµy sinh", "Giíi tÝnh", "§Þa chØ"],
            ["1", "NguyÔn ThÞ Lµnh", "1/2/1990", "N÷", "X· Xµ Hå"],
            ["2", "Lß V¡N P¸O", "5.9.2005", "Nam", "B¶n Nµ S¶n"]]
VNI = [["STT", "Hoï vaø teân", "Ngaøy sinh", "Giôùi tính", "Ñòa chæ"],
       ["1", "Nguyeãn Thò Laønh", "1/2/1990", "Nöõ", "Xaõ Xaø Hoà"],
       ["2", "LOØ VAÊN PAÙO", "5.9.2005", "Nam", "Baûn Naø Saûn"]]


@pytest.mark.parametrize("kind", ["xls", "xlsx", "csv"])
@pytest.mark.parametrize("rows", [OLD_FONT, VNI], ids=["tcvn3", "vni"])
def test_lists_in_old_fonts(tmp_path: Path, rows: list[list[str]], kind: str) -> None:
    path = tmp_path / f"list.{kind}"
    if kind == "xls":
        write_xls(path, "Sheet1", rows)
    elif kind == "xlsx":
        write_xlsx(path, {"Sheet1": rows})
    else:
        write_csv(path, rows, encoding="latin-1")
    _, results = judged(path)
    first, second = persons(results)
    assert (first.name, first.dob, first.sex, first.adr) == ("Nguyễn Thị Lành", "1990-02-01", "F", "Xã Xà Hồ")
    assert (second.name, second.dob, second.sex, second.adr) == ("Lò Văn Páo", "2005-09-05", "M", "Bản Nà Sản")


def test_the_export_of_the_platform(tmp_path: Path) -> None:
    header = ["", "Họ tên", "Ngày sinh", "", "Giới tính", "Nhóm", "Đơn vị", "SĐT", "CMT/CCCD", "BHYT", "Địa chỉ", "Xã",
              "Huyện", "Tỉnh", "Ngày tiêm mũi 1", "Tên thuốc mũi 1", "Số lô mũi 1", "Ngày tiêm mũi 2",
              "Tên thuốc mũi 2", "Số lô mũi 2"]
    row: list[Cell] = [7, "LÒ VĂN PÁO", date(2005, 9, 5), "", "Nam", "10", "", 987654321, 14205006789, "", "Bản Nà Sản",
                       "Xã Chiềng Mung", "Huyện Mai Sơn", "Tỉnh Sơn La", date(2021, 8, 12), "AstraZeneca", "PV46684",
                       "01/11/2021", "COVID-19 Vaccine Moderna", ""]
    opened, results = judged(write_xlsx(tmp_path / "export.xlsx", {"Sheet": [header, row]}))
    assert opened.columns.shape is Shape.EXPORT
    (person,) = persons(results)
    assert person == Person(
        name="Lò Văn Páo", dob="2005-09-05", sex="M", doc="014205006789", tel="0987654321", grp="10", adr="Bản Nà Sản",
        commune="Xã Chiềng Mung", district="Huyện Mai Sơn", province="Tỉnh Sơn La", province_code="14", scheme="2021",
        source="list",
    )
    assert [(dose.date, dose.product, dose.lot, dose.n) for dose in results[0].doses] == [
        ("2021-08-12", "AZ", "PV46684", 1), ("2021-11-01", "MOD", "", 2)]


PEOPLE: list[list[Cell]] = [["Họ tên", "Ngày sinh"], ["Lò Văn Páo", "1990"], ["Sùng A Dế", "1991"]]


def test_the_sheet_with_people_is_chosen(tmp_path: Path) -> None:
    groups = [["Mã nhóm", "Họ tên", "Ngày sinh"], *[["1", "a b", "1990"]] * 9]
    path = write_xlsx(tmp_path / "list.xlsx", {"Ghi chú": [["Xin chào"]], "Thôn 1": PEOPLE[:2], "PL2_Nhom": groups,
                                               "Thôn 2": PEOPLE})
    opened, results = judged(path)
    assert (opened.table.name, opened.others, len(results)) == ("Thôn 2", ("Thôn 1",), 2)
    named, results = judged(path, "Thôn 1")
    assert (named.table.name, len(results)) == ("Thôn 1", 1)


def test_a_file_without_a_list_says_what_is_missing(tmp_path: Path) -> None:
    sheets = {"a": [["Xin chào"]], "b": [["STT", "Họ tên", "SĐT"], ["1", "Lò Văn Páo", "09"]]}
    refused = open_list(write_xlsx(tmp_path / "list.xlsx", sheets))
    assert refused == HeadingsRefused(HeadingRefusal.BIRTH_HEADING_MISSING, 1, ("STT", "Họ tên", "SĐT"))
    assert open_list(tmp_path / "list.xlsx", "c") == HeadingsRefused(HeadingRefusal.EMPTY_SHEET)
