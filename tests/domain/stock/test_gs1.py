"""Element strings as boxes carry them, with separators and without."""

from __future__ import annotations

import pytest

from vaxdesk.domain.stock.gs1 import Box, date_of, is_gtin, read_box

GTIN = "08934673573399"
FULL = Box(gtin=GTIN, lot="FK1234", expiry="2027-06-30")


@pytest.mark.parametrize(
    ("text", "box"),
    [
        (f"]d201{GTIN}1727063010FK1234", FULL),
        (f"01{GTIN}17270630\x1d10FK1234", FULL),  # a separator where none is needed
        (f"\x1d01{GTIN}10FK1234\x1d17270630\r", FULL),
        (f"]C101{GTIN}10FK1234\x1d17270600", FULL),
        (f"(01){GTIN}(17)270630(10)FK1234", FULL),
        (f"(02){GTIN}(17)270630(10)FK1234(37)12", Box(gtin=GTIN, lot="FK1234", expiry="2027-06-30", count=12)),
        (f"01{GTIN}1727063010FK1234\x1d21SN/9_x\x1d3010", Box(gtin=GTIN, lot="FK1234", expiry="2027-06-30",
                                                           serial="SN/9_x", count=10)),
        (f"01{GTIN}112501011727063010FK1234", FULL),
        (GTIN, Box(gtin=GTIN)),
        ("8934673573399", Box(gtin=GTIN)),
        (f"01{GTIN}", Box(gtin=GTIN)),
        (f"01{GTIN}10FK1234", Box(gtin=GTIN, lot="FK1234")),
    ],
)
def test_a_box_is_read(text: str, box: Box) -> None:
    assert read_box(text) == box


@pytest.mark.parametrize(
    "text",
    [
        "", "hello", "08934673573398", "01123", f"01{GTIN}99X", f"01{GTIN}17270631", f"01{GTIN}1727133010A",
        "(01)1(10)A", f"01{GTIN}10FK\x1d10FK", f"01{GTIN}10FK ạ", f"(01){GTIN}(37)x", "1727063010FK1234",
        f"01{GTIN}10\x1d17270630", f"(01){GTIN}(10)" + "A" * 21,
    ],
)
def test_what_is_no_box(text: str) -> None:
    assert read_box(text) is None


def test_a_lost_separator_is_found_where_there_is_one_way() -> None:
    assert read_box(f"01{GTIN}10FK123417270630") == FULL
    found = read_box(f"]d201{GTIN}10FK12341727063021SN9")
    assert found is not None
    assert (found.lot, found.expiry, found.serial) == ("FK1234", "2027-06-30", "SN9")


def test_a_lost_separator_with_two_ways_asks_to_look() -> None:
    found = read_box(f"01{GTIN}10A1727063021B17270630")
    assert found is not None
    assert found.doubtful


def test_two_days_in_one_text_are_no_endless_search() -> None:
    assert read_box(f"01{GTIN}10" + "10" * 10 + "21" * 9) is not None
    assert read_box(f"01{GTIN}10X" + "21Y90Z" * 4) is not None


def test_days() -> None:
    assert [date_of(one) for one in ("280200", "270200", "270431", "270100", "271301")] == [
        "2028-02-29", "2027-02-28", "", "2027-01-31", "",
    ]
    assert not is_gtin("x" * 14)
