"""Finds the header of a sheet of people and what each of its columns holds.

The national template PL1 has a merged header on rows 7-8, its district variant one column more, the platform's
export texts where the template has codes (facts 5.2); any other sheet is read by its headings alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.cells import Cell, text_of
from vaxdesk.domain.charsets import Charset, mend
from vaxdesk.domain.header_rows import Header, Range, read_header
from vaxdesk.domain.heading_words import DosePart, Field, plain
from vaxdesk.domain.names import fold
from vaxdesk.domain.outcomes import Sex

HEAD_ROWS = 60  # rows that a caller hands over; the header begins in the first half
_FIRST_ROWS = 30
_DEEPEST = 3
_LEAST = 2  # headings that must be known before a row is taken for a header at all
_SHORTEST_ID = 8
_SEX_CODES = re.compile(r"\b([0-9]) (nam|nu|male|female)\b|\b(nam|nu|male|female) ([0-9])\b")
_SEX_OF = {"nam": Sex.MALE, "male": Sex.MALE, "nu": Sex.FEMALE, "female": Sex.FEMALE}

Rows = Sequence[Sequence[Cell]]


class Shape(StrEnum):
    """Which kind of list a sheet is."""

    WORDS = nonmember("roster.shape")

    TEMPLATE = "template"
    TEMPLATE_AREA = "template_area"
    EXPORT = "export"
    FREE = "free"


class HeadingRefusal(StrEnum):
    """Why a sheet is not a list of people."""

    WORDS = nonmember("roster.refusal")

    EMPTY_SHEET = "empty_sheet"
    NO_HEADER = "no_header"
    NAME_HEADING_MISSING = "name_heading_missing"
    BIRTH_HEADING_MISSING = "birth_heading_missing"


class HeadingsRefused(msgspec.Struct, frozen=True):
    """No header found. `row` is the likeliest header row (from 1, 0 for none) and `found` the headings known there."""

    code: HeadingRefusal
    row: int = 0
    found: tuple[str, ...] = ()


class DoseColumns(msgspec.Struct, frozen=True):
    """Where the parts of one prior dose stand; -1 where the sheet has no such column."""

    n: int
    date: int = -1
    product: int = -1
    lot: int = -1
    place: int = -1
    mixed: int = -1


class Columns(msgspec.Struct, frozen=True, kw_only=True):
    """What each column of a sheet holds; columns and rows count from 0.

    Attributes:
        header: first row of the header, `depth` rows deep; people begin at row `first`.
        at: column of each field.
        sex_codes: digits for sex that the heading itself explains, `{"0": "M", "1": "F"}` in the template.
        result: column for the result of the import; one beyond the last when the sheet has none.
    """

    shape: Shape
    header: int
    depth: int
    first: int
    at: dict[Field, int]
    doses: tuple[DoseColumns, ...] = ()
    sex_codes: dict[str, str] = {}
    result: int = 0


def recognise(head: Rows, *, merged: Sequence[Range] = ()) -> Columns | HeadingsRefused:
    """What the columns of a sheet hold.

    Args:
        head: the first rows of the sheet from row 1 on, about `HEAD_ROWS` of them, cells as read.
        merged: merged ranges where the reader knows them; without, a group's heading is taken to reach over the
            empty cells to its right.
    """
    if not any(text_of(cell) for row in head for cell in row):
        return HeadingsRefused(HeadingRefusal.EMPTY_SHEET)
    tried = (read_header(texts, row, depth=depth, merged=merged) for texts in _texts(head)
             for row, depth in _places(texts))
    best = max(tried, key=_worth, default=None)
    if best is None:
        return HeadingsRefused(HeadingRefusal.NO_HEADER)
    if best.score < _LEAST or not (best.has_name and best.has_birth):
        return _refused(best)
    return _columns(best, head)


def _worth(header: Header) -> tuple[int, int, int]:
    return (header.has_name + header.has_birth, header.score, -header.depth)


def _texts(head: Rows) -> list[list[list[str]]]:
    """The rows as text, read as they stand and, where that makes a difference, in each old charset."""
    raw = [[cell if isinstance(cell, str) else "" for cell in row] for row in head]
    readings = [raw]
    for charset in Charset:
        other = [[mend(text, charset) for text in row] for row in raw]
        if other not in readings:
            readings.append(other)
    return [[[text_of(text) for text in row] for row in reading] for reading in readings]


def _places(texts: list[list[str]]) -> list[tuple[int, int]]:
    rows = [row for row, cells in enumerate(texts[:_FIRST_ROWS]) if any(cells)]
    return [(row, depth) for row in rows for depth in range(1, _DEEPEST + 1) if row + depth <= len(texts)]


def _refused(best: Header) -> HeadingsRefused:
    found = tuple(path[-1] for column, path in enumerate(best.paths) if path and column in best.at.values())
    if best.score < _LEAST:
        return HeadingsRefused(HeadingRefusal.NO_HEADER)
    code = HeadingRefusal.BIRTH_HEADING_MISSING if best.has_name else HeadingRefusal.NAME_HEADING_MISSING
    return HeadingsRefused(code, row=best.row + 1, found=found)


def _columns(header: Header, head: Rows) -> Columns:
    first = header.row + header.depth
    if first < len(head) and is_numbering(head[first]):
        first += 1
    sample = head[first:]
    at = _with_split_name(header, sample)
    if Field.DOCUMENT in at and plain(header.paths[at[Field.DOCUMENT]][-1]) == "id" and _short(sample, at):
        del at[Field.DOCUMENT]
    doses = tuple(
        DoseColumns(n, **{part.value: column for part, column in parts.items()})
        for n, parts in sorted(header.doses.items())
        if {DosePart.DATE, DosePart.MIXED} & parts.keys()
    )
    width = max(len(header.paths), *(len(row) for row in head))
    return Columns(shape=_shape(at, header), header=header.row, depth=header.depth, first=first, at=at, doses=doses,
                   sex_codes=_sex_codes(header, at), result=at.get(Field.RESULT, width))


def is_numbering(row: Sequence[Cell]) -> bool:
    """The line `(1) (2) (3)` or `A B C` under a header."""
    marks = [text_of(cell).strip("()[] ") for cell in row if text_of(cell)]
    if len(marks) < _LEAST:
        return False
    return all(mark.isdigit() and len(mark) <= 2 for mark in marks) or all(re.fullmatch("[A-Z]", m) for m in marks)


def _with_split_name(header: Header, sample: Rows) -> dict[Field, int]:
    """`Họ và tên` over two columns of which only the first has the heading: surname, then given name."""
    at = dict(header.at)
    right = at.get(Field.NAME, len(header.paths)) + 1
    if right < len(header.paths) and not header.paths[right]:
        words = [text_of(row[right]) for row in sample if len(row) > right]
        named = [word for word in words if word and not any(map(str.isdigit, word)) and word.count(" ") <= 1]
        if named and len(named) * 2 >= len(sample):
            at[Field.SURNAME], at[Field.GIVEN] = at.pop(Field.NAME), right
    return at


def _short(sample: Rows, at: dict[Field, int]) -> bool:
    column = at[Field.DOCUMENT]
    values = [text_of(row[column]) for row in sample if len(row) > column and text_of(row[column])]
    return not values or sum(len(value) < _SHORTEST_ID for value in values) * 2 > len(values)


def _shape(at: dict[Field, int], header: Header) -> Shape:
    if {Field.PROVINCE_CODE, Field.DISTRICT_CODE, Field.COMMUNE_CODE, Field.GROUP} <= at.keys():
        return Shape.TEMPLATE_AREA if Field.AREA in at else Shape.TEMPLATE
    units = {Field.PROVINCE, Field.DISTRICT, Field.COMMUNE} <= at.keys()
    vaccinated = any({DosePart.DATE, DosePart.PRODUCT, DosePart.LOT} <= parts.keys() for parts in header.doses.values())
    return Shape.EXPORT if units and vaccinated else Shape.FREE


def _sex_codes(header: Header, at: dict[Field, int]) -> dict[str, str]:
    if Field.SEX not in at:
        return {}
    words = fold(" ".join(header.paths[at[Field.SEX]]))
    found = _SEX_CODES.findall(words)
    return {(before or after): str(_SEX_OF[first or second]) for before, first, second, after in found}
