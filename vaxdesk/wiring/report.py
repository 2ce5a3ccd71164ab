"""The page of reports bound to the session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.report.asked import Asked, Format
from vaxdesk.domain.report.table import CellKind, Grid, Rank, ReportKind
from vaxdesk.settings import Settings
from vaxdesk.ui.screen import Screen
from vaxdesk.ui.screens.report import screen
from vaxdesk.ui.screens.report.ports import ReportPorts
from vaxdesk.ui.screens.report.state import Face, GridFace, Head, Round, Row
from vaxdesk.wiring.printing import print_ports
from vaxdesk.wiring.session import Session
from vaxdesk.words import language


def report_screen(session: Session, *, settings: Callable[[], Settings], keep: Callable[..., None]) -> Screen:
    """The page of reports.

    Args:
        settings: of this PC, now.
        keep: changes settings by name.
    """
    return screen(
        ReportPorts(
            answer=_late(session, "answer"),
            face=_face,
            rounds=lambda: tuple(Round(no=one.no, name=one.name, since=one.from_day, until=one.until_day)
                                 for one in _late(session, "rounds")()),
            products=_products,
            may=lambda asked, format_: _late(session, "refuses")(asked.kind, format_),
            render=_render,
            save=_save,
            note=_late(session, "given_out"),
            file_name=_file_name,
            day=lambda: session.desk.day,
            printing=print_ports(settings=settings, keep=keep),
        )
    )  # fmt: skip


def _late(session: Session, verb: str) -> Callable[..., Any]:
    """A use case of reports, loaded on the lane."""

    def call(*args: Any, **kwargs: Any) -> Any | Refused:
        from vaxdesk.desk.report import answering

        return getattr(answering, verb)(session.desk, *args, **kwargs)

    return call


def _products() -> tuple[tuple[str, str], ...]:
    from vaxdesk.desk import rules

    return tuple((one.code, one.short.said(language())) for one in rules.schedule().product)


def _render(contents: Any, format_: Format) -> bytes:
    from vaxdesk.documents.report import files

    return files.render(contents, format_, language=language())


def _file_name(asked: Asked, format_: Format) -> str:
    from vaxdesk.documents.report import files

    return files.file_name(asked, format_)


def _save(data: bytes, path: Path) -> None:
    from vaxdesk.ui import press

    press.save(data, path)


def _face(contents: Any) -> Face:
    """The report in words, in the language of the page."""
    from vaxdesk.documents.report import files
    from vaxdesk.documents.report.saying import written

    said = written(contents.report, language())
    return Face(
        title=said.title,
        unit=said.unit,
        period=said.period,
        grids=tuple(_grid(one) for one in said.grids),
        faults=said.faults,
        notes=said.notes,
        formats=files.offered(said.kind, contents.mapping),
        sums=said.kind is not ReportKind.AEFI,
    )


def _grid(grid: Grid) -> GridFace:
    from vaxdesk.documents.report.saying import shown

    figures = (CellKind.WHOLE, CellKind.PERCENT)
    heads = tuple(
        Head(text=str(one.label), group=str(one.group), right=one.kind in figures, share=one.share)
        for one in grid.headings
    )
    rows = tuple(
        Row(
            texts=tuple(
                shown(cell, one.kind, language()) for one, cell in zip(grid.headings, line.cells, strict=True)
            ),
            sum=line.rank is not Rank.PLAIN,
            marks=frozenset(grid.column(key) for key in line.marks),
        )
        for line in grid.lines
    )
    return GridFace(title=str(grid.title), heads=heads, rows=rows)
