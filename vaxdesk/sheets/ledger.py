"""The ledger of a lot as a workbook: real days and whole numbers, text never a formula."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from vaxdesk.domain.stock.ledger import LedgerLine
from vaxdesk.sheets.result import as_text, writable

_WIDTHS = (12, 18, 52, 10, 10, 10, 10)
_FIGURES = ("came", "went", "extra", "balance")


def write_ledger(
    path: Path, lines: tuple[LedgerLine, ...], *, title: str, headings: tuple[str, ...], whats: tuple[str, ...]
) -> None:
    """The lines below a title and the headings; `whats` says of each line what happened.

    Raises:
        Trouble: DISK_FULL, FILE_NOT_WRITABLE.
    """
    with writable(path) as target:
        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        for at, width in enumerate(_WIDTHS, 1):
            sheet.column_dimensions[get_column_letter(at)].width = width
        sheet.freeze_panes = "A3"
        sheet.append([_bold(sheet, title)])
        sheet.append([_bold(sheet, one) for one in headings])
        for line, what in zip(lines, whats, strict=True):
            figures = (getattr(line, name) for name in _FIGURES)
            sheet.append([_day(sheet, line.day), as_text(sheet, line.paper), as_text(sheet, what), *figures])
        book.save(target)


def _bold(sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    cell = as_text(sheet, text)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=False)
    return cell


def _day(sheet: WriteOnlyWorksheet, iso: str) -> WriteOnlyCell | None:
    """A real day, shown the Vietnamese way; nothing for a movement from before all days."""
    if not iso:
        return None
    cell = WriteOnlyCell(sheet, date.fromisoformat(iso))
    cell.number_format = "dd/mm/yyyy"
    return cell
