"""Opens a spreadsheet (xls, xlsx, xlsb, ods) or a CSV file as tables of cells with their real types."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice
from pathlib import Path
from zipfile import BadZipFile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum, load_workbook

from vaxdesk.domain.cells import Cell
from vaxdesk.domain.header_rows import Range
from vaxdesk.sheets.csv_text import csv_rows, decode
from vaxdesk.sheets.packed import too_large
from vaxdesk.trouble import Trouble, TroubleCode

_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")  # zip of xlsx, xlsb, ods; OLE of xls and of locked files
_PANIC = "PanicException"


@dataclass(frozen=True)
class Table:
    """One sheet. Rows are made anew at each pass, so a large sheet is never held twice.

    Attributes:
        name: of the sheet; the file's name for CSV.
        height: number of rows from the top, empty ones included.
        merged: merged ranges, from 0; empty where the format does not tell.
    """

    name: str
    height: int
    merged: tuple[Range, ...]
    source: Callable[[], Iterator[list[Cell]]] = field(repr=False)

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """Rows from the top with the number that the spreadsheet shows (from 1)."""
        return enumerate(self.source(), 1)

    def head(self, count: int) -> list[list[Cell]]:
        """The first rows."""
        return list(islice(self.source(), count))


def read_tables(path: Path) -> list[Table]:
    """The sheets of a file that hold anything, in order; hidden ones only when nothing else does.

    What a file is, its content says: systems export text under the name `.xls`.

    Raises:
        Trouble: FILE_UNREADABLE when the file cannot be read; SHEET_UNREADABLE when it is broken, locked with a
            password, empty, or no table at all; SHEET_TOO_LARGE before anything that would not fit is read.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Trouble(TroubleCode.FILE_UNREADABLE, type(error).__name__) from error
    tables = _workbook(raw) if raw.startswith(_PACKED) else [_csv(path.stem, raw)]
    filled = [table for table in tables if table.height]
    if not filled:
        raise Trouble(TroubleCode.SHEET_UNREADABLE, "empty")
    return filled


def _workbook(raw: bytes) -> list[Table]:
    try:
        if too_large(raw):
            raise Trouble(TroubleCode.SHEET_TOO_LARGE)
        book = load_workbook(BytesIO(raw))
        shown = [meta.name for meta in book.sheets_metadata if meta.visible == SheetVisibleEnum.Visible]
        tables = [_table(book, name) for name in shown]
        if any(table.height for table in tables):
            return tables
        return [_table(book, name) for name in book.sheet_names if name not in shown]
    except Trouble:
        raise
    except (CalamineError, OSError, ValueError, NotImplementedError, BadZipFile) as error:
        raise Trouble(TroubleCode.SHEET_UNREADABLE, type(error).__name__) from error
    except BaseException as error:  # a panic of the reader's Rust code is no Exception; only its name tells it
        if type(error).__name__ != _PANIC:
            raise
        raise Trouble(TroubleCode.SHEET_UNREADABLE, _PANIC) from None


def _table(book: CalamineWorkbook, name: str) -> Table:
    sheet = book.get_sheet_by_name(name)
    height = sheet.end[0] + 1 if sheet.end else 0
    return Table(name, height, tuple(sheet.merged_cell_ranges or ()), lambda: _cells(sheet))


def _cells(sheet: CalamineSheet) -> Iterator[list[Cell]]:
    """All rows from the sheet's first row and column; the reader itself starts at the first filled column."""
    if sheet.start is None:
        return iter(())
    indent: list[Cell] = [""] * sheet.start[1]
    return (indent + row for row in sheet.iter_rows()) if indent else iter(sheet.iter_rows())


def _csv(name: str, raw: bytes) -> Table:
    text = decode(raw)
    return Table(name, sum(1 for _ in csv_rows(text)), (), lambda: csv_rows(text))
