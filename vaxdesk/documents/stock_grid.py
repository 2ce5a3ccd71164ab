"""What the papers of the store share: a table with figures at the right, lines of facts, and rooms to sign."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Table, TableStyle

from vaxdesk.documents.blocks import Signature
from vaxdesk.documents.dates import day as written_day
from vaxdesk.documents.flow import BODY, CELL, CELL_HEAD, GRID, WIDTH, paragraph
from vaxdesk.documents.fonts import REGULAR
from vaxdesk.domain.picklists import WasteReason
from vaxdesk.domain.thaw import FROZEN
from vaxdesk.words import say_in

_FACE = TableStyle([("FONTNAME", (0, 0), (-1, -1), REGULAR)])  # else reportlab names its own face in the file
_FIGURE = ParagraphStyle("figure", parent=CELL, alignment=2)
_SUM = ParagraphStyle("sum", parent=CELL_HEAD, alignment=2, fontSize=9.5)
_SUM_TEXT = ParagraphStyle("sum_text", parent=CELL_HEAD, alignment=0, fontSize=9.5)


class Column(NamedTuple):
    """A heading, its share of the width, and whether figures stand in it."""

    heading: str
    share: float
    figure: bool = False


def grid(columns: Sequence[Column], rows: Sequence[Sequence[str]], *, last_is_sum: bool = False) -> Flowable:
    """A table whose heading is repeated on every page; `last_is_sum` sets the last row in bold."""
    whole = sum(column.share for column in columns)
    widths = [column.share / whole * WIDTH * mm for column in columns]
    cells: list[list[Flowable]] = [[paragraph(column.heading, CELL_HEAD) for column in columns]]
    for at, row in enumerate(rows):
        bold = last_is_sum and at == len(rows) - 1
        cells.append([paragraph(text, _style(column, bold=bold)) for column, text in zip(columns, row, strict=True)])
    return Table(cells, colWidths=widths, style=GRID, repeatRows=1)


def facts(*pairs: tuple[str, str]) -> list[Flowable]:
    """Lines `name: value`; those without a value are left out."""
    return [paragraph(f"{name}: {value}", BODY) for name, value in pairs if value]


def signatures(roles: Sequence[tuple[str, str]], *, place: str, at: str, language: str) -> Flowable:
    """Rooms to sign side by side, each with its role and the printed name; the last carries place and day."""
    rooms = [Signature(place=place, at=at, role=role, name=name, language=language) for role, name in roles]
    return Table([rooms], colWidths=[WIDTH / len(rooms) * mm] * len(rooms), style=_FACE)


def waste(why: str, *, language: str) -> str:
    """A kept reason of a disposal (`code: note`) in words; what is on no list stands as it was written."""
    code, _, note = why.partition(": ")
    if code not in list(WasteReason):
        return why
    return ": ".join(part for part in (say_in(language, f"{WasteReason.WORDS}.{code}"), note) if part)


def _style(column: Column, *, bold: bool) -> ParagraphStyle:
    if bold:
        return _SUM if column.figure else _SUM_TEXT
    return _FIGURE if column.figure else CELL


def lot_named(number: str, thawed: str, *, language: str) -> str:
    """The number of a lot, and since when the boxes are out of the freezer, where that is known."""
    if not thawed:
        return number
    key = "short_frozen" if thawed == FROZEN else "short"
    return f"{number} ({say_in(language, f'stock.thaw.{key}', day=written_day(thawed))})"
