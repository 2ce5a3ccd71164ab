"""Writes lists of facilities, areas and staff: an empty form, what is kept, and a list with its results beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from vaxdesk.domain.places.headings import PlaceColumns
from vaxdesk.domain.places.matching import Fate, PlaceRow
from vaxdesk.domain.places.records import FIELDS, Key, What
from vaxdesk.sheets.read import Table
from vaxdesk.sheets.result import as_text, plain_cell, sheet_title, writable

_LINE = Side(style="thin", color="FF808080")
_WIDE = {Key.NAME: 38, Key.ADDRESS: 34, Key.FACILITY: 34, Key.EMAIL: 26, Key.REPRESENTATIVE: 26}
_NARROW = 16
_RESULT_WIDTH = 70
_FILLS = {
    Fate.PROBLEM: PatternFill("solid", fgColor="F8CBAD"),
    Fate.THERE: PatternFill("solid", fgColor="E7E6E6"),
    Fate.LOOK: PatternFill("solid", fgColor="FFF2CC"),
}


def write_records(
    path: Path,
    what: What,
    *,
    title: str,
    headings: Mapping[Key, str],
    texts: Iterable[Mapping[Key, str]] = (),
) -> None:
    """A workbook with the columns of a list, which the import reads back; without records an empty form.

    Args:
        title: of the sheet.
        headings: words of each column.
        texts: what each record says, as people read it. Codes and telephones are texts, so that their zeros stay.

    Raises:
        Trouble: DISK_FULL, FILE_NOT_WRITABLE.
    """
    keys = FIELDS[what]
    with writable(path) as target:
        book = Workbook(write_only=True)
        sheet = book.create_sheet(sheet_title(title))
        sheet.freeze_panes = "A2"
        for number, key in enumerate(keys, 1):
            column = sheet.column_dimensions[get_column_letter(number)]
            column.width, column.number_format = _WIDE.get(key, _NARROW), "@"
        sheet.append([_heading(sheet, headings[key]) for key in keys])
        for record in texts:
            sheet.append([_cell(sheet, key, record.get(key, "")) for key in keys])
        book.save(target)


def write_place_result(
    path: Path,
    table: Table,
    columns: PlaceColumns,
    *,
    rows: Sequence[PlaceRow],
    reasons: Mapping[int, str],
    heading: str,
) -> None:
    """The sheet as it was read, with what became of each row beside it.

    Args:
        reasons: words by number of the row.
        heading: of the column for them.

    Raises:
        Trouble: DISK_FULL, FILE_NOT_WRITABLE.
    """
    fates = {row.row: row.fate for row in rows}
    with writable(path) as target:
        book = Workbook(write_only=True)
        sheet = book.create_sheet(sheet_title(table.name))
        sheet.freeze_panes = f"A{columns.first + 1}"
        sheet.column_dimensions[get_column_letter(columns.result + 1)].width = _RESULT_WIDTH
        for number, cells in table.rows():
            values: list[object] = [plain_cell(sheet, cell) for cell in cells]
            values.extend([None] * (columns.result + 1 - len(values)))
            if number == columns.header + 1:
                values[columns.result] = heading
            elif number in reasons:
                values[columns.result] = _result(sheet, reasons[number], fates[number])
            sheet.append(values)
        book.save(target)


def _heading(sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    cell = as_text(sheet, text)
    cell.font = Font(bold=True, color="FFC00000" if "(*)" in text else "FF000000")
    cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
    cell.border = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
    return cell


def _cell(sheet: WriteOnlyWorksheet, key: Key, text: str) -> object:
    if key is Key.USER and text.isdecimal():
        return int(text)
    return as_text(sheet, text) if text else None


def _result(sheet: WriteOnlyWorksheet, text: str, fate: Fate) -> WriteOnlyCell:
    cell = as_text(sheet, text)
    if fate in _FILLS:
        cell.fill = _FILLS[fate]
    return cell
