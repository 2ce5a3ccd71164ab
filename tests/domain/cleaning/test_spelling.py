"""Names in their usual spelling: what is proposed, why, and what is left alone."""

from __future__ import annotations

import unicodedata

import pytest

from vaxdesk.domain.cleaning.spelling import NameFault, spell

LEFT_ALONE = (
    "Nguyễn Thị Lành", "Đỗ Văn Hòa", "Đỗ Văn Hoà", "Nguyễn Thuý Loan", "Nguyễn Thúy Loan", "Vàng A Sếnh", "Y Moan êban",
    "H'Hen Niê Kdăm", "Trần Quý", "Lý Quốc Giữ", "Giàng Thị Già", "John Smith", "", "Ksỏ", "Bùi Thị Ắng", "Khuyến Oánh",
    "Thuỷ Khuỷu", "Nông Văn Khoa", "1234", "Hmông Bj",
)  # fmt: skip
MENDED = (
    ("  nguyễn  thị lành ", "Nguyễn Thị Lành", (NameFault.SPACES, NameFault.CAPITALS)),
    ("Lò\u00a0Văn\u200b Páo", "Lò Văn Páo", (NameFault.SPACES,)),
    (unicodedata.normalize("NFD", "Trần Đạt"), "Trần Đạt", (NameFault.COMPOSED,)),
    ("Nguye\u0301\u0302n Tha\u0301\u0306ng", "Nguyến Thắng", (NameFault.COMPOSED,)),
    ("Ðỗ Văn ðức", "Đỗ Văn Đức", (NameFault.D_STROKE, NameFault.CAPITALS)),
    ("D\u0335ỗ Văn d\u0336ạt", "Đỗ Văn Đạt", (NameFault.D_STROKE, NameFault.CAPITALS)),
    ("Nguyêñ Thị Maí", "Nguyễn Thị Mái", (NameFault.TONE,)),
    ("Nguỹên Tíên Húê", "Nguyễn Tiến Huế", (NameFault.TONE,)),
    ("Trương Hòai Hòang", "Trương Hoài Hoàng", (NameFault.TONE,)),
    ("Trần Qúy Gìa", "Trần Quý Già", (NameFault.TONE,)),
    ("Khủyu Ngòeo", "Khuỷu Ngoèo", (NameFault.TONE,)),
    ("LÒ VĂN PÁO", "Lò Văn Páo", (NameFault.CAPITALS,)),
    ("Nguyễn THỊ lan", "Nguyễn Thị Lan", (NameFault.CAPITALS,)),
    ("lành", "Lành", (NameFault.CAPITALS,)),
)


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_what_is_written_well_is_left_alone(name: str) -> None:
    assert spell(name) == spell(spell(name).name)
    assert (spell(name).name, spell(name).faults) == (name, ())


@pytest.mark.parametrize(("name", "after", "faults"), MENDED)
def test_what_is_odd_is_proposed_with_its_reason(name: str, after: str, faults: tuple[NameFault, ...]) -> None:
    spelt = spell(name)
    assert (spelt.name, spelt.faults) == (after, faults)
    assert spell(after).faults == ()


@pytest.mark.parametrize("name", ["Ngh\u0301", "Tháó An", "\u0301An", "Xaẹ Kỹ", "Bjé\u0301"])
def test_what_is_no_syllable_is_not_guessed_at(name: str) -> None:
    assert NameFault.TONE not in spell(name).faults
