"""Binds the roster page to the desk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from vaxdesk.domain.refusals import Refused
from vaxdesk.ui.screen import Room, Screen
from vaxdesk.ui.screens.roster.model import RosterModel, RosterPorts, Unread, tabs_of
from vaxdesk.ui.screens.roster.state import Imported, Preview, Tab
from vaxdesk.ui.screens.roster.view import RosterView
from vaxdesk.wiring.session import Session
from vaxdesk.words import say


def roster_screen(session: Session) -> Screen:
    """The screen of the rail's lower group."""

    def build(room: Room) -> RosterView:
        return RosterView(RosterModel(room, _ports(session)))

    return Screen("roster", "roster_page.title", "roster", build, shortcut="F10", apart=True)


def _ports(session: Session) -> RosterPorts:
    from vaxdesk.desk import roster

    def begin(looked: Any) -> str | Refused:
        answer = roster.begin(session.desk, looked)
        return answer if isinstance(answer, Refused) else answer.value

    def imported() -> tuple[Imported, ...]:
        return tuple(msgspec.convert(one, Imported, from_attributes=True) for one in roster.imported(session.desk))

    return RosterPorts(
        look=lambda path, day, progress, cancelled: _look(session, path, day, progress, cancelled),
        begin=begin,
        take=lambda looked, reference, start: roster.take(session.desk, looked, roster=reference, start=start).value,
        write_result=_write_result,
        write_template=_write_template,
        imported=imported,
        day=lambda: session.desk.day,
    )


def _look(
    session: Session, path: str, day: str, progress: Callable[[int, int], None], cancelled: Callable[[], bool]
) -> Preview | Unread | None:
    from vaxdesk.desk import roster
    from vaxdesk.domain.headings import HeadingsRefused

    looked = roster.look(session.desk, Path(path), day=day, progress=progress, cancelled=cancelled)
    if looked is None:
        return None
    if isinstance(looked, HeadingsRefused):
        return Unread(f"{looked.code.WORDS}.{looked.code.value}", looked.row)
    rows = looked.preview.results
    counts = {Tab.ALL: len(rows)}
    for row in rows:
        for tab in tabs_of(row):
            counts[tab] = counts.get(tab, 0) + 1
    shape = looked.preview.columns.shape
    return Preview(
        file=looked.file,
        shape=say(f"{shape.WORDS}.{shape.value}"),
        rows=rows,
        counts=counts,
        to_take=len(looked.to_take),
        people=looked.people,
        prior_doses=looked.report.prior_doses,
        charsets=tuple(say(f"roster.charset.{one.value}") for one in sorted(looked.preview.charsets)),
        looked=looked,
    )


def _write_result(looked: Any, path: str) -> None:
    from vaxdesk.phrases import row_reason
    from vaxdesk.sheets.result import write_result

    write_result(
        Path(path),
        looked.table,
        looked.preview.columns,
        results=looked.preview.results,
        reason=row_reason,
        heading=say("roster.result_heading"),
    )


def _write_template(path: str) -> None:
    from vaxdesk.sheets.template import write_template

    write_template(Path(path))
