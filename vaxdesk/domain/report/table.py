"""A report as tables: headings, lines, what does not balance and where. Every writer and the screen show the same."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum, nonmember
from typing import Any

import msgspec

from vaxdesk.domain.forms import Text


class Said(msgspec.Struct, frozen=True):
    """A sentence by its key, with its facts; facts may be sayable themselves."""

    key: str
    facts: dict[str, Any] = {}


Words = str | Text | Said
Cell = str | int | float | Text | Said | None


class ReportKind(StrEnum):
    """The reports there are."""

    WORDS = nonmember("report.kind")

    DAILY = "daily"
    CAMPAIGN = "campaign"
    STOCK = "stock"
    AEFI = "aefi"
    SESSION = "session"
    COVERAGE = "coverage"


class CellKind(StrEnum):
    """How a column's values are written: day ISO, moment in seconds since 1970, percent to a tenth."""

    TEXT = "text"
    WHOLE = "whole"
    PERCENT = "percent"
    DAY = "day"
    MOMENT = "moment"


class Rank(StrEnum):
    """What a line is: one of many, the sum of some, the sum of all."""

    PLAIN = "plain"
    SUM = "sum"
    TOTAL = "total"


class Heading(msgspec.Struct, frozen=True, kw_only=True):
    """A column; `group` stands above neighbours of the same group; `share` of the width on paper."""

    key: str
    label: Words
    group: Words = ""
    kind: CellKind = CellKind.WHOLE
    share: float = 1.0


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line; `dims` says what it is of (`unit`, `product` …), `marks` are headings that do not balance here."""

    cells: tuple[Cell, ...]
    rank: Rank = Rank.PLAIN
    dims: dict[str, str] = {}
    marks: frozenset[str] = frozenset()


class Grid(msgspec.Struct, frozen=True, kw_only=True):
    """A table of a report."""

    key: str
    title: Words
    headings: tuple[Heading, ...]
    lines: tuple[Line, ...] = ()

    def column(self, key: str) -> int:
        """Where a heading stands, -1 when it is not shown."""
        return next((at for at, one in enumerate(self.headings) if one.key == key), -1)

    def value(self, line: Line, key: str) -> Cell:
        """A line's value under a heading, None when it is not shown."""
        at = self.column(key)
        return None if at < 0 else line.cells[at]


class FaultKind(StrEnum):
    """What does not balance."""

    WORDS = nonmember("report.fault")

    OUTCOMES = "outcomes"
    DOSES = "doses"
    USED = "used"
    ROWS = "rows"
    AGAINST = "against"
    NOT_RECEIVED = "not_received"
    VIALS = "vials"
    LOTS = "lots"
    BOOKS = "books"
    UNEXPLAINED = "unexplained"


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """A sum that does not come out: what, in which table and lines, and whose rows make the difference.

    Args:
        where: what the line is of, in words; empty for the whole report.
        who: people by their number in the queue or row of the list, or vials.
    """

    kind: FaultKind
    facts: dict[str, Any] = {}
    grid: str = ""
    where: tuple[Words, ...] = ()
    who: tuple[Words, ...] = ()


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A report whole.

    Args:
        unit: name of the unit that reports.
        since, until: ISO days, both included.
        open: headings under which people write by hand on the paper.
        signs: who signs, from the left.
        codes: texts printed as QR codes (the seal of a day).
        personal: it names people.
    """

    kind: ReportKind
    title: Words
    unit: str
    since: str
    until: str
    basis: str = ""
    grids: tuple[Grid, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[Words, ...] = ()
    open: tuple[Words, ...] = ()
    signs: tuple[Words, ...] = ()
    codes: tuple[str, ...] = ()
    personal: bool = False


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A report as people read it in one language: all words are texts, values are still values.

    `faults` and `notes` are whole sentences; `period` is the days in words.
    """

    kind: ReportKind
    title: str
    unit: str
    period: str
    since: str
    until: str
    basis: str = ""
    grids: tuple[Grid, ...] = ()
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


Values = Mapping[str, Cell]


def percent(part: int, whole: int) -> float | None:
    """A share in percent to a tenth, halves upward; None of nothing."""
    return (part * 2000 // whole + 1) // 2 / 10 if whole else None
