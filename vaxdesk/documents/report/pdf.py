"""A report on A4: head of the official form, tables, what does not balance, room to write, who signs.

Tables with many columns lie crosswise. For black-and-white printers: a value that does not balance is framed and marked
with `!`, sums are bold on grey.
"""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, LongTable, Spacer, TableStyle

from vaxdesk.documents import qr
from vaxdesk.documents.blocks import Head
from vaxdesk.documents.dates import parts
from vaxdesk.documents.fitting import LEADING, Style
from vaxdesk.documents.flow import BODY, MARGIN, NOTE, SECTION, Page, build, paragraph
from vaxdesk.documents.flowables import Drawn, Field, Filled
from vaxdesk.documents.fonts import BOLD, ITALIC, REGULAR, STRONG
from vaxdesk.documents.pen import HAIR, Align, Pen
from vaxdesk.documents.report.saying import shown
from vaxdesk.domain.report.table import CellKind, Grid, Line, Rank, ReportKind, Written
from vaxdesk.domain.views import StationView
from vaxdesk.words import say_in

_MOST_UPRIGHT = 11  # columns that find room on an upright page
_RIGHT = (CellKind.WHOLE, CellKind.PERCENT)
_CODE = 40.0  # mm a side, as on the paper of a sealed day
_OPEN_LINES = 4
_TITLE_ROOM = 34.0  # mm for a title with the headings and a line or two
_TITLE = ParagraphStyle("table", parent=SECTION, keepWithNext=0)
_UNDER = ParagraphStyle("under", parent=BODY, alignment=1, spaceAfter=2)
_FAULT = ParagraphStyle("fault", parent=BODY, fontName=STRONG, leftIndent=4 * mm, bulletIndent=0, spaceAfter=1)


def render(report: Written, *, station: StationView, language: str = "vi", printed_at: str = "") -> bytes:
    """The PDF; `printed_at` as `YYYY-MM-DDTHH:MM`."""
    wide = any(len(one.headings) > _MOST_UPRIGHT for one in report.grids)
    page = Page(report.title, station, printed_at, language, wide=wide)
    return build(lambda: _story(report, page), page)


def _story(report: Written, page: Page) -> list[Flowable]:
    width = page.size[0] - 2 * MARGIN
    story: list[Flowable] = [Head(page.station, name=report.title, under=report.basis, language=page.language)]
    story.append(paragraph(f"{report.unit} · {report.period}", _UNDER))
    for grid in report.grids:
        story += _grid(grid, width, page.language)
    story += _told(report, page.language)
    for heading in report.open:
        empty = [Filled(Field("", lines=1)) for _ in range(_OPEN_LINES)]
        story.append(KeepTogether([paragraph(heading, SECTION), *empty, Spacer(0, 2 * mm)]))
    if report.codes:
        story += [Spacer(0, 3 * mm), _Codes(report.codes)]
    story += [Spacer(0, 4 * mm), _Signs(report.signs, page)]
    return story


def _told(report: Written, language: str) -> list[Flowable]:
    """What does not balance, or that all does; then the notes."""
    if report.faults:
        told = [paragraph(say_in(language, "report.faults"), SECTION)]
        told += [paragraph(f"! {one}", _FAULT) for one in report.faults]
    elif report.kind is ReportKind.AEFI:
        told = []  # a list of cases has no sums
    else:
        told = [Spacer(0, 2 * mm), paragraph(say_in(language, "report.balanced"), NOTE)]
    return [*told, *(paragraph(one, NOTE) for one in report.notes)]


def _grid(grid: Grid, width: float, language: str) -> list[Flowable]:
    # kept with the whole table, a title would push a long one to a page of its own
    title = [CondPageBreak(_TITLE_ROOM * mm), paragraph(str(grid.title), _TITLE)]
    if not grid.lines:
        return [*title, paragraph(say_in(language, "report.nothing"), NOTE)]
    many = len(grid.headings) > _MOST_UPRIGHT
    size = 6.6 if len(grid.headings) > 20 else 7.4 if many else 8.6
    cell = ParagraphStyle("cell", fontName=REGULAR, fontSize=size, leading=size * LEADING)
    styles = {
        False: cell,
        True: ParagraphStyle("sum", parent=cell, fontName=BOLD),
    }
    share = sum(one.share for one in grid.headings)
    widths = [one.share / share * width * mm for one in grid.headings]
    head = _head(grid, ParagraphStyle("head", parent=cell, fontName=STRONG, alignment=1))
    body = [_row(grid, line, styles[line.rank is not Rank.PLAIN], language) for line in grid.lines]
    table = LongTable([*head, *body], colWidths=widths, repeatRows=len(head), style=_style(grid, len(head)))
    return [*title, table, Spacer(0, 2 * mm)]


def _head(grid: Grid, style: ParagraphStyle) -> list[list[Flowable | str]]:
    """One line of headings, or two where some stand under a common one."""
    labels = [paragraph(_breakable(one.label), style) for one in grid.headings]
    if not any(one.group for one in grid.headings):
        return [labels]
    upper = [paragraph(_breakable(one.group or one.label), style) for one in grid.headings]
    return [upper, [label if one.group else "" for label, one in zip(labels, grid.headings, strict=True)]]


def _breakable(label: object) -> str:
    """Narrow headings break behind a stroke, not inside a word."""
    return str(label).replace("/", "/ ")


def _row(grid: Grid, line: Line, style: ParagraphStyle, language: str) -> list[Flowable]:
    right = ParagraphStyle("right", parent=style, alignment=2)
    made = []
    for heading, cell in zip(grid.headings, line.cells, strict=True):
        text = shown(cell, heading.kind, language)
        if heading.kind is CellKind.MOMENT:
            text = text.replace(" ", "\n")
        marked = f"! {text}" if heading.key in line.marks else text
        made.append(paragraph(marked, right if heading.kind in _RIGHT else style))
    return made


def _style(grid: Grid, head: int) -> TableStyle:
    commands: list[tuple] = [
        ("FONTNAME", (0, 0), (-1, -1), REGULAR),
        ("GRID", (0, 0), (-1, -1), HAIR, "#000000"),
        ("BACKGROUND", (0, 0), (-1, head - 1), "#ebebeb"),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 1.4),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.0),
        ("LEFTPADDING", (0, 0), (-1, -1), 1.6),
        ("RIGHTPADDING", (0, 0), (-1, -1), 1.6),
    ]
    if head == 2:
        commands += _spans(grid)
    for at, line in enumerate(grid.lines, head):
        if line.rank is not Rank.PLAIN:
            commands.append(("BACKGROUND", (0, at), (-1, at), "#f4f4f4"))
        commands += [("BOX", (grid.column(key), at), (grid.column(key), at), 1.2, "#000000") for key in line.marks]
    return TableStyle(commands)


def _spans(grid: Grid) -> list[tuple]:
    """Neighbours under one heading are joined above, the others from top to bottom."""
    spans, at = [], 0
    while at < len(grid.headings):
        group, end = grid.headings[at].group, at
        while group and end + 1 < len(grid.headings) and grid.headings[end + 1].group == group:
            end += 1
        spans.append(("SPAN", (at, 0), (end, 0)) if group else ("SPAN", (at, 0), (at, 1)))
        at = end + 1
    return spans


class _Codes(Drawn):
    """The codes of a seal, side by side."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__()
        self._codes = [qr.make(one) for one in codes]

    def measure(self, width: float) -> float:  # noqa: ARG002 - always as high
        return _CODE + 2

    def stroke(self, pen: Pen, width: float) -> None:
        step = (width - _CODE) / max(len(self._codes) - 1, 3)
        for at, code in enumerate(self._codes):
            pen.code(code, (at * step, 1), side=_CODE)


class _Signs(Drawn):
    """Place and day at the right, under it who signs, side by side, with room for hand and stamp."""

    def __init__(self, signs: Sequence[str], page: Page) -> None:
        super().__init__()
        self._signs, self._page = signs, page

    def measure(self, width: float) -> float:  # noqa: ARG002 - always as high
        return 33.0

    def stroke(self, pen: Pen, width: float) -> None:
        language = self._page.language
        _, _, day, month, year = parts(self._page.printed_at)
        place = self._page.station.commune or "……………………"
        facts = {"place": place, "day": day or "……", "month": month or "……", "year": year or "…………"}
        each = width / max(len(self._signs), 1)
        date, hint = say_in(language, "paper.sign.date", **facts), say_in(language, "paper.sign.hint")
        pen.line(date, (width - each, 4), style=Style(ITALIC, 8.5, 6.0), width=each, align=Align.CENTRE)
        for at, role in enumerate(self._signs):
            pen.line(role, (at * each, 9), style=Style(STRONG, 9.5, 6.0), width=each, align=Align.CENTRE)
            pen.line(hint, (at * each, 13.2), style=Style(ITALIC, 8.5, 6.0), width=each, align=Align.CENTRE)
        name = self._page.station.head
        pen.line(name, (width - each, 31), style=Style(STRONG, 9.5, 6.0), width=each, align=Align.CENTRE)
