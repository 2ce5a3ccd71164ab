"""Recognising the header of a sheet: the national template, the platform's export, lists made by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaxdesk.domain.heading_words import DosePart, Field, Meaning, meaning_of
from vaxdesk.domain.headings import Columns, DoseColumns, HeadingRefusal, HeadingsRefused, Shape, recognise

HOME = "Nơi ở tạm trú (hiện tại) (*)\n(Tham khảo PL3)"
DATE, LOT, PLACE = "Ngày tiêm dạng dd/mm/yyyy (*)", "Lô vắc xin(*)", "Địa điểm tiêm (*)\n(Tham khảo PL4)"
PERSON = [
    "#", "Họ và tên (*)", "Ngày sinh dạng dd/mm/yyyy (*)", "Giới tính (*)\n(0:nam, 1:nữ)",
    "Mã nhóm \nđối tượng ưu tiên (*)\n(Tham khảo PL2)", "Đơn vị công tác", "Số điện thoại(*)\n(Tối thiểu 10 số)",
    "Số CMT/CCCD\n(Loại 8/9/12 số)", "Số thẻ bảo hiểm y tế\n(Mã thẻ 10/15 ký tự)",
]
UNITS = ["Tỉnh/Thành phố", "Mã\n Tỉnh/Thành phố (*)", "Quận/Huyện", "Mã Quận/Huyện\n(*)", "Xã/Phường",
         "Mã Xã/Phường\n(*)"]
PRODUCT, NOTE, RESULT = "Tên vắc xin (*)\n(Tham khảo PL5)", "Ghi chú", "Kết quả import\n(không điền ô này)"
ROWS_BEFORE = [["Chú ý:"], ["", "1. Các cột có hoa thị (*)"], ["", "2. …"], ["", "3. …"], ["", "4. …"], []]


def pl1(*, area: bool) -> list[list[str]]:
    """Rows 1-8 of the template; with `area` the district variant."""
    address = [*UNITS, *(["Địa bàn cơ sở"] if area else []), "Địa chỉ chi tiết"]
    blank = [""] * (len(address) - 1)
    upper = [*PERSON, HOME, *blank, PRODUCT, "Mũi 1", "", "", PRODUCT, "Mũi 2", "", "", NOTE, RESULT]
    lower = [*[""] * 9, *address, "", DATE, LOT, PLACE, "", DATE, LOT, PLACE, "", ""]
    return [*ROWS_BEFORE, upper, lower]


def merged_of(rows: list[list[str]]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The merged ranges of rows 7-8: groups over their columns, other headings over both rows."""
    upper, lower = rows[6], rows[7]
    ranges = []
    for column, text in enumerate(upper):
        if text and not lower[column]:
            ranges.append(((6, column), (7, column)))
        elif text:
            last = column
            while last + 1 < len(upper) and not upper[last + 1] and lower[last + 1]:
                last += 1
            ranges.append(((6, column), (6, last)))
    return ranges


def fields(columns: Columns | HeadingsRefused) -> dict[str, int]:
    """Field names and columns of a recognised header."""
    assert isinstance(columns, Columns), columns
    return {field.value: column for field, column in columns.at.items()}


@pytest.mark.parametrize("known_merges", [True, False], ids=["merges known", "merges unknown"])
@pytest.mark.parametrize("area", [False, True], ids=["26 columns", "27 columns"])
def test_the_national_template(*, area: bool, known_merges: bool) -> None:
    rows = pl1(area=area)
    columns = recognise(rows, merged=merged_of(rows) if known_merges else ())
    shift = 1 if area else 0
    expected = {
        "order": 0, "name": 1, "birth": 2, "sex": 3, "group": 4, "work": 5, "phone": 6, "document": 7, "insurance": 8,
        "province": 9, "province_code": 10, "district": 11, "district_code": 12, "commune": 13, "commune_code": 14,
        "address": 15 + shift, "note": 24 + shift, "result": 25 + shift,
    } | ({"area": 15} if area else {})
    assert fields(columns) == expected
    assert isinstance(columns, Columns)
    assert columns.shape is (Shape.TEMPLATE_AREA if area else Shape.TEMPLATE)
    assert (columns.header, columns.depth, columns.first, columns.result) == (6, 2, 8, 25 + shift)
    assert columns.doses == (
        DoseColumns(1, product=16 + shift, date=17 + shift, lot=18 + shift, place=19 + shift),
        DoseColumns(2, product=20 + shift, date=21 + shift, lot=22 + shift, place=23 + shift),
    )
    assert columns.sex_codes == {"0": "M", "1": "F"}


def test_the_export_of_the_platform() -> None:
    header = ["Mã địa bàn", "Họ và tên", "Ngày sinh", "", "Giới tính", "Nhóm ưu tiên", "Đơn vị công tác", "SĐT",
              "CMT/CCCD", "Thẻ BHYT", "Địa chỉ", "Xã/Phường", "Quận/Huyện", "Tỉnh/Thành phố", "Ngày tiêm mũi 1",
              "Tên thuốc mũi 1", "Số lô mũi 1", "Ngày tiêm mũi 2", "Tên thuốc mũi 2", "Số lô mũi 2"]
    columns = recognise([header, ["1", "Lò Văn Páo", "05/09/2005", "", "Nam"]])
    assert fields(columns) == {
        "name": 1, "birth": 2, "sex": 4, "group": 5, "work": 6, "phone": 7, "document": 8, "insurance": 9,
        "address": 10, "commune": 11, "district": 12, "province": 13,
    }
    assert isinstance(columns, Columns)
    assert columns.shape is Shape.EXPORT
    assert columns.doses == (DoseColumns(1, date=14, product=15, lot=16), DoseColumns(2, date=17, product=18, lot=19))
    assert columns.result == len(header)


def test_a_list_with_titles_above_and_numbers_below_the_header() -> None:
    rows = [
        ["ỦY BAN NHÂN DÂN XÃ XÀ HỒ", "", "", "", ""],
        ["DANH SÁCH TIÊM CHỦNG ĐỢT 3"],
        [],
        ["TT", "HỌ VÀ TÊN", "NĂM SINH", "", "SỐ CMND"],
        ["", "", "Nam", "Nữ", ""],
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        ["1", "Sùng A Páo", "1980", "", "060123456"],
    ]
    columns = recognise(rows)
    assert fields(columns) == {"order": 0, "name": 1, "male": 2, "female": 3, "document": 4}
    assert isinstance(columns, Columns)
    assert (columns.header, columns.depth, columns.first, columns.shape) == (3, 2, 6, Shape.FREE)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["STT", "Họ và tên đệm", "Tên", "Ngày sinh"]], {"surname": 1, "given": 2, "birth": 3}),
        ([["Họ", "Tên", "Năm sinh", "Phái"]], {"surname": 0, "given": 1, "birth_year": 2, "sex": 3}),
        ([["Họ, chữ lót", "Tên", "Ngày sinh"], ["Lò Văn", "Páo", "1990"]], {"surname": 0, "given": 1, "birth": 2}),
        ([["Họ và tên", "", "Ngày sinh"], ["Lò Văn", "Páo", "1990"], ["Sùng A", "Dế", "1991"]],
         {"surname": 0, "given": 1, "birth": 2}),
        ([["Họ và tên", "", "Ngày sinh"], ["Lò Văn Páo", "", "1990"]], {"name": 0, "birth": 2}),
        ([["Tên", "Ngày sinh", "Điện thoại"]], {"name": 0, "birth": 1, "phone": 2}),
        ([["First name", "Last name", "DOB"]], {"given": 0, "surname": 1, "birth": 2}),
        ([["Full name", "Date of birth", "Gender", "Mobile phone", "National ID", "Address", "Ward", "District", "City",
           "Notes"]],
         {"name": 0, "birth": 1, "sex": 2, "phone": 3, "document": 4, "address": 5, "commune": 6, "district": 7,
          "province": 8, "note": 9}),
        ([["ho va ten", "ngay thang nam sinh", "gioi tinh", "so dien thoai", "so cmnd/cccd"]],
         {"name": 0, "birth": 1, "sex": 2, "phone": 3, "document": 4}),
        ([["Họ tên", "Ngày sinh", "Nam", "Nữ", "CCCD", "CMND cũ"]],
         {"name": 0, "birth": 1, "male": 2, "female": 3, "document": 4, "old_document": 5}),
        ([["Họ tên", "Ngày sinh", "Nữ (đánh dấu x)"]], {"name": 0, "birth": 1, "female": 2}),
        ([["Họ tên", "Ngày sinh", "Nữ"]], {"name": 0, "birth": 1, "female": 2}),
        ([["Họ tên", "Ngày", "Tháng", "Năm sinh"]], {"name": 0, "birth_year": 3}),
        ([["Họ tên", "Ngày sinh", "", ""], ["", "Ngày", "Tháng", "Năm"], ["Lò Văn Páo", "1", "2", "1990"]],
         {"name": 0, "birth_day": 1, "birth_month": 2, "birth_year": 3}),
        ([["Họ tên", "Ngày sinh", "Địa chỉ thường trú", "Nơi ở hiện nay"]], {"name": 0, "birth": 1, "address": 3}),
        ([["Họ tên trẻ", "Ngày sinh", "Họ tên mẹ", "SĐT mẹ", "Lớp", "Dân tộc"]],
         {"name": 0, "birth": 1, "guardian": 2, "guardian_phone": 3, "work": 4, "ethnic": 5}),
        ([["Họ tên", "Ngày sinh", "Số CCCD", "Ngày cấp", "Nơi cấp"]], {"name": 0, "birth": 1, "document": 2}),
        ([["Họ tên", "Ngày sinh", "ID"], ["Lò Văn Páo", "1990", "1"]], {"name": 0, "birth": 1}),
        ([["Họ tên", "Ngày sinh", "ID"], ["Lò Văn Páo", "1990", "015190001234"]],
         {"name": 0, "birth": 1, "document": 2}),
        ([["Họ tên chủ hộ", "Họ tên", "Ngày sinh", "Hộ chiếu"]], {"name": 1, "birth": 2, "document": 3}),
        ([["Hä vµ tªn", "Ngµy sinh", "Giíi tÝnh", "§Þa chØ"]], {"name": 0, "birth": 1, "sex": 2, "address": 3}),
        ([["Hoï vaø teân", "Ngaøy sinh", "Giôùi tính", "Ñòa chæ"]], {"name": 0, "birth": 1, "sex": 2, "address": 3}),
    ],
    ids=["họ và tên đệm", "họ + tên", "chữ lót", "name over two columns", "name with a blank beside", "tên alone",
         "english parts", "english", "no marks", "crosses and two numbers", "marked with x", "only nữ", "loose parts",
         "day month year", "two addresses", "school", "issue of the card", "id is a counter", "id is a number",
         "head of household", "tcvn3", "vni"],
)
def test_lists_made_by_hand(rows: list[list[str]], expected: dict[str, int]) -> None:
    found = fields(recognise(rows))
    found.pop("order", None)
    assert found == expected


@pytest.mark.parametrize(
    ("header", "doses"),
    [
        (["Họ tên", "Ngày sinh", "Mũi 1", "Mũi 2"], (DoseColumns(1, mixed=2), DoseColumns(2, mixed=3))),
        (["Họ tên", "Ngày sinh", "Loại vắc xin mũi 1", "Ngày tiêm mũi 1", "Nơi tiêm mũi 1"],
         (DoseColumns(1, product=2, date=3, place=4),)),
        (["Name", "DOB", "Dose 1 date", "Dose 1 vaccine", "Dose 1 lot"], (DoseColumns(1, date=2, product=3, lot=4),)),
        (["Họ tên", "Ngày sinh", "Ngày tiêm mũi thứ 3", "Lô mũi 3"], (DoseColumns(3, date=2, lot=3),)),
        (["Họ tên", "Ngày sinh", "Tên vắc xin", "Ghi chú"], ()),
        (["Họ tên", "Ngày sinh", "Số lô mũi 1"], ()),
    ],
    ids=["mixed", "by hand", "english", "third", "product of no dose", "lot without date"],
)
def test_columns_of_prior_doses(header: list[str], doses: tuple[DoseColumns, ...]) -> None:
    columns = recognise([header])
    assert isinstance(columns, Columns)
    assert columns.doses == doses


@pytest.mark.parametrize(
    ("rows", "refused"),
    [
        ([], HeadingsRefused(HeadingRefusal.EMPTY_SHEET)),
        ([["", None], [""]], HeadingsRefused(HeadingRefusal.EMPTY_SHEET)),
        ([["Báo cáo tháng"], ["1", "2", "3"]], HeadingsRefused(HeadingRefusal.NO_HEADER)),
        ([["Danh sách"], ["STT", "Họ tên", "Số điện thoại"]],
         HeadingsRefused(HeadingRefusal.BIRTH_HEADING_MISSING, 2, ("STT", "Họ tên", "Số điện thoại"))),
        ([["Ngày sinh", "CCCD", "SĐT"]],
         HeadingsRefused(HeadingRefusal.NAME_HEADING_MISSING, 1, ("Ngày sinh", "CCCD", "SĐT"))),
        ([["Họ tên", "Giới tính", ""], ["", "Nam", "Nữ"]],
         HeadingsRefused(HeadingRefusal.BIRTH_HEADING_MISSING, 1, ("Họ tên", "Nam", "Nữ"))),
    ],
    ids=["no rows", "blank", "no header", "no birth", "no name", "sex by crosses is no birth"],
)
def test_what_is_no_list_of_people(rows: list[list[str]], refused: HeadingsRefused) -> None:
    assert recognise(rows) == refused


def test_codes_for_sex_in_the_heading_are_read() -> None:
    columns = recognise([["Họ tên", "Ngày sinh", "Giới tính (Nam: 1, Nữ: 2)"]])
    assert isinstance(columns, Columns)
    assert columns.sex_codes == {"1": "M", "2": "F"}


def test_a_dose_number_may_stand_in_the_group() -> None:
    assert meaning_of(("Mũi 2", "Ngày tiêm")) == Meaning(dose=2, part=DosePart.DATE)
    assert meaning_of(("Số mũi đã tiêm",)) is None
    assert meaning_of(("Người giám hộ", "Số điện thoại")) == Meaning(Field.GUARDIAN_PHONE)


cells = st.one_of(st.none(), st.text(max_size=12), st.integers(), st.floats(), st.dates(), st.booleans(),
                  st.sampled_from(["Họ và tên", "Ngày sinh", "Mũi 1", "Nam", "Nữ", "#", "Tên vắc xin"]))


@given(st.lists(st.lists(cells, max_size=6), max_size=6))
def test_any_sheet_gets_an_answer(rows: list[list[object]]) -> None:
    assert isinstance(recognise(rows), Columns | HeadingsRefused)  # type: ignore[arg-type]
