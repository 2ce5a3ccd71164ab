"""Writes the national import template PL1, empty or filled with people (facts 5.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path

import msgspec
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from vaxdesk.assets import resources
from vaxdesk.domain.headings import Shape
from vaxdesk.domain.outcomes import Sex
from vaxdesk.domain.payloads import History, Person
from vaxdesk.sheets.result import as_text, writable

_HEADER_ROW = 7  # the first of two; people begin two rows below
_LINE = Side(style="thin", color="FF808080")
_FIELDS = {"name": "name", "group": "grp", "work": "work", "phone": "tel", "document": "doc", "insurance": "bhyt",
           "province": "province", "province_code": "province_code", "district": "district",
           "district_code": "district_code", "commune": "commune", "commune_code": "commune_code", "address": "adr",
           "note": "note"}
_DOSE_FIELDS = {"product": "product_text", "lot": "lot", "place": "place"}
_SEX = {Sex.MALE: "0", Sex.FEMALE: "1"}

Listed = tuple[Person, Sequence[History]]


class _Column(msgspec.Struct, frozen=True):
    field: str
    heading: str
    width: int
    group: str = ""
    dose: int = 0
    area: bool = False


class _Catalogue(msgspec.Struct, frozen=True):
    sheet: str
    headings: list[str]
    rows: list[list[str]]


class _Form(msgspec.Struct, frozen=True):
    sheet: str
    notes: list[list[str]]
    column: list[_Column]
    groups: _Catalogue


def write_template(path: Path, people: Iterable[Listed] = (), *, shape: Shape = Shape.TEMPLATE) -> None:
    """A PL1 workbook: notes, the merged two-line header in rows 7-8, one row for each person with prior doses.

    Args:
        people: persons with their doses; the template has room for doses 1 and 2.
        shape: `TEMPLATE`, or `TEMPLATE_AREA` with the column `Địa bàn cơ sở`.

    Raises:
        Trouble: DISK_FULL, FILE_NOT_WRITABLE.
    """
    form = _form()
    columns = [column for column in form.column if shape is Shape.TEMPLATE_AREA or not column.area]
    with writable(path) as target:
        book = Workbook(write_only=True)
        sheet = book.create_sheet(form.sheet)
        _shape_sheet(sheet, columns)
        for row in (*_top(form), *_header(sheet, columns)):
            sheet.append(row)
        for number, (person, doses) in enumerate(people, 1):
            sheet.append([_cell(sheet, _text(column, person, doses, number=number)) for column in columns])
        _add_catalogue(book, form.groups)
        book.save(target)


@cache
def _form() -> _Form:
    text = (resources() / "forms" / "roster_template.toml").read_text(encoding="utf-8")
    return msgspec.toml.decode(text, type=_Form)


def _top(form: _Form) -> list[list[str]]:
    return form.notes + [[] for _ in range(_HEADER_ROW - 1 - len(form.notes))]


def _shape_sheet(sheet: WriteOnlyWorksheet, columns: Sequence[_Column]) -> None:
    """Widths, all cells as text so that zeros stay, the header frozen and merged."""
    for number, column in enumerate(columns, 1):
        shape = sheet.column_dimensions[get_column_letter(number)]
        shape.width, shape.number_format = column.width, "@"
    sheet.freeze_panes = f"C{_HEADER_ROW + 2}"
    numbered = enumerate(columns, 1)
    for group, members in groupby(numbered, key=lambda pair: pair[1].group):
        letters = [get_column_letter(number) for number, _ in members]
        if group:
            sheet.merged_cells.add(f"{letters[0]}{_HEADER_ROW}:{letters[-1]}{_HEADER_ROW}")
        else:
            for alone in letters:
                sheet.merged_cells.add(f"{alone}{_HEADER_ROW}:{alone}{_HEADER_ROW + 1}")


def _header(sheet: WriteOnlyWorksheet, columns: Sequence[_Column]) -> tuple[list[object], list[object]]:
    upper, lower = [], []
    group_before = ""
    for column in columns:
        upper.append(_heading(sheet, column.heading if not column.group else _once(column.group, group_before)))
        lower.append(_heading(sheet, column.heading if column.group else ""))
        group_before = column.group
    return upper, lower


def _once(group: str, before: str) -> str:
    return "" if group == before else group


def _heading(sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    """Required headings carry `(*)` and are red, as the notes say."""
    cell = WriteOnlyCell(sheet, text or None)
    cell.font = Font(bold=True, color="FFC00000" if "(*)" in text else "FF000000")
    cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
    cell.border = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
    return cell


def _text(column: _Column, person: Person, doses: Sequence[History], *, number: int) -> str:
    if column.dose:
        dose = next((dose for dose in doses if dose.n == column.dose), None)
        return _of_dose(column.field, dose) if dose else ""
    if column.field == "order":
        return str(number)
    if column.field == "birth":
        return _day(person.dob)
    if column.field == "sex":
        return _SEX[Sex(person.sex)] if person.sex else ""
    return getattr(person, _FIELDS[column.field]) if column.field in _FIELDS else ""


def _of_dose(field: str, dose: History) -> str:
    if field == "date":
        return _day(dose.date)
    return getattr(dose, _DOSE_FIELDS[field]) or (dose.product if field == "product" else "")


def _day(iso: str) -> str:
    return "/".join(reversed(iso.split("-")))


def _cell(sheet: WriteOnlyWorksheet, text: str) -> object:
    return as_text(sheet, text) if text else None


def _add_catalogue(book: Workbook, catalogue: _Catalogue) -> None:
    sheet = book.create_sheet(catalogue.sheet)
    sheet.append(catalogue.headings)
    for row in catalogue.rows:
        sheet.append(row)
