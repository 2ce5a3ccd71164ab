"""How two Vietnamese names stand, and how much a name says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaxdesk.domain.matching import names
from vaxdesk.domain.matching.levels import Level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Nguyễn Thị Lành", "Nguyễn Thị Lành", Level.SAME),
        ("Nguyễn Thị Hoà", "NGUYỄN THỊ HÒA", Level.SAME),
        ("Nguyễn Thị Lành", "NGUYEN THI LANH", Level.UNMARKED),
        ("Đỗ Văn Đức", "Do Van Duc", Level.UNMARKED),
        ("Nguyễn Thị Hoà", "Nguyễn Thị Hoa", Level.MARKS),
        ("Nguyễn Văn Hùng", "Nguyễn Văn Hưng", Level.MARKS),
        ("Nguyễn Thị Lành", "Lành Nguyễn Thị", Level.ORDER),
        ("Nguyễn Thị Lành", "Nguyễn Lành", Level.PARTLY),
        ("Nguyễn Trần Văn An", "Nguyễn Văn An", Level.PARTLY),
        ("Nguyễn Thị Lành (Bé)", "Nguyễn Thị Lành", Level.SAME),
        ("Nguyễn Thị Lành", "Nguyễn Thị Lành Em", Level.PARTLY),
        ("Nguyễn Thị Lành", "Nguyễn Thị Lanhf", Level.SLIP),
        ("Nguyễn Thị Lan", "Nguyễn Thị Nan", Level.SLIP),
        ("Nguyễn Thị Sinh", "Nguyễn Thị Xinh", Level.SLIP),
        ("Trần Văn Mách", "Trần Văn Mát", Level.SLIP),
        ("NguyễnThị Lành", "Nguyễn Thị Lành", Level.SLIP),
        ("NguyễnThị Làn", "Nguyễn Thị Lành", Level.SLIP),
        ("Nguyễn Thị Lành", "Nguyến Thi Lanhf", Level.SLIP),
        ("Nguyễn Thin Lành", "Nguyễn Thị Lanhf", Level.ROUGH),
        ("Nguyễn Lanhf", "Nguyễn Thị Lành", Level.ROUGH),
        ("Nguyễn Thị Lành", "Nguyễn Thị Hương", Level.GIVEN),
        ("Nguyễn Văn Ba", "Nguyễn Văn Na", Level.GIVEN),
        ("Nguyễn Thị Lành", "Nguyễn Thị Thu Hương", Level.GIVEN),
        ("Lành", "Nguyễn Thị Lành", Level.DIFFERS),
        ("Nguyễn Thị Lành", "Lò Văn Páo", Level.DIFFERS),
        ("Nguyễn Lành", "Lò Văn Páo", Level.DIFFERS),
        ("Nguyễn Lành", "Nguyễn Văn Páo", Level.DIFFERS),
        ("", "Lò Văn Páo", Level.UNKNOWN),
        ("Lò Văn Páo", "", Level.UNKNOWN),
        ("(Bé)", "(bé)", Level.SAME),
    ],
)
def test_two_names(one: str, other: str, level: Level) -> None:
    assert names.compared(one, other) is names.compared(other, one) is level


def test_alike_are_names_that_may_be_one() -> None:
    assert names.alike("Nguyễn Lành", "Nguyễn Thị Lành")
    assert not names.alike("Lò Văn Páo", "Lò Văn Toàn")
    assert not names.alike("", "")


words = st.sampled_from(["Nguyễn", "Nguyen", "Thị", "Thij", "Lành", "Lanh", "Văn", "Vă", "Hùng", "H'Hen", "Ba", "(Bé)"])
made = st.lists(words, max_size=4).map(" ".join)


@given(made, made)
def test_it_is_the_same_from_either_side(one: str, other: str) -> None:
    assert names.compared(one, other) is names.compared(other, one)


def test_a_rare_name_says_more_than_a_common_one_and_none_more_than_the_most() -> None:
    bits = {"nguyen": 1.4, "thi": 0.6, "hoa": 4.0}

    def said(one: str, other: str, most: float = 20.0) -> float:
        return names.rarity(one, other, bits, unknown=7.0, most=most)

    assert said("Nguyễn Thị Hoa", "Nguyễn Thị Hoa") == pytest.approx(6.0)
    assert said("Nguyễn Thị Xoan", "Nguyen Thi Xoan") == pytest.approx(9.0)
    assert said("Nguyễn Thị Xoan", "Nguyễn Xoan") == pytest.approx(8.4)
    assert said("H'Xoan Y", "H'Xoan Y") == pytest.approx(7.0)
    assert said("Khuất Duy Vững", "Khuất Duy Vững", most=10.0) == 10.0
