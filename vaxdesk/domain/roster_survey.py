"""What only a column as a whole can tell: old charsets, month before day, whether 1 stands for a man or a woman."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from vaxdesk.domain.cells import Cell, text_of
from vaxdesk.domain.charsets import Charset, detect
from vaxdesk.domain.heading_words import Field
from vaxdesk.domain.headings import Columns
from vaxdesk.domain.outcomes import Sex

SAMPLE_ROWS = 2000

_PARTS = re.compile(r"'?\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*\d{4}")
_ZERO_ONE = {"0": str(Sex.MALE), "1": str(Sex.FEMALE)}  # national template
_ONE_TWO = {"1": str(Sex.MALE), "2": str(Sex.FEMALE)}  # insurance and health-record systems


class Survey(msgspec.Struct, frozen=True):
    """How to read a sheet's columns. `month_first` are columns of dates that an American spreadsheet wrote."""

    charsets: dict[int, Charset] = {}
    month_first: frozenset[int] = frozenset()
    sex_codes: dict[str, str] = msgspec.field(default_factory=lambda: dict(_ZERO_ONE))


def survey(rows: Iterable[Sequence[Cell]], columns: Columns) -> Survey:
    """Evidence from the first people of a sheet; some `SAMPLE_ROWS` of them are plenty."""
    sample = list(rows)
    return Survey(charsets=_charsets(sample), month_first=_month_first(sample, columns),
                  sex_codes=_sex_codes(sample, columns))


def _charsets(sample: list[Sequence[Cell]]) -> dict[int, Charset]:
    texts: dict[int, list[str]] = {}
    for row in sample:
        for column, cell in enumerate(row):
            if isinstance(cell, str) and not cell.isascii():
                texts.setdefault(column, []).append(cell)
    return detect(texts)


def _month_first(sample: list[Sequence[Cell]], columns: Columns) -> frozenset[int]:
    """Columns with a second part above 12 and no first part above 12."""
    dates = {columns.at[Field.BIRTH]} if Field.BIRTH in columns.at else set()
    dates |= {dose.date for dose in columns.doses if dose.date >= 0}
    return frozenset(column for column in dates if _is_month_first(row[column] for row in sample if len(row) > column))


def _is_month_first(cells: Iterable[Cell]) -> bool:
    parts = [found for cell in cells if isinstance(cell, str) and (found := _PARTS.match(cell))]
    return any(int(found[2]) > 12 for found in parts) and not any(int(found[1]) > 12 for found in parts)


def _sex_codes(sample: list[Sequence[Cell]], columns: Columns) -> dict[str, str]:
    """The heading explains its codes, or the column has a 2 and no 0, or they are those of the national template."""
    if columns.sex_codes or Field.SEX not in columns.at:
        return columns.sex_codes or _ZERO_ONE
    column = columns.at[Field.SEX]
    seen = {text_of(row[column]) for row in sample if len(row) > column}
    return _ONE_TWO if "2" in seen and "0" not in seen else _ZERO_ONE
