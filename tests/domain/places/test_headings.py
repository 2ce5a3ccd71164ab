"""Sheets of facilities, areas and staff in the headings that people give them."""

from __future__ import annotations

import pytest

from vaxdesk.domain.headings import HeadingRefusal, HeadingsRefused
from vaxdesk.domain.places.headings import PlaceColumns, recognise
from vaxdesk.domain.places.reading import read_records
from vaxdesk.domain.places.records import Key, What

FACILITIES = ["STT", "Mã cơ sở KCB", "Tên cơ sở tiêm chủng", "Địa chỉ", "Tỉnh", "Mã tỉnh", "Quận/Huyện", "Xã/Phường",
              "Mã xã", "Người đại diện", "Điện thoại", "Cơ sở cấp trên", "Kết quả import"]


def columns(*head: list, what: What | None = None, **more) -> PlaceColumns:
    found = recognise(head, what=what, **more)
    assert isinstance(found, PlaceColumns), found
    return found


def test_a_sheet_of_facilities() -> None:
    found = columns(["DANH SÁCH CƠ SỞ"], [], FACILITIES, ["(1)", "(2)", "(3)"], [1, 15041, "Trạm A"])
    assert found.what is What.FACILITY
    assert (found.header, found.first, found.result) == (2, 4, 12)
    assert found.at[Key.CODE] == 1
    assert found.at[Key.NAME] == 2
    assert found.at[Key.PARENT] == 11
    assert found.at[Key.REPRESENTATIVE] == 9


@pytest.mark.parametrize(
    ("heading", "key", "what"),
    [
        ("MaCoSo", Key.CODE, What.FACILITY),
        ("TenCoSo", Key.NAME, What.FACILITY),
        ("DiaChiCoSo", Key.ADDRESS, What.FACILITY),
        ("NguoiDaiDien", Key.REPRESENTATIVE, What.FACILITY),
        ("CoSoYTeCha", Key.PARENT, What.FACILITY),
        ("Loại hình", Key.KIND, What.FACILITY),
        ("Facility code", Key.CODE, What.FACILITY),
        ("Danh mục đơn vị", Key.SCHEME, What.FACILITY),
        ("Tên thôn, bản", Key.NAME, What.AREA),
        ("Tổ dân phố", Key.NAME, What.AREA),
        ("Trạm y tế", Key.FACILITY, What.AREA),
        ("Họ và tên cán bộ", Key.NAME, What.STAFF),
        ("Chức danh", Key.TITLE, What.STAFF),
        ("Đơn vị công tác", Key.FACILITY, What.STAFF),
        ("E-mail", Key.EMAIL, What.STAFF),
        ("SĐT", Key.PHONE, What.STAFF),
        ("Vai trò", Key.ROLE, What.STAFF),
        ("Khóa", Key.LOCKED, What.STAFF),
        ("Địa bàn", Key.AREA, What.STAFF),
        ("Số người dùng", Key.USER, What.STAFF),
    ],
)
def test_a_heading_in_many_spellings(heading: str, key: Key, what: What) -> None:
    found = recognise([[heading, "Name" if key is not Key.NAME else "Telephone", "Xã", "Chức vụ"]], what=what)
    assert isinstance(found, PlaceColumns)
    assert found.at[key] == 0


def test_which_list_it_is_the_headings_say() -> None:
    assert columns(["Họ và tên", "Chức vụ", "Đơn vị công tác", "Email"]).what is What.STAFF
    assert columns(["Tên thôn", "Xã", "Mã xã", "Trạm y tế"]).what is What.AREA


def test_a_header_of_two_lines_with_groups() -> None:
    upper = ["Tên cơ sở", "Tỉnh", "", "Xã/Phường", ""]
    lower = ["", "Mã", "Tên", "Mã", "Tên"]
    found = columns(upper, lower, ["Trạm A", "15", "Yên Bái", "04594", "Xà Hồ"])
    assert found.first == 2
    assert found.at == {Key.NAME: 0, Key.PROVINCE_CODE: 1, Key.PROVINCE: 2, Key.COMMUNE_CODE: 3, Key.COMMUNE: 4}
    merged = (((0, 1), (0, 2)), ((0, 3), (0, 4)))
    assert columns(upper, lower, merged=merged).at == found.at


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ([], HeadingRefusal.EMPTY_SHEET),
        ([["", None]], HeadingRefusal.EMPTY_SHEET),
        ([[1, 2, 3]], HeadingRefusal.NO_HEADER),
        ([["Danh mục gì đó"]], HeadingRefusal.NO_HEADER),
        ([["Mã cơ sở", "Địa chỉ"]], HeadingRefusal.NAME_HEADING_MISSING),
    ],
)
def test_a_sheet_without_a_list_says_why(head: list, code: HeadingRefusal) -> None:
    found = recognise(head, what=What.FACILITY)
    assert isinstance(found, HeadingsRefused)
    assert found.code is code


def test_rows_about_nothing_are_left_out_and_old_letters_read() -> None:
    found = columns(["Tên cơ sở", "Mã cơ sở", "Xã"], what=What.FACILITY)
    rows = [
        ["Tên cơ sở", "Mã cơ sở", "Xã"],
        ["Tr¹m Y tÕ x· Xµ Hå", 15041.0, "Xµ Hå"],
        ["Tr¹m Y tÕ B¶n Mï", "15042", "B¶n Mï"],
        [],
        ["", "", "Chỉ có xã"],
        ["", "15043", "Phình Hồ"],
        ["Tổng cộng: 2", None],
        ["Thôn Đứng Riêng"],
    ]
    read = dict(read_records(enumerate(rows, 1), found))
    assert sorted(read) == [2, 3, 6, 8]
    assert read[2].name == "Trạm Y tế xã Xà Hồ"
    assert read[2].get(Key.CODE) == "15041"
    assert read[6].name == ""
