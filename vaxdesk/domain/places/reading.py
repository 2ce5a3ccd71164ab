"""Rows of a sheet as records, lines about nothing left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from vaxdesk.domain.cells import Cell, text_of, tidy_text
from vaxdesk.domain.charsets import detect, mend
from vaxdesk.domain.names import fold
from vaxdesk.domain.places.headings import PlaceColumns
from vaxdesk.domain.places.records import Key, PlaceRecord

_FOOTERS = ("tong", "tong cong", "tong so", "cong", "nguoi lap", "nguoi lap bieu", "thu truong", "total")

Numbered = tuple[int, Sequence[Cell]]


def read_records(rows: Iterable[Numbered], columns: PlaceColumns) -> Iterator[tuple[int, PlaceRecord]]:
    """The records of a sheet, each with the number that the spreadsheet shows; old charsets undone by column.

    Args:
        rows: all rows from the first on, numbered from 1.
    """
    below = [(number, cells) for number, cells in rows if number > columns.first]
    charsets = detect({column: [cells[column] for _, cells in below if _is_text(cells, column)]
                       for column in columns.at.values()})
    for number, cells in below:
        values: dict[Key, str] = {}
        for key, column in columns.at.items():
            cell = cells[column] if column < len(cells) else None
            text = tidy_text(mend(cell, charsets.get(column))) if isinstance(cell, str) else text_of(cell)
            if text:
                values[key] = text
        if _is_somebody(values):
            yield number, PlaceRecord(what=columns.what, values=values)


def _is_text(cells: Sequence[Cell], column: int) -> bool:
    return column < len(cells) and isinstance(cells[column], str) and not cells[column].isascii()


def _is_somebody(values: dict[Key, str]) -> bool:
    """Whether a line holds a record: more than a title, a total or a signature."""
    if Key.NAME in values:
        alone = len(values) == 1
        return not (alone and fold(values[Key.NAME].split(":")[0]).rstrip("0123456789 ") in _FOOTERS)
    return len(values) > 1
