"""Old 8-bit Vietnamese back to Unicode, and everything else left as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaxdesk.domain.charsets import Charset, detect, mend, to_unicode

UNICODE = ["Nguyễn Thị Lành", "Lò Văn Páo", "Sùng A Dế", "Hà Thùy Lân", "Trần Đức Hoà", "Lý Thị Bưởi", "Đỗ Mỹ Ý"]
TCVN3 = ["NguyÔn ThÞ Lµnh", "Lß V¨n P¸o", "Sïng A DÕ", "Hµ Thïy L©n", "TrÇn §øc Hoµ", "Lý ThÞ B­ëi", "§ç Mü ý"]
VNI = [
    "Nguyeãn Thò Laønh", "Loø Vaên Paùo", "Suøng A Deá", "Haø Thuøy Laân", "Traàn Ñöùc Hoaø", "Lyù Thò Böôûi",
    "Ñoã Myõ YÙ",
]
TWICE = [name.encode().decode("cp1252", errors="ignore") for name in ("Nguyễn Thị", "Trần Văn", "Võ Thành", "Lê Hữu")]


@pytest.mark.parametrize(("old", "new"), list(zip(TCVN3[:6], UNICODE[:6], strict=True)), ids=UNICODE[:6])
def test_tcvn3_letters(old: str, new: str) -> None:
    assert to_unicode(old, Charset.TCVN3) == new


@pytest.mark.parametrize(("old", "new"), list(zip(VNI, UNICODE, strict=True)), ids=UNICODE)
def test_vni_letters(old: str, new: str) -> None:
    assert to_unicode(old, Charset.VNI) == new


def test_every_tcvn3_letter_is_one_vietnamese_letter() -> None:
    small = "".join(filter(None, (to_unicode(chr(code), Charset.TCVN3) for code in range(0xA1, 0x100))))
    assert len(small) == len(set(small)) == 74
    assert set("ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ") <= set(small)


@pytest.mark.parametrize(
    ("old", "new"),
    [("NGUYÔN THÞ LµNH", "NGUYỄN THỊ LÀNH"), ("TR¦¥NG V¡N", "TRƯƠNG VĂN"), ("Hê A DÕ", "Hờ A Dế"), ("Vâ Kü", "Võ Kỹ")],
    ids=["capital font", "own capitals", "single capitals", "two words"],
)
def test_capital_fonts_of_tcvn3(old: str, new: str) -> None:
    assert to_unicode(old, Charset.TCVN3) == new


@pytest.mark.parametrize(
    ("old", "new"), [("NGUYEÃN THÒ LAØNH", "NGUYỄN THỊ LÀNH"), ("ÑÖÙC", "ĐỨC"), ("ÖÙng", "Ứng"), ("ÔÛ", "Ở")]
)
def test_capitals_of_vni(old: str, new: str) -> None:
    assert to_unicode(old, Charset.VNI) == new


@pytest.mark.parametrize(
    ("texts", "charset"),
    [(TCVN3, Charset.TCVN3), (VNI, Charset.VNI), (TWICE, Charset.UTF8_TWICE), (UNICODE, None),
     (["François Müller", "Loïc Dupré", "José André", "Zoë Noël", "Citroën"], None), (["Loïc"], None),
     (["John Smith", "Mary"], None), ([], None)],
    ids=["tcvn3", "vni", "utf-8 read twice", "unicode", "french", "one frenchman", "english", "nothing"],
)
def test_a_column_is_known_by_its_words(texts: list[str], charset: Charset | None) -> None:
    assert detect({3: texts}).get(3) is charset


def test_a_column_of_short_words_follows_its_sheet() -> None:
    assert detect({1: TCVN3, 2: ["N÷", "Nam", "N÷"]}) == {1: Charset.TCVN3, 2: Charset.TCVN3}
    assert detect({1: UNICODE, 2: ["N÷"]}) == {}


@pytest.mark.parametrize("charset", [None, *Charset], ids=str)
@pytest.mark.parametrize("text", [*UNICODE, "Quách Ngọc Ánh", "Bản Nà Sản", "Ngô Bảo Châu", "ASCII", "12/08/2021"])
def test_proper_unicode_is_never_damaged(text: str, charset: Charset | None) -> None:
    latin_only = all(ord(c) <= 0xFF for c in text)
    if not (latin_only and charset):
        assert mend(text, charset) == text


@pytest.mark.parametrize("text", ["François Müller", "José André", "Citroën GmbH", "Loïc"])
def test_foreign_names_stay_where_no_column_speaks(text: str) -> None:
    assert mend(text, None) == text


def test_a_cell_of_old_text_in_a_new_list_is_mended() -> None:
    assert mend("NguyÔn ThÞ Lµnh", None) == "Nguyễn Thị Lành"
    assert mend("Nguyeãn Thò Laønh", None) == "Nguyễn Thị Lành"


def test_a_letter_of_another_font_does_not_stop_the_rest() -> None:
    assert mend("TrÇn ThÞ Ngäc Ánh", Charset.TCVN3) == "Trần Thị Ngọc Ánh"


def test_utf8_read_twice_with_half_a_letter_in_a_no_break_space() -> None:
    broken = "Hà Thị Xà".encode().decode("latin-1")
    assert "\xa0" in broken
    assert mend(broken, Charset.UTF8_TWICE) == "Hà Thị Xà"


@given(st.text(max_size=40), st.sampled_from([None, *Charset]))
def test_any_text_is_taken(text: str, charset: Charset | None) -> None:
    assert isinstance(mend(text, charset), str)
