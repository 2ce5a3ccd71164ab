"""Writes a list back as it was read, with the result of the import beside each row."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from vaxdesk.domain.cells import Cell
from vaxdesk.domain.heading_words import Field
from vaxdesk.domain.headings import Columns
from vaxdesk.domain.roster import RowResult, RowStatus
from vaxdesk.sheets.read import Table
from vaxdesk.trouble import Trouble, TroubleCode

_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NOT_IN_TITLE = re.compile(r"[\x00-\x1f\\*?:/\[\]]")
_LONGEST_CELL, _LONGEST_TITLE = 32_767, 31
_NAME_WIDTH, _RESULT_WIDTH = 28, 70
_WARNED = PatternFill("solid", fgColor="FFF2CC")
_FILLS = {RowStatus.PROBLEM: PatternFill("solid", fgColor="F8CBAD"),
          RowStatus.DUPLICATE: PatternFill("solid", fgColor="E7E6E6")}


def write_result(
    path: Path,
    table: Table,
    columns: Columns,
    *,
    results: Iterable[RowResult],
    reason: Callable[[RowResult], str],
    heading: str,
    progress: Callable[[int], None] | None = None,
) -> None:
    """The sheet with header and all rows, and `reason` of each judged row in the column for the result.

    Args:
        heading: of that column, where the sheet has none of its own.
        progress: told the number of rows written, now and then.

    Raises:
        Trouble: DISK_FULL, FILE_NOT_WRITABLE.
    """
    with writable(path) as target:
        book = Workbook(write_only=True)
        sheet = _sheet(book, table, columns)
        judged = {result.row: result for result in results}
        for row, cells in table.rows():
            values = [plain_cell(sheet, cell) for cell in cells]
            if row == columns.header + 1 and Field.RESULT not in columns.at:
                _put(values, columns.result, heading)
            if row in judged:
                _put(values, columns.result, _result_cell(sheet, judged[row], reason))
            sheet.append(values)
            if progress and row % 1000 == 0:
                progress(row)
        book.save(target)


@contextmanager
def writable(path: Path) -> Iterator[BinaryIO]:
    """The file opened for writing, before any work is put into its content.

    Raises:
        Trouble: DISK_FULL; FILE_NOT_WRITABLE, also when a spreadsheet program has the file open.
    """
    try:
        with path.open("wb") as target:
            yield target
    except OSError as error:
        full = error.errno == errno.ENOSPC
        raise Trouble(TroubleCode.DISK_FULL if full else TroubleCode.FILE_NOT_WRITABLE, type(error).__name__) from error


def _sheet(book: Workbook, table: Table, columns: Columns) -> WriteOnlyWorksheet:
    """A sheet with the name, the merged cells and the header of the one that was read."""
    sheet = book.create_sheet(sheet_title(table.name))
    sheet.freeze_panes = f"A{columns.first + 1}"
    sheet.column_dimensions[get_column_letter(columns.result + 1)].width = _RESULT_WIDTH
    if Field.NAME in columns.at:
        sheet.column_dimensions[get_column_letter(columns.at[Field.NAME] + 1)].width = _NAME_WIDTH
    for (top, left), (bottom, right) in table.merged:
        sheet.merged_cells.add(f"{get_column_letter(left + 1)}{top + 1}:{get_column_letter(right + 1)}{bottom + 1}")
    return sheet


def sheet_title(name: str) -> str | None:
    """A name as a sheet may have one; None for none, so that the workbook finds one itself."""
    return _NOT_IN_TITLE.sub(" ", name)[:_LONGEST_TITLE] or None


def _put(values: list[object], column: int, value: object) -> None:
    values.extend([None] * (column + 1 - len(values)))
    values[column] = value


def plain_cell(sheet: WriteOnlyWorksheet, cell: Cell) -> object:
    """The cell as it was; text that looks like a formula stays text, a day is shown the Vietnamese way."""
    if isinstance(cell, str):
        if not cell:
            return None
        return as_text(sheet, cell) if cell[0] == "=" or not cell.isprintable() else cell
    if isinstance(cell, datetime | date):
        shown = WriteOnlyCell(sheet, cell)
        shown.number_format = "dd/mm/yyyy"
        return shown
    return cell if isinstance(cell, float | int | bool | time | timedelta) else None


def as_text(sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    """A cell that holds this text and never a formula."""
    cell = WriteOnlyCell(sheet, _NOT_IN_XML.sub("", text)[:_LONGEST_CELL])
    cell.data_type = "s"
    return cell


def _result_cell(sheet: WriteOnlyWorksheet, result: RowResult, reason: Callable[[RowResult], str]) -> WriteOnlyCell:
    cell = as_text(sheet, reason(result))
    fill = _FILLS.get(result.status, _WARNED if result.warnings else None)
    if fill:
        cell.fill = fill
    return cell
