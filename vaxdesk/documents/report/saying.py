"""A report in the words of a language, and each value as people write it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from vaxdesk.documents.dates import day as written_day
from vaxdesk.domain.forms import Text
from vaxdesk.domain.report.table import Cell, CellKind, Fault, Grid, Line, Report, Said, Words, Written
from vaxdesk.domain.times import ZONE
from vaxdesk.words import say_in

_MOST_NAMED = 40  # people named in one sentence; more are counted


def written(report: Report, language: str) -> Written:
    """The report with its words."""

    def text(words: Words) -> str:
        return in_words(words, language)

    return Written(
        kind=report.kind,
        title=text(report.title),
        unit=report.unit,
        period=_period(report, language),
        since=report.since,
        until=report.until,
        basis=report.basis,
        grids=tuple(_grid(one, language) for one in report.grids),
        faults=tuple(_fault(one, report, language) for one in report.faults),
        notes=tuple(map(text, report.notes)),
        open=tuple(map(text, report.open)),
        signs=tuple(map(text, report.signs)),
        codes=report.codes,
    )


def in_words(words: Any, language: str) -> Any:
    """A text in a language; several are joined by commas, a value stays as it is."""
    if isinstance(words, Said):
        return say_in(language, words.key, **{name: in_words(fact, language) for name, fact in words.facts.items()})
    if isinstance(words, Text):
        return words.said(language)
    if isinstance(words, tuple):
        return ", ".join(str(in_words(one, language)) for one in words)
    return words


def shown(cell: Cell, kind: CellKind, language: str) -> str:
    """A value of a written grid as people read it."""
    if cell is None:
        return ""
    if kind is CellKind.PERCENT and isinstance(cell, float):
        return f"{cell:.1f}".replace(".", say_in(language, "clinical.decimal_sign"))
    if kind is CellKind.DAY and isinstance(cell, str):
        return written_day(cell)
    if kind is CellKind.MOMENT and isinstance(cell, int):
        return f"{datetime.fromtimestamp(cell, ZONE):%H:%M %d/%m/%Y}"
    return str(cell)


def _period(report: Report, language: str) -> str:
    since, until = written_day(report.since), written_day(report.until)
    key = "report.on_day" if report.since == report.until else "report.from_to"
    return say_in(language, key, since=since, until=until)


def _grid(grid: Grid, language: str) -> Grid:
    headings = tuple(
        msgspec.structs.replace(one, label=in_words(one.label, language), group=in_words(one.group, language))
        for one in grid.headings
    )
    lines = tuple(_line(one, language) for one in grid.lines)
    return msgspec.structs.replace(grid, title=in_words(grid.title, language), headings=headings, lines=lines)


def _line(line: Line, language: str) -> Line:
    return msgspec.structs.replace(line, cells=tuple(in_words(cell, language) for cell in line.cells))


def _fault(fault: Fault, report: Report, language: str) -> str:
    """What, where, whose rows: one sentence."""
    facts = {name: in_words(fact, language) for name, fact in fault.facts.items()}
    parts = [say_in(language, f"report.fault.{fault.kind.value}", **facts)]
    if fault.where:
        table = next((in_words(one.title, language) for one in report.grids if one.key == fault.grid), "")
        parts.append(say_in(language, "report.where", table=table, line=in_words(fault.where, language)))
    if fault.who:
        named = in_words(fault.who[:_MOST_NAMED], language)
        rest = len(fault.who) - _MOST_NAMED
        key = "report.who.are_more" if rest > 0 else "report.who.are"
        parts.append(say_in(language, key, who=named, n=max(rest, 0)))
    return " ".join(parts)
