"""Binds the page of facilities, areas, staff, units and safety to the desk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from vaxdesk.domain.places.checklist import Part, Safety
from vaxdesk.domain.places.matching import PlaceRow
from vaxdesk.domain.places.records import FIELDS, Key, PlaceRecord, What
from vaxdesk.domain.refusals import Refused
from vaxdesk.phrases import place_headings, place_reason, value_text
from vaxdesk.ui.screen import Half, Room, Screen
from vaxdesk.ui.screens.places.model import PlacesModel
from vaxdesk.ui.screens.places.ports import ListPorts, PlacesPorts, SafetyPorts, UnitPorts, Unread
from vaxdesk.ui.screens.places.state import Importing
from vaxdesk.ui.screens.places.view import PlacesView
from vaxdesk.wiring.session import Session
from vaxdesk.words import say


def places_screen(session: Session, *, print_list: Callable[[str], None]) -> Screen:
    """The screen of the office half; `print_list` shows the paper of a filled-in checklist."""

    def build(room: Room) -> PlacesView:
        ports = PlacesPorts(lists=_lists(session), units=_units(session), safety=_safety(session, print_list))
        return PlacesView(PlacesModel(room, ports))

    return Screen("places", "places_page.title", "home", build, shortcut="Ctrl+8", half=Half.OFFICE)


def _lists(session: Session) -> ListPorts:
    from vaxdesk.desk.places import importing, lists
    from vaxdesk.domain import rights

    def save(record: PlaceRecord) -> str | Refused | PlaceRow:
        return _value(lists.save(session.desk, record))

    def look(path: str, what: What) -> Importing | Unread:
        from vaxdesk.domain.headings import HeadingsRefused

        looked = importing.look(session.desk, Path(path), what=what)
        if isinstance(looked, HeadingsRefused):
            return Unread(f"places.refusal.{looked.code.value}")
        return _importing(looked)

    return ListPorts(
        looked_at=lambda: lists.looked_at(session.desk),
        check=lambda record: lists.check(session.desk, record),
        save=save,
        lock=lambda member, on: _value(lists.set_locked(session.desk, member, locked=on)),
        take_out=lambda reference, why: _value(lists.take_out(session.desk, reference, why=why)),
        put_back=lambda reference: _value(lists.put_back(session.desk, reference)),
        look=look,
        mend=lambda looked, row, values: _importing(importing.mend(session.desk, looked, row, values)),
        take=lambda looked: _value(importing.take(session.desk, looked)),
        write_result=_write_result,
        write_list=lambda what, path, filled: _write_list(session, what, path, filled=filled),
        may_keep=lambda: rights.may(session.desk.user.roles, rights.Act.KEEP_PLACES),
    )


def _units(session: Session) -> UnitPorts:
    from vaxdesk.desk.places import units

    def bring_over(code: str) -> int | Refused:
        return _value(units.bring_over(session.desk, code))

    def choose(from_code: str, to_code: str, basis: str, area: str) -> str | Refused:
        return _value(units.choose(session.desk, from_code=from_code, to_code=to_code, basis=basis, area=area))

    return UnitPorts(
        waiting=lambda: units.waiting(session.desk),
        people_of=lambda code: units.people_of(session.desk, code),
        choose=choose,
        bring_over=bring_over,
    )


def _safety(session: Session, print_list: Callable[[str], None]) -> SafetyPorts:
    from vaxdesk.desk.places import safety

    def stands() -> Safety:
        return safety.stands(session.desk)

    def fill_in(part: Part, answers: dict[str, str], notes: dict[str, str]) -> str | Refused:
        return _value(safety.fill_in(session.desk, part, answers=answers, notes=notes))

    return SafetyPorts(stands=stands, fill_in=fill_in, print_list=print_list)


def _value(answer: Any) -> Any:
    """What a use case answers: a refusal or a judged record as it is, of `Done` the value."""
    from vaxdesk.desk.context import Done

    return answer.value if isinstance(answer, Done) else answer


def _importing(looked: Any) -> Importing:
    return Importing(file=looked.file, what=looked.columns.what, rows=looked.rows, looked=looked)


def _write_result(looked: Any, path: str) -> None:
    from vaxdesk.sheets.places import write_place_result

    reasons = {row.row: place_reason(row) for row in looked.rows}
    write_place_result(Path(path), looked.table, looked.columns, rows=looked.rows, reasons=reasons,
                       heading=say("places.result_heading"))  # fmt: skip


def _write_list(session: Session, what: What, path: str, *, filled: bool) -> int:
    from vaxdesk.desk.places import lists
    from vaxdesk.sheets.places import write_records

    records = [one for one in lists.all_of(session.desk) if one.what is what] if filled else []
    texts: list[dict[Key, str]] = [{key: value_text(key, one.get(key)) for key in FIELDS[what]} for one in records]
    title = say(f"{What.WORDS}.{what.value}")
    write_records(Path(path), what, title=title, headings=place_headings(what), texts=texts)
    return len(records)
