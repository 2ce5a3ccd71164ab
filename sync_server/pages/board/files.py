"""A table as a file: CSV that a Vietnamese Excel opens by double click, or a workbook."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from sync_server.pages.board.grids import Cell, Grid, Kind

MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_FORMULA = tuple("=+-@\t\r")  # a text that begins so is one that a spreadsheet would reckon with
_SIGNED = {Kind.SHARE: "0.0", Kind.RATE: "0.0", Kind.WHOLE: "#,##0"}


def written(grid: Grid, form: str, about: str) -> bytes:
    """The table as a file; `about` says of which unit and days it is."""
    return _csv(grid, about) if form == "csv" else _workbook(grid, about)


def _csv(grid: Grid, about: str) -> bytes:
    out = StringIO()
    to = csv.writer(out, delimiter=";", lineterminator="\r\n")
    to.writerow([_safe(f"{grid.caption} – {about}")])
    to.writerow([_safe(column.label) for column in grid.columns])
    to.writerows([_safe(cell) for cell in row] for row in grid.rows)
    return ("\ufeff" + out.getvalue()).encode()


def _safe(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _workbook(grid: Grid, about: str) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = grid.key
    sheet["A1"], sheet["A2"] = grid.caption, about
    sheet["A1"].font = Font(bold=True, size=13)
    for at, column in enumerate(grid.columns, 1):
        head = sheet.cell(4, at, column.label)
        head.font, head.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[head.column_letter].width = 34 if at == 1 else 14
    for line, row in enumerate(grid.rows, 5):
        for at, (column, value) in enumerate(zip(grid.columns, row, strict=True), 1):
            cell = sheet.cell(line, at, value)
            if isinstance(value, str):
                cell.data_type = "s"  # never a formula
            elif value is not None:
                cell.number_format = _SIGNED.get(column.kind, "General")
    sheet.freeze_panes = "B5"
    out = BytesIO()
    book.save(out)
    return out.getvalue()
