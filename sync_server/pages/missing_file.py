"""Findings of missing doses as a file: CSV or a workbook, by the writers of the reports. It names nobody."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from starlette.responses import Response

from sync_server.browsing import wording
from sync_server.district.missing.views import Finding, Wanted
from sync_server.pages import frame
from sync_server.pages.case_words import CaseWords
from sync_server.pages.visit import Visit
from vaxdesk.documents.report import plain, workbook
from vaxdesk.domain.report.table import Cell, CellKind, Grid, Heading, Line, ReportKind, Written

MOST = 20_000  # lines
FORMS: dict[str, tuple[str, Callable[..., bytes]]] = {
    "csv": ("text/csv; charset=utf-8", plain.render),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook.render),
}


def answer(visit: Visit, wanted: Wanted, found: Sequence[Finding], form: str) -> Response:
    """The file as an answer that a browser saves."""
    kind, render = FORMS[form]
    content = render(_written(visit, wanted, found), language=visit.language)
    name = f"vaxdesk-missing-{wanted.since}-{wanted.until}.{form}"
    headers = {**frame.HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)


def _written(visit: Visit, wanted: Wanted, found: Sequence[Finding]) -> Written:
    say = visit.say
    columns = (
        ("code", say("district_frame.units.code"), CellKind.TEXT, 1.2),
        ("unit", say("district_missing.unit"), CellKind.TEXT, 3.0),
        ("day", say("district_missing.day"), CellKind.DAY, 1.2),
        ("kind", say("district_missing.finding"), CellKind.TEXT, 3.0),
        ("n", say("district_missing.may_miss"), CellKind.WHOLE, 1.2),
        ("told", say("district_missing.what"), CellKind.TEXT, 6.0),
        ("asked", say("district_missing.asked"), CellKind.TEXT, 3.0),
    )
    headings = tuple(Heading(key=key, label=label, kind=kind, share=share) for key, label, kind, share in columns)
    lines = tuple(Line(cells=_cells(visit, one)) for one in found[:MOST])
    notes = [say("district_missing.file_notes")]
    if len(found) > MOST:
        notes.append(say("district_missing.file_cut", most=wording.number(MOST, visit.language)))
    title = say("district_missing.title")
    return Written(
        kind=ReportKind.DAILY, title=title, unit=visit.who.name, since=wanted.since, until=wanted.until,
        period=f"{wording.day(wanted.since)} – {wording.day(wanted.until)}", notes=tuple(notes),
        grids=(Grid(key="missing", title=title, headings=headings, lines=lines),),
    )  # fmt: skip


def _cells(visit: Visit, one: Finding) -> tuple[Cell, ...]:
    facts = {"n": wording.number(one.n, visit.language), "of": wording.number(one.of, visit.language)}
    told = visit.say(f"district_missing.told.{one.kind.value}", **facts)
    asked = ""
    if one.question is not None:
        asked = visit.say("district_missing.asked_by", name=one.question.name, at=wording.moment(one.question.at_ms))
        if one.question.view is not None and one.question.answered:
            choice = CaseWords(visit).choice(one.question.view.choice)
            asked = visit.say("district_missing.says", choice=choice)
    return one.code, one.unit, one.day, visit.say(f"district_missing.kind.{one.kind.value}"), one.n, told, asked
