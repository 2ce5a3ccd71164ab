"""Workbooks that would end the program for want of memory are refused before anything reads them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from tests.sheets.makers import write_ods
from vaxdesk.sheets import packed
from vaxdesk.sheets.packed import too_large
from vaxdesk.sheets.read import read_tables
from vaxdesk.trouble import Trouble, TroubleCode


def book(cells: dict[tuple[int, int], object], path: Path, *, styled: tuple[int, int] | None = None) -> Path:
    made = Workbook()
    for (row, column), value in cells.items():
        made.active.cell(row, column, value)
    if styled:
        made.active.cell(*styled).font = Font(bold=True)
    made.save(path)
    return path


def changed(path: Path, name: str, text: bytes, *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The workbook with another text in a part."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as given, zipfile.ZipFile(out, "w", method) as made:
        for one in given.namelist():
            made.writestr(one, text if one == name else given.read(one))
    return out.getvalue()


def repeated(path: Path) -> bytes:
    """A workbook of OpenDocument whose last cell says that it stands a thousand million times."""
    with zipfile.ZipFile(write_ods(path, [["a", "b"], ["c", "d"]])) as given:
        text = given.read("content.xml").decode()
    for name, much in (("cell", 'columns-repeated="16000"'), ("row", 'rows-repeated="1000000"')):
        head, tail = text.rsplit(f"<table:table-{name}", 1)
        text = f"{head}<table:table-{name} table:number-{much}{tail}"
    return changed(path, "content.xml", text.encode())


@pytest.mark.parametrize("at", [(1_048_576, 16_384), (1_048_576, 200)], ids=["the last cell", "far below"])
def test_a_stray_cell_far_away(tmp_path: Path, at: tuple[int, int]) -> None:
    path = book({(1, 1): "STT", at: "x"}, tmp_path / "list.xlsx")
    with pytest.raises(Trouble) as trouble:
        read_tables(path)
    assert trouble.value.code is TroubleCode.SHEET_TOO_LARGE


def test_cells_that_stand_a_thousand_million_times(tmp_path: Path) -> None:
    path = tmp_path / "list.ods"
    path.write_bytes(repeated(tmp_path / "small.ods"))
    with pytest.raises(Trouble) as trouble:
        read_tables(path)
    assert trouble.value.code is TroubleCode.SHEET_UNREADABLE


def test_a_style_far_away_is_no_cell(tmp_path: Path) -> None:
    path = book({(1, 1): "STT", (2, 1): 1}, tmp_path / "list.xlsx", styled=(1_048_576, 16_000))
    (table,) = read_tables(path)
    assert table.height == 2


def test_a_part_that_unpacks_to_too_much_whatever_its_head_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed, "MOST_UNPACKED", 1 << 20)
    path = book({(1, 1): "STT"}, tmp_path / "list.xlsx")
    assert not too_large(path.read_bytes())
    raw = changed(path, "xl/styles.xml", b" " * (3 << 20))
    assert len(raw) < 20_000 and too_large(raw)
    lying = raw.replace((3 << 20).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != raw and too_large(lying)
    assert too_large(changed(path, "xl/styles.xml", b" " * (3 << 20), method=zipfile.ZIP_STORED))


def test_cells_are_seen_across_the_pieces_of_a_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book({(1, 1): "STT", (90_000, 200): "x"}, tmp_path / "list.xlsx")
    for step in (7, 64, 1000):
        monkeypatch.setattr(packed, "_STEP", step)
        assert too_large(path.read_bytes()), step


def test_what_is_no_zip_is_not_judged_here(tmp_path: Path) -> None:
    assert not too_large(b"STT;name\n1;a\n")
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"PK\x03\x04" + bytes(60))
    with pytest.raises(Trouble) as trouble:
        read_tables(path)
    assert trouble.value.code is TroubleCode.SHEET_UNREADABLE


def test_a_list_of_a_hundred_thousand_fits(tmp_path: Path) -> None:
    path = book({(1, 60): "x", (100_000, 1): 1}, tmp_path / "list.xlsx")
    assert not too_large(path.read_bytes())
