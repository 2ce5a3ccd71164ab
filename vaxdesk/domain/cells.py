"""One cell of a sheet as a value, and the plain text that it stands for."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from vaxdesk.domain.names import clean

Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta | None

_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"})
_QUOTED_FORMULA = re.compile(r'="(.*)"')
_MARKERS = "'’‘`"  # what a list maker types before a number to keep its zeros
_SIGNS = f"{_MARKERS}=#"


def text_of(cell: Cell) -> str:
    """NFC text of a cell, without what only kept zeros in place (`'0912`, `="0912"`); numbers without `.0`.

    A real date becomes ISO; an error value of the spreadsheet is empty.
    """
    if isinstance(cell, str):
        return tidy_text(cell) if cell else ""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return str(cell)


def tidy_text(text: str) -> str:
    """The text of a cell that holds text, see `text_of`."""
    tidy = text.strip() if text.isascii() and text.isprintable() and "  " not in text else clean(text)
    first = tidy[:1]
    if first not in _SIGNS:
        return tidy
    if first in _MARKERS:
        return tidy.lstrip(_MARKERS).lstrip()
    quoted = _QUOTED_FORMULA.fullmatch(tidy)
    if quoted:
        return clean(quoted[1])
    return "" if tidy in _ERRORS else tidy


def letter(index: int) -> str:
    """The column's letter as spreadsheets show it: 0 is A, 25 is Z, 26 is AA; empty for a column that is not there."""
    name = ""
    while index >= 0:
        index, rest = divmod(index, 26)
        name = chr(65 + rest) + name
        index -= 1
    return name
