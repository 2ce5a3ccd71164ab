"""The report of a case as the paper wants it."""

from __future__ import annotations

from datetime import datetime

from vaxdesk.desk import aefi_sheet, rules
from vaxdesk.desk.context import Desk
from vaxdesk.documents.aefi_form import AefiContents, sections_of
from vaxdesk.domain import times
from vaxdesk.domain.refusals import Refused
from vaxdesk.registry.queries import things


def contents_of(desk: Desk, event: str, *, language: str = "vi") -> AefiContents | Refused:
    """What the report of a case says now, for `documents.aefi_form.render`; empty fields stay open to be written in."""
    found = aefi_sheet.sheet(desk, event)
    if isinstance(found, Refused):
        return found
    form, due = rules.aefi(), found.case.deadlines
    with desk.store.reading() as conn:
        station = things.station(conn)
    return AefiContents(
        station=station,
        title=form.title.said(language),
        basis=form.decision,
        sections=sections_of(form, found.values, language=language),
        reported_by=found.values.get("reporter", ""),
        reported_at=found.values.get("reported_on", ""),
        printed_at=_iso(desk.now()),
        investigate_by=_iso(due.investigate_by) if due else "",
        council_by=_iso(due.council_by) if due else "",
    )


def _iso(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, times.ZONE).strftime("%Y-%m-%dT%H:%M")
