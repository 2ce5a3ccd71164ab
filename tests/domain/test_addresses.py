"""Splitting addresses of cards of both divisions."""

from __future__ import annotations

import pytest

from vaxdesk.assets import resources
from vaxdesk.domain.addresses import same_place, split_address
from vaxdesk.domain.units import read_units

UNITS = read_units((resources() / "units" / "provinces.toml").read_text(encoding="utf-8"))
FIELDS = ("adr", "commune", "district", "province", "province_code", "scheme")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thôn Cu Vai, Xà Hồ, Trạm Tấu, Yên Bái", ("Thôn Cu Vai", "Xà Hồ", "Trạm Tấu", "Yên Bái", "15", "2021")),
        (
            "Thôn Cu Vai, Xã Hạnh Phúc, Tỉnh Lào Cai",
            ("Thôn Cu Vai", "Xã Hạnh Phúc", "", "Tỉnh Lào Cai", "15", "2025-07"),
        ),
        ("Số 1, Tổ 2, Phường Ba Đình, Hà Nội", ("Số 1, Tổ 2", "Phường Ba Đình", "", "Hà Nội", "01", "2025-07")),
        ("Số 1, Tổ 2, P. 5, Quận 3, TP HCM", ("Số 1, Tổ 2", "P. 5", "Quận 3", "TP HCM", "79", "2021")),
        ("Tân Mỹ, Lạc Sơn, Hoà Bình", ("Tân Mỹ, Lạc Sơn, Hoà Bình", "", "", "", "", "")),
        ("Xóm Bái", ("Xóm Bái", "", "", "", "", "")),
        (" , ", ("", "", "", "", "", "")),
    ],
    ids=["districts", "no districts", "four levels of today", "house number", "cannot tell", "hamlet", "nothing"],
)
def test_levels(text: str, expected: tuple[str, ...]) -> None:
    found = split_address(text, UNITS)
    assert tuple(found[field] for field in FIELDS) == expected
    assert found["district_code"] == found["commune_code"] == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Thôn Cu Vai, Xà Hồ, Trạm Tấu, Yên Bái", "Cu Vai, xã Xà Hồ, huyện Trạm Tấu, tỉnh YÊN BÁI", True),
        ("Thôn Cu Vai, Xà Hồ, Trạm Tấu, Yên Bái", "Cu Vai, Xà Hồ", True),
        ("Thôn Cu Vai, Xà Hồ", "Thôn Suối Giao, Xà Hồ", False),
    ],
)
def test_one_place(one: str, other: str, same: bool) -> None:
    assert same_place(one, other) is same
