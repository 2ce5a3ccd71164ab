"""CSV files of every encoding and separator that offices produce."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sheets.makers import write_csv
from vaxdesk.sheets.csv_text import csv_rows, decode
from vaxdesk.sheets.read import read_tables
from vaxdesk.trouble import Trouble, TroubleCode

ROWS = [["Họ và tên", "Ngày sinh", "Địa chỉ"], ["Nguyễn Thị Lành", "01/02/1990", "Thôn Cu Vai, Xà Hồ"],
        ["Lò Văn Páo", "05/09/2005", "Bản Nà Sản"], ["Bùi Thị Ắng", "1952", "Xóm Bái, Tân Mỹ"]]
TONES = "\u0300\u0301\u0303\u0309\u0323"
OLD_ROWS = [["Hä vµ tªn", "Ngµy sinh"], ["NguyÔn ThÞ Lµnh", "01/02/1990"], ["Lß V¨n P¸o", "05/09/2005"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"])
def test_unicode_files(tmp_path: Path, encoding: str, separator: str) -> None:
    path = write_csv(tmp_path / "list.csv", ROWS, separator=separator, encoding=encoding)
    (table,) = read_tables(path)
    assert [cells for _, cells in table.rows()] == ROWS
    assert (table.name, table.height) == ("list", 4)


def test_windows_1258() -> None:
    """The code page writes `ễ` as `ê` and a mark."""

    def apart(letter: str) -> str:
        base = "".join(c for c in unicodedata.normalize("NFD", letter) if c not in TONES)
        tone = "".join(c for c in unicodedata.normalize("NFD", letter) if c in TONES)
        return unicodedata.normalize("NFC", base) + tone

    text = "\r\n".join(";".join(row) for row in ROWS)
    assert decode("".join(map(apart, text)).encode("cp1258")) == text


def test_old_text_in_a_file_of_bytes(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "list.csv", OLD_ROWS, encoding="latin-1")
    (table,) = read_tables(path)
    assert [cells for _, cells in table.rows()] == OLD_ROWS


def test_western_text_stays_western() -> None:
    assert decode("Prénom;Né le\r\nFrançois “le” Müller – Loïc;1990".encode("cp1252")).startswith("Prénom;Né le")
    assert "“le” Müller –" in decode("François “le” Müller – Loïc;1990\r\na;b".encode("cp1252"))


def test_a_few_broken_letters_do_not_make_another_encoding() -> None:
    raw = ("Nguyễn Thị Lành;1990\r\n" * 40).encode() + b"L\xf2 P\xe1o;1990\r\n"
    assert decode(raw).count("\ufffd") == 2


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("sep=;\r\na;b,c\r\n", [["a", "b,c"]]),
        ('a,b\r\n"x, y",z\r\n', [["a", "b"], ["x, y", "z"]]),
        ('a,b\r\n"two\r\nlines",z\r\n', [["a", "b"], ["two\r\nlines", "z"]]),
        ("Danh sách\r\n\r\na;b;c\r\n1;2,5;3\r\n4;5,5;6\r\n", [["Danh sách"], [], ["a", "b", "c"], ["1", "2,5", "3"],
                                                        ["4", "5,5", "6"]]),
        ("Họ tên\r\nLò Văn Páo\r\n", [["Họ tên"], ["Lò Văn Páo"]]),
        ("a;b\r\nx, y, z;1\r\nx, y;2\r\nx;3\r\n", [["a", "b"], ["x, y, z", "1"], ["x, y", "2"], ["x", "3"]]),
    ],
    ids=["declared", "quoted", "line end inside", "title and decimals", "one column", "commas in addresses"],
)
def test_separators(text: str, rows: list[list[str]]) -> None:
    assert list(csv_rows(text)) == rows


def test_a_quote_that_never_ends_is_told() -> None:
    with pytest.raises(Trouble) as trouble:
        list(csv_rows('a;b\r\n"' + "x;y\r\n" * 300_000))
    assert trouble.value.code is TroubleCode.SHEET_UNREADABLE


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_trouble(raw: bytes) -> None:
    try:
        text = decode(raw)
        rows = list(csv_rows(text))
    except Trouble as trouble:
        assert trouble.code is TroubleCode.SHEET_UNREADABLE
    else:
        assert rows
