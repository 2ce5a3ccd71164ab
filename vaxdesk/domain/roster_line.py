"""One row of a sheet while it is judged: its cells by field, and what is found odd or wrong about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

from vaxdesk.domain.birthdates import parse_birth
from vaxdesk.domain.cells import Cell, letter, text_of, tidy_text
from vaxdesk.domain.charsets import Charset, mend
from vaxdesk.domain.heading_words import Field
from vaxdesk.domain.headings import Columns
from vaxdesk.domain.names import fold
from vaxdesk.domain.roster import Flaw, Remark, RowProblem, RowWarning
from vaxdesk.domain.roster_survey import Survey

_NOTHING = frozenset(
    ("", "khong", "khong co", "k", "k co", "ko", "ko co", "kg", "kg co", "chua", "chua co", "chua tiem", "khong tiem",
     "x", "0", "none", "na", "n a", "null", "no", "khong nho", "khong ro")
)
_LONGEST_NOTHING = 12
_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = range(2200, 80_000)  # 1906 to 2119; smaller numbers are years
_YEARS = range(1880, 2100)


class Line:
    """The cells of one row under the headings of its sheet. Columns that the sheet lacks read as empty.

    The row must be as wide as the last column that the sheet's header names.
    """

    __slots__ = ("_at", "_cells", "_survey", "_texts", "flaws", "remarks")

    def __init__(self, cells: Sequence[Cell], columns: Columns, survey: Survey) -> None:
        self._cells = cells
        self._at = columns.at
        self._survey = survey
        self._texts = _texts(cells, survey.charsets)
        self.remarks: list[Remark] = []
        self.flaws: list[Flaw] = []

    def column(self, field: Field) -> int:
        """Column of a field, -1 when the sheet has none."""
        return self._at.get(field, -1)

    def text(self, field: Field) -> str:
        """Text of a field in Unicode, empty when there is nothing."""
        return self._texts[self._at.get(field, -1)]

    def text_at(self, column: int) -> str:
        """Text of a column in Unicode."""
        return self._texts[column]

    def filled(self, field: Field) -> str:
        """Text of a field unless it only says that there is nothing (`không có`, `-`, `x`)."""
        return self.filled_at(self._at.get(field, -1))

    def filled_at(self, column: int) -> str:
        """Text of a column unless it only says that there is nothing."""
        text = self._texts[column]
        says_nothing = text and len(text) < _LONGEST_NOTHING and not text[1:].isdigit() and fold(text) in _NOTHING
        return "" if says_nothing else text

    def day_at(self, column: int) -> str | None:
        """ISO date of a column, with the precision that is known; empty when blank, None when unreadable."""
        cell = self._cells[column] if column >= 0 else None
        if isinstance(cell, date):
            return cell.date().isoformat() if isinstance(cell, datetime) else cell.isoformat()
        text = self.text_at(column)
        if isinstance(cell, float):
            text = text.partition(".")[0]  # a day with a time of day is a number with a fraction
        if not text:
            return ""
        if self.month_first(column):
            text = _day_first(text)
        return read_day(text)

    def month_first(self, column: int) -> bool:
        """Whether a column's text has the month before the day, which `day_at` undoes."""
        return column in self._survey.month_first and isinstance(self._cells[column], str)

    def warn(self, code: RowWarning, column: int, text: str = "", *, other: str = "") -> None:
        """Notes something odd; the row is taken all the same. `other` is what the text is held against."""
        self.remarks.append(Remark(code, letter(column), text, other))

    def refuse(self, code: RowProblem, column: int, text: str = "") -> None:
        """Notes why the row cannot be taken."""
        self.flaws.append(Flaw(code, letter(column), text))


@lru_cache(maxsize=65536)
def read_day(text: str) -> str | None:
    """ISO date of a cell's text: as people write dates, or the number by which spreadsheets keep a day."""
    if text.isdigit() and len(text) in (4, 5):
        number = int(text)
        if number in _SERIALS and number not in _YEARS:
            return (_SERIAL_ZERO + timedelta(days=number)).isoformat()
    return parse_birth(text)


def _texts(cells: Sequence[Cell], charsets: dict[int, Charset]) -> list[str]:
    """Texts of a row, and one more, empty, that column -1 reads as."""
    texts = []
    for column, cell in enumerate(cells):
        if cell == "":
            texts.append("")
        elif not isinstance(cell, str):
            texts.append(text_of(cell))
        elif cell.isascii():
            texts.append(tidy_text(cell))
        else:
            texts.append(_unicode(cell, charsets.get(column)))
    texts.append("")
    return texts


@lru_cache(maxsize=16384)
def _unicode(text: str, charset: Charset | None) -> str:
    return tidy_text(mend(text, charset))


def _day_first(text: str) -> str:
    parts = text.replace("-", "/").replace(".", "/").split("/")
    return "/".join((parts[1], parts[0], *parts[2:])) if len(parts) == 3 else text
