"""The spelling of Vietnamese syllables, as evidence for old encodings."""

from __future__ import annotations

import unicodedata

import pytest

from vaxdesk.domain.syllables import is_syllable

WORDS = (
    "Nguyễn Thị Lành Quỳnh Quốc Đặng Phường Giếng giặt gì Khuyên ƯƠNG thuở Hoà Hòa Út Ắng Nghĩa khuya huýt quý Yến"
    " xoong Thuỵ tuýp loắt"
)


@pytest.mark.parametrize("word", WORDS.split())
def test_vietnamese_words_are_syllables(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize(
    "word",
    ["NguyÔn", "Lµnh", "Nguyeãn", "Laønh", "Loïc", "François", "Müller", "hàt", "ngàc", "Zoë", "bbá", "đđ", "N÷", ""],
)
def test_other_words_are_not(word: str) -> None:
    assert not is_syllable(word)
