"""A report as a workbook: a sheet a table, headings frozen, numbers as numbers, days as days, text never a formula."""

from __future__ import annotations

import re
from datetime import date, datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell as Place
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from vaxdesk.domain.report.table import Cell, CellKind, Grid, Rank, Written
from vaxdesk.domain.times import ZONE
from vaxdesk.words import say_in

_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NOT_IN_TITLE = re.compile(r"[\x00-\x1f\\*?:/\[\]]")
_LONGEST_CELL, _LONGEST_TITLE = 32_767, 31
_FORMATS = {CellKind.PERCENT: "0.0", CellKind.DAY: "dd/mm/yyyy", CellKind.MOMENT: "hh:mm dd/mm/yyyy"}
_WIDTH = 11.0  # letters a share
_HEAD, _SUM = PatternFill("solid", fgColor="E7E6E6"), PatternFill("solid", fgColor="F2F2F2")
_MARK = PatternFill("solid", fgColor="F8CBAD")
_THIN = Border(*(Side("thin") for _ in range(4)))
FIRST = 5  # the row of the first heading


def render(report: Written, *, language: str = "vi") -> bytes:
    """The workbook's bytes. What does not balance has a sheet of its own, the first when there is any."""
    book = Workbook()
    book.remove(book.active)
    if report.faults:
        _sentences(book.create_sheet(_name(say_in(language, "report.faults"))), report.faults)
    for grid in report.grids:
        _table(book.create_sheet(_name(str(grid.title))), report, grid)
    if report.notes:
        _sentences(book.create_sheet(_name(say_in(language, "report.notes"))), report.notes)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _name(title: str) -> str:
    return _NOT_IN_TITLE.sub(" ", title)[:_LONGEST_TITLE]


def _sentences(sheet: Worksheet, lines: tuple[str, ...]) -> None:
    sheet.column_dimensions["A"].width = 120
    for at, line in enumerate(lines, 1):
        _put(sheet.cell(at, 1), line, CellKind.TEXT).alignment = Alignment(wrap_text=True, vertical="top")


def _table(sheet: Worksheet, report: Written, grid: Grid) -> None:
    _put(sheet.cell(1, 1), report.title, CellKind.TEXT).font = Font(bold=True, size=14)
    _put(sheet.cell(2, 1), f"{report.unit} · {report.period}", CellKind.TEXT)
    _put(sheet.cell(3, 1), str(grid.title), CellKind.TEXT).font = Font(bold=True)
    after = _headings(sheet, grid)
    for at, line in enumerate(grid.lines, after):
        for column, (heading, cell) in enumerate(zip(grid.headings, line.cells, strict=True), 1):
            place = _put(sheet.cell(at, column), cell, heading.kind)
            place.border = _THIN
            if line.rank is not Rank.PLAIN:
                place.font, place.fill = Font(bold=True), _SUM
            if heading.key in line.marks:
                place.fill = _MARK
    sheet.freeze_panes = f"A{after}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    sheet.print_title_rows = f"{FIRST}:{after - 1}"


def _headings(sheet: Worksheet, grid: Grid) -> int:
    """One row of headings, or two joined ones; returns the row after them."""
    grouped = any(one.group for one in grid.headings)
    last = FIRST + int(grouped)
    for column, heading in enumerate(grid.headings, 1):
        sheet.column_dimensions[get_column_letter(column)].width = 2 + _WIDTH * max(heading.share, 0.8)
        _put(sheet.cell(FIRST, column), str(heading.group or heading.label), CellKind.TEXT)
        if heading.group:
            _put(sheet.cell(last, column), str(heading.label), CellKind.TEXT)
        for row in range(FIRST, last + 1):
            place = sheet.cell(row, column)
            place.font, place.fill, place.border = Font(bold=True), _HEAD, _THIN
            place.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
    if grouped:
        _join(sheet, grid, last)
    return last + 1


def _join(sheet: Worksheet, grid: Grid, last: int) -> None:
    at = 0
    while at < len(grid.headings):
        group, end = grid.headings[at].group, at
        while group and end + 1 < len(grid.headings) and grid.headings[end + 1].group == group:
            end += 1
        rows = (FIRST, FIRST) if group else (FIRST, last)
        if group and end == at:
            at += 1
            continue
        sheet.merge_cells(start_row=rows[0], end_row=rows[1], start_column=at + 1, end_column=end + 1)
        at = end + 1


def _put(place: Place, cell: Cell, kind: CellKind) -> Place:
    value = _value(cell, kind)
    if isinstance(value, str):
        place.value = _NOT_IN_XML.sub("", value)[:_LONGEST_CELL]
        place.data_type = "s"  # never a formula
    elif value is not None:
        place.value = value
        place.number_format = _FORMATS.get(kind, "0")
    return place


def _value(cell: Cell, kind: CellKind) -> str | int | float | date | None:
    """Days and moments as Excel counts them, in the time of Viet Nam; a day known in part stays text."""
    if kind is CellKind.DAY and isinstance(cell, str) and len(cell) == len("2026-01-31"):
        return date.fromisoformat(cell)
    if kind is CellKind.MOMENT and isinstance(cell, int):
        return datetime.fromtimestamp(cell, ZONE).replace(tzinfo=None, second=0)
    return cell if cell is None or isinstance(cell, int | float) else str(cell) or None
