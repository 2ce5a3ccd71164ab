"""Typed sheets of a stack as a table: an empty form, the table read back, and what became of each row beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.datavalidation import DataValidation

from vaxdesk.domain.catchup.listing import Column, Fate, Fault, Line, read_line, words_of
from vaxdesk.domain.catchup.sheet import Happened, Reaction
from vaxdesk.domain.cells import Cell, text_of
from vaxdesk.domain.names import fold
from vaxdesk.domain.outcomes import Sex
from vaxdesk.domain.picklists import Site
from vaxdesk.sheets.read import Table, read_tables
from vaxdesk.sheets.result import as_text, plain_cell, sheet_title, writable
from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.words import LANGUAGES, say, say_in

_CHOSEN = {Column.SEX: Sex, Column.HAPPENED: Happened, Column.SITE: Site, Column.REACTION: Reaction}
_LEAST = ({Column.NAME}, {Column.NUMBER})  # headings by which a row is known to be the header
_FIRST_LINES = 12  # rows among which the header is looked for
_ROWS = 500  # of the form
_WIDE, _NARROW, _RESULT_WIDTH = 28, 15, 70
_FILLS = {
    Fate.REFUSED: PatternFill("solid", fgColor="F8CBAD"),
    Fate.THERE: PatternFill("solid", fgColor="E7E6E6"),
}
_WARNED = PatternFill("solid", fgColor="FFF2CC")


@dataclass(frozen=True)
class TypedTable:
    """A table as it was read: its rows, or the number of a row that could not be read with the reason."""

    table: Table
    header: int  # number that the spreadsheet shows
    width: int
    lines: tuple[Line | tuple[int, Fault], ...]


def write_form(path: Path) -> None:
    """An empty table with all columns and, where a word is chosen, the words to choose from.

    Raises:
        Trouble: DISK_FULL, FILE_NOT_WRITABLE.
    """
    with writable(path) as target:
        book = Workbook(write_only=True)
        sheet = book.create_sheet(sheet_title(say("catchup.list.title")))
        sheet.freeze_panes = "A2"
        for at, column in enumerate(Column, 1):
            shape = sheet.column_dimensions[get_column_letter(at)]
            shape.width, shape.number_format = (_WIDE if column is Column.NAME else _NARROW), "@"
            if column in _CHOSEN:
                sheet.data_validations.append(_choice(column, get_column_letter(at)))
        sheet.append([_heading(sheet, say(f"{Column.WORDS}.{column.value}")) for column in Column])
        book.save(target)


def read_typed(path: Path) -> TypedTable:
    """The table of a file (CSV or spreadsheet): the first one whose header names a person's name or number.

    Raises:
        Trouble: FILE_UNREADABLE; SHEET_UNREADABLE, also when no heading is known.
    """
    words = {column: words_of(dict(_words(column))) for column in _CHOSEN}
    for table in read_tables(path):
        for number, cells in enumerate(table.head(_FIRST_LINES), 1):
            at = _columns(cells)
            if any(least <= at.keys() for least in _LEAST):
                return TypedTable(table, number, len(cells), tuple(_lines(table, number, at, words)))
    raise Trouble(TroubleCode.SHEET_UNREADABLE, "no heading")


def write_taken(
    path: Path, read: TypedTable, *, fates: Mapping[int, Fate], reasons: Mapping[int, str], warned: frozenset[int]
) -> None:
    """The table as it was read, and beside each row what became of it.

    Args:
        reasons: words by number of the row. warned: rows that were saved and have something to be looked at.

    Raises:
        Trouble: DISK_FULL, FILE_NOT_WRITABLE.
    """
    with writable(path) as target:
        book = Workbook(write_only=True)
        sheet = book.create_sheet(sheet_title(read.table.name))
        sheet.freeze_panes = f"A{read.header + 1}"
        sheet.column_dimensions[get_column_letter(read.width + 1)].width = _RESULT_WIDTH
        for number, cells in read.table.rows():
            values: list[object] = [_plain(sheet, cell) for cell in cells[: read.width]]
            values.extend([None] * (read.width - len(values)))
            if number == read.header:
                values.append(_heading(sheet, say("catchup.list.result")))
            elif number in reasons:
                cell = as_text(sheet, reasons[number])
                fill = _FILLS.get(fates[number], _WARNED if number in warned else None)
                if fill:
                    cell.fill = fill
                values.append(cell)
            sheet.append(values)
        book.save(target)


def _lines(
    table: Table, header: int, at: Mapping[Column, int], words: Mapping[Column, Mapping[str, str]]
) -> Iterator[Line | tuple[int, Fault]]:
    for number, cells in table.rows():
        texts = {column: text_of(cells[place]) if place < len(cells) else "" for column, place in at.items()}
        if number > header and any(texts.values()):
            line = read_line(number, texts, words)
            yield (number, line) if isinstance(line, Fault) else line


def _columns(cells: Sequence[Cell]) -> dict[Column, int]:
    """Places of the columns in a row of headings, in whichever language."""
    places = {fold(text_of(cell)): place for place, cell in reversed(list(enumerate(cells))) if text_of(cell)}
    return {
        column: places[name]
        for column in Column
        for language in LANGUAGES
        if (name := fold(say_in(language, f"{Column.WORDS}.{column.value}"))) in places
    }


def _words(column: Column) -> Iterable[tuple[str, str]]:
    for one in _CHOSEN[column]:
        for language in LANGUAGES:
            yield say_in(language, f"{_CHOSEN[column].WORDS}.{one.value}"), one.value


def _choice(column: Column, letter: str) -> DataValidation:
    words = ",".join(say(f"{_CHOSEN[column].WORDS}.{one.value}") for one in _CHOSEN[column])
    pick = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=False)
    pick.add(f"{letter}2:{letter}{_ROWS}")
    return pick


def _plain(sheet: WriteOnlyWorksheet, cell: Cell) -> object:
    return cell if isinstance(cell, time) else plain_cell(sheet, cell)


def _heading(sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    cell = as_text(sheet, text)
    cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True)
    return cell
