"""Telephones, groups, insurance numbers, addresses and units as lists write them."""

from __future__ import annotations

import pytest

from tests.rosters import GROUP, INSURANCE, PHONE, changed, judge, person_of
from vaxdesk.domain.cells import Cell
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.roster import Remark, RowWarning

UNITS = ["Họ tên", "Ngày sinh", "Giới tính", "Tỉnh", "Mã tỉnh", "Huyện", "Mã huyện", "Xã", "Mã xã", "Địa chỉ chi tiết",
         "Thôn"]
LANH: list[Cell] = ["Nguyễn Thị Lành", "01/02/1990", "Nữ"]


@pytest.mark.parametrize(
    ("cell", "phone", "note"),
    [
        (912345678.0, "0912345678", ""), ("912345678", "0912345678", ""), ("'0912345678", "0912345678", ""),
        ("0912 345 678", "0912345678", ""), ("+84 912 345 678", "0912345678", ""), ("0912.345.678", "0912345678", ""),
        ("0912345678/0987654321", "0912345678", "0912345678/0987654321"),
        ("0912345678 0987654321", "0912345678", "0912345678 0987654321"), ("không", "", ""), ("09x", "", "09x"),
    ],
    ids=repr,
)
def test_phones(cell: Cell, phone: str, note: str) -> None:
    person = person_of(changed(PHONE, cell))
    assert (person.tel, person.note) == (phone, note)


@pytest.mark.parametrize(
    ("cell", "group"), [("9", "9"), (9.0, "9"), ("09", "9"), ("Nhóm 9", "9"), ("9. Người trên 65 tuổi", "9"),
                        ("16", "16"), ("", ""), ("0", "")],
    ids=repr,
)
def test_groups(cell: Cell, group: str) -> None:
    assert person_of(changed(GROUP, cell)).grp == group


@pytest.mark.parametrize(
    ("cell", "number"),
    [("hn2157900012345", "HN2157900012345"), ("HN 2 15 7900012345", "HN2157900012345"), (123456789.0, "0123456789"),
     ("HN2157900012345-12345", "HN2157900012345"), ("7900012345", "7900012345")],
    ids=repr,
)
def test_insurance_numbers(cell: Cell, number: str) -> None:
    assert person_of(changed(INSURANCE, cell)).bhyt == number


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["Tỉnh Yên Bái", 15.0, "Huyện Trạm Tấu", 139.0, "Xã Xà Hồ", 4594.0, "Số 5", "Thôn Cu Vai"],
         ("15", "139", "04594", "2021", "Số 5, Thôn Cu Vai")),
        (["Tỉnh Lào Cai", "15", "", "", "Xã Hạnh Phúc", "04585", "", "Thôn Cu Vai"],
         ("15", "", "04585", "2025-07", "Thôn Cu Vai")),
        (["Lào Cai", "10", "", "", "Xã A", "02671", "", ""], ("10", "", "02671", "2021", "")),
        (["Yên Bái", "", "Trạm Tấu", "", "Xà Hồ", "", "", ""], ("15", "", "", "2021", "")),
        (["", "04", "", "", "", "01273", "", ""], ("04", "", "01273", "2025-07", "")),
        (["Hà Nội", "", "", "", "Phúc Xá", "", "", ""], ("", "", "", "", "")),
        (["", "", "", "", "", "", "Cu Vai", "Cu Vai"], ("", "", "", "", "Cu Vai")),
    ],
    ids=["2021", "2025", "old code tells", "names before 2025", "codes alone", "name of both", "one hamlet"],
)
def test_units_keep_their_scheme(cells: list[Cell], expected: tuple[str, ...]) -> None:
    person = person_of([*LANH, *cells], UNITS)
    assert (person.province_code, person.district_code, person.commune_code, person.scheme, person.adr) == expected


def test_a_province_is_named_by_its_code() -> None:
    assert person_of([*LANH, "", "15", "Trạm Tấu", "139", "", "", "", ""], UNITS).province == "Yên Bái"
    assert person_of([*LANH, "", "15", "", "", "", "04585", "", ""], UNITS).province == "Tỉnh Lào Cai"


@pytest.mark.parametrize(
    ("cells", "column", "text"),
    [(["Yên Bái", "10", "Trạm Tấu", "139"], "E", "10"), (["Atlantis", "", "", ""], "D", "Atlantis")],
    ids=["name and code disagree", "no province"],
)
def test_an_unknown_province_is_told(cells: list[Cell], column: str, text: str) -> None:
    result = judge([*LANH, *cells, "", "", "", ""], UNITS)
    assert result is not None
    assert result.warnings == (Remark(RowWarning.UNIT_UNKNOWN, column, text),)


_DIFFERS = Remark(RowWarning.COMMUNE_DIFFERS, "I", "04606 Xã Xà Hồ", "Xã Pá Hu (04606, 2021), Xã Xà Hồ (04594, 2021)")
_UNKNOWN = Remark(RowWarning.COMMUNE_UNKNOWN, "I", "04599 Xã Xà Hồ")


@pytest.mark.parametrize(
    ("cells", "scheme", "warnings"),
    [
        (["", "", "", "", "Pá Hu", "4606", "", ""], "2021", ()),
        (["", "", "", "", "Xã Trạm Tấu", "04606", "", ""], "2025-07", ()),
        (["Yên Bái", "15", "Trạm Tấu", "139", "Xã Xà Hồ", "04606", "", ""], "2021", (_DIFFERS,)),
        (["Yên Bái", "15", "Trạm Tấu", "139", "Xã Xà Hồ", "04599", "", ""], "2021", (_UNKNOWN,)),
    ],
    ids=["old by its name", "new by its name", "another name", "no such code"],
)
def test_a_code_of_a_commune_is_held_against_its_name(
    cells: list[Cell], scheme: str, warnings: tuple[Remark, ...]
) -> None:
    result = judge([*LANH, *cells, ""], UNITS)
    assert result is not None
    assert (result.person.scheme, result.warnings) == (scheme, warnings)


def test_what_else_a_list_says() -> None:
    header = ["Họ đệm", "Tên", "Ngày sinh", "Giới tính", "Dân tộc", "Quốc tịch", "Nghề nghiệp", "Đơn vị công tác",
              "Họ tên mẹ", "SĐT mẹ", "Ghi chú"]
    person = person_of(["Sùng A", "Páo", "2014", "nam", "H'Mông", "Việt Nam", "Học sinh", "Lớp 5A", "GIÀNG THỊ DỞ",
                        912345678.0, "sợ kim"], header)
    assert person == Person(name="Sùng A Páo", dob="2014", sex="M", eth="Mông", nat="Việt Nam", job="Học sinh",
                            work="Lớp 5A", guardian="Giàng Thị Dở", guardian_tel="0912345678", note="sợ kim",
                            source="list")
