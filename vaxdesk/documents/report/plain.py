"""A report as text that a Vietnamese Excel opens by a double click.

UTF-8 with its mark and `;` between values, as Viet Nam's settings have it (their decimal sign is the comma); tables
stand one below the other with an empty line between them.
"""

from __future__ import annotations

import csv
from io import StringIO

from vaxdesk.documents.report.saying import shown
from vaxdesk.domain.report.table import CellKind, Grid, Heading, Written

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"


def render(report: Written, *, language: str = "vi") -> bytes:
    """The file's bytes."""
    out = StringIO(newline="")
    to = csv.writer(out, delimiter=";", lineterminator="\r\n")
    to.writerows([[_safe(report.title)], [_safe(report.unit), report.period]])
    for grid in report.grids:
        to.writerows([[], [_safe(str(grid.title))], [_safe(_label(one)) for one in grid.headings]])
        to.writerows(_rows(grid, language))
    for some in (report.faults, report.notes):
        to.writerows([[], *([_safe(one)] for one in some)] if some else [])
    return (BOM + out.getvalue()).encode()


def _rows(grid: Grid, language: str) -> list[list[str]]:
    return [
        [
            text if heading.kind is not CellKind.TEXT else _safe(text)
            for heading, cell in zip(grid.headings, line.cells, strict=True)
            for text in (shown(cell, heading.kind, language),)
        ]
        for line in grid.lines
    ]


def _label(heading: Heading) -> str:
    return f"{heading.group} – {heading.label}" if heading.group else str(heading.label)


def _safe(text: str) -> str:
    """Text that a spreadsheet would take for a formula begins with an apostrophe."""
    return f"'{text}" if text.startswith(_FORMULA) else text
