"""The list for the commune police as a workbook, and the same workbook read when it comes back.

Each row carries a code by which it is found again, however columns were moved or rows sorted. What we hold stands
beside the columns that the police fill in; the list's own code stands above.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import msgspec
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.datavalidation import DataValidation

from vaxdesk.domain.cells import Cell, text_of
from vaxdesk.domain.cleaning.answers import SheetRow
from vaxdesk.domain.cleaning.police import ANSWERS, COMPARED, ListedPerson, ListKind, VerifyResult
from vaxdesk.domain.cleaning.writing import read_value
from vaxdesk.domain.names import fold
from vaxdesk.domain.own_codes import read_own_code
from vaxdesk.domain.scans import ScanKind
from vaxdesk.words import LANGUAGES, say_in

_OURS = ("key", "order", "kind", "our_name", "our_dob", "our_sex", "our_doc", "address")
_THEIRS = ("police_name", "police_dob", "police_sex", "police_doc", "result", "note")
_WIDTHS = {"key": 25, "order": 6, "kind": 24, "our_name": 28, "our_dob": 14, "our_sex": 12, "our_doc": 20,
           "address": 24, "police_name": 28, "police_dob": 16, "police_sex": 14, "police_doc": 20, "result": 22,
           "note": 28}  # fmt: skip
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LONGEST_CELL = 32_767
_HEADER = 4
FIRST_LINES = 12  # rows among which the heading and the list's code are looked for
_LINE = Side(style="thin", color="FF808080")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_YELLOW, _GREY = (PatternFill("solid", fgColor=one) for one in ("FFF2CC", "EDEDED"))


class Returned(msgspec.Struct, frozen=True):
    """A workbook that came back: reference of the list that its code names, and its rows.

    `header` and `places` are the numbers that the spreadsheet shows of the headings and of each row.
    """

    sheet: str
    rows: tuple[SheetRow, ...]
    header: int = 0
    places: tuple[int, ...] = ()


def book(people: Sequence[ListedPerson], *, no: str, code_text: str, language: str) -> Workbook:
    """The workbook, to be saved by the caller."""

    def said(key: str) -> str:
        return say_in(language, f"cleaning.sheet.{key}")

    made = Workbook(write_only=True)
    sheet = made.create_sheet(said("name"))
    _shape(sheet, len(people), language)
    sheet.append([_bold(sheet, said("number")), as_text(sheet, no), None, said("code"), as_text(sheet, code_text)])
    sheet.append([as_text(sheet, said("help"))])
    sheet.append([_bold(sheet, said("ours")), *[None] * (len(_OURS) - 1), _bold(sheet, said("theirs"))])
    sheet.append([_heading(sheet, said(key), key) for key in (*_OURS, *_THEIRS)])
    for number, one in enumerate(people, start=1):
        sheet.append(_cells(sheet, one, number, language))
    return made


def returned(head: Sequence[Sequence[Cell]], rows: Iterable[tuple[int, Sequence[Cell]]]) -> Returned | None:
    """What stands in a table that came back; None when it has not the headings of such a list.

    Rows without a code are passed over, except where something was written.

    Args:
        head: the first `FIRST_LINES` rows.
        rows: all rows with their numbers, from 1.
    """
    columns = next((found for found in map(_columns, head) if found), None)
    if columns is None:
        return None
    start = next(at for at, cells in enumerate(head, 1) if _columns(cells))
    read = [(at, one) for at, cells in rows if at > start and (one := _row(at, cells, columns)) is not None]
    places = tuple(at for at, _ in read)
    return Returned(_list_of(head), tuple(one for _, one in read), start, places)


def as_text(sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    """A cell that holds this text and never a formula."""
    cell = WriteOnlyCell(sheet, _NOT_IN_XML.sub("", text)[:_LONGEST_CELL])
    cell.data_type = "s"
    return cell


def _shape(sheet: WriteOnlyWorksheet, rows: int, language: str) -> None:
    for number, key in enumerate((*_OURS, *_THEIRS), 1):
        shape = sheet.column_dimensions[get_column_letter(number)]
        shape.width = _WIDTHS[key]
        shape.number_format = "@"
    sheet.freeze_panes = f"E{_HEADER + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    choices = {
        "police_sex": [say_in(language, f"paper.sex.{one}") for one in ("M", "F")],
        "result": [say_in(language, f"{VerifyResult.WORDS}.{one.value}") for one in ANSWERS],
    }
    last = _HEADER + max(rows, 1)
    for key, texts in choices.items():
        column = get_column_letter((*_OURS, *_THEIRS).index(key) + 1)
        pick = DataValidation(type="list", formula1=f'"{",".join(texts)}"', allow_blank=True, showErrorMessage=False)
        pick.add(f"{column}{_HEADER + 1}:{column}{last}")
        sheet.data_validations.append(pick)


def _cells(sheet: WriteOnlyWorksheet, one: ListedPerson, number: int, language: str) -> Iterable[object]:
    sex = say_in(language, f"paper.sex.{one.sex}") if one.sex else ""
    kind = say_in(language, f"{ListKind.WORDS}.{one.kind.value}")
    ours = (one.key, number, kind, one.name, _date(one.dob), sex, one.doc, one.address)
    for value in ours:
        cell = as_text(sheet, value) if isinstance(value, str) else WriteOnlyCell(sheet, value)
        if isinstance(value, date):
            cell.number_format = "dd/mm/yyyy"
        cell.border = _BORDER
        yield cell
    for _ in _THEIRS:
        cell = WriteOnlyCell(sheet, None)
        cell.fill, cell.border, cell.number_format = _YELLOW, _BORDER, "@"
        yield cell


def _date(iso: str) -> date | str:
    """A whole date as a date; what is known only to the year as people write it."""
    return date.fromisoformat(iso) if len(iso) == 10 else "/".join(reversed(iso.split("-")))


def _bold(sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    cell = as_text(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _heading(sheet: WriteOnlyWorksheet, text: str, key: str) -> WriteOnlyCell:
    cell = _bold(sheet, text)
    cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
    cell.border, cell.fill = _BORDER, _YELLOW if key in _THEIRS else _GREY
    return cell


def _columns(cells: Sequence[Cell]) -> dict[str, int]:
    """Places of our columns in a row of headings; empty when it is none."""
    at = {fold(text_of(cell)): place for place, cell in enumerate(cells) if text_of(cell)}
    found = {
        key: at[name]
        for key in (*_OURS, *_THEIRS)
        for language in LANGUAGES
        if (name := fold(say_in(language, f"cleaning.sheet.{key}"))) in at
    }
    return found if "key" in found and not found.keys().isdisjoint(_THEIRS) else {}


def _list_of(head: Iterable[Sequence[Cell]]) -> str:
    codes = (read_own_code(text_of(cell)) for cells in head for cell in cells)
    return next((one.ref for one in codes if one and one.kind is ScanKind.POLICE_LIST and one.ref), "")


def _row(number: int, cells: Sequence[Cell], columns: dict[str, int]) -> SheetRow | None:
    texts = {key: text_of(cells[at]) if at < len(cells) else "" for key, at in columns.items()}
    own = read_own_code(texts["key"]) if texts["key"] else None
    if not any(texts.values()):
        return None
    police, unreadable = {}, {}
    for field in COMPARED:
        text = texts.get(f"police_{field}", "")
        value = read_value(field, text)
        if value is None:
            unreadable[field] = text
        elif value:
            police[field] = value
    handed = {field: read_value(field, texts[f"our_{field}"]) for field in COMPARED if f"our_{field}" in texts}
    return SheetRow(
        row=int(texts["order"]) if texts.get("order", "").isdecimal() else number - _HEADER,
        key=own.ref if own and own.kind is ScanKind.ROSTER_ROW else "",
        handed={field: texts[f"our_{field}"] if value is None else value for field, value in handed.items()},
        police=police,
        unreadable=unreadable,
        result=texts.get("result", ""),
        note=texts.get("note", ""),
    )


def result_words() -> dict[str, VerifyResult]:
    """What may stand in the column of the result, folded, in all languages."""
    words: Iterator[tuple[str, VerifyResult]] = (
        (fold(say_in(language, f"{VerifyResult.WORDS}.{one.value}")), one)
        for language in LANGUAGES
        for one in ANSWERS
    )
    return dict(words)
