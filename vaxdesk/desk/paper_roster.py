"""Papers of a day: roster sheet, form for a power cut, labels, queue slip, sheet of the scanner test."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec
import sqlalchemy as sa

from vaxdesk.desk import rules, stock
from vaxdesk.desk.context import Desk
from vaxdesk.desk.paper_moment import iso_moment, printed_at
from vaxdesk.documents import roster as sheet
from vaxdesk.documents import scanner_sheet
from vaxdesk.documents.labels import Label, LabelsContents, SlipContents
from vaxdesk.documents.roster import RosterContents
from vaxdesk.documents.roster_row import RosterRow
from vaxdesk.documents.scanner_sheet import ScannerSheetContents
from vaxdesk.domain import own_codes
from vaxdesk.domain.course import course
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.views import VisitRow
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import people, things
from vaxdesk.registry.queries import visits as queries


def roster(desk: Desk, *, day: str = "") -> RosterContents:
    """The day's list, a code in each row, in the order of the imported list; walk-ins follow.

    The code names the roster line, for walk-ins the person: scanned, either leads reception to the person.
    """
    on = day or desk.day
    with desk.store.reading() as conn:
        names = desk.store.names
        lines = queries.appointments(conn, names, on)
        rows = sorted(queries.board(conn, names, on), key=_place)
        made = tuple(
            _row(conn, names, row, number=number, ref=lines.get(row.person.id, row.person.id), day=on)
            for number, row in enumerate(rows, start=1)
        )
        station = things.station(conn)
    return RosterContents(station=station, day=on, rows=made, vaccine=_vaccine(desk), printed_at=printed_at(desk))


def day_form(desk: Desk, *, day: str = "", extra: int | None = None) -> RosterContents:
    """The form for a power cut, for `documents.roster.render_blank`.

    First the rows of the day's list with the same numbers and codes as on the roster sheet (the paper drops their
    names: they are written by hand, and a scan of the code afterwards brings up the person to compare with), then
    numbered rows without a code for whoever is not on the list, to be registered as walk-ins when power is back.

    Args:
        extra: rows without a code; by default the last page is filled up, at least half a page of them.
    """
    listed = roster(desk, day=day)
    here = len(listed.rows)
    if extra is None:
        extra = -here % sheet.ROWS_A_PAGE
        extra += sheet.ROWS_A_PAGE if extra < sheet.ROWS_A_PAGE // 2 else 0
    bare = tuple(RosterRow(number=number, code="") for number in range(here + 1, here + extra + 1))
    return msgspec.structs.replace(listed, rows=(*listed.rows, *bare))


def labels(desk: Desk, *, first: int = 1, persons: Iterable[str] | None = None) -> LabelsContents:
    """Labels of everyone on the day's board, or of some; `first` is the first free place 1..24 of a begun sheet."""
    with desk.store.reading() as conn:
        names = desk.store.names
        lines = queries.appointments(conn, names, desk.day)
        rows = sorted(queries.board(conn, names, desk.day, only=persons), key=_place)
    return LabelsContents(labels=tuple(_label(row, lines) for row in rows), first=first)


def slip(desk: Desk, person: str) -> SlipContents | Refused:
    """The queue slip of a person received today."""
    with desk.store.reading() as conn:
        names = desk.store.names
        rows = queries.board(conn, names, desk.day, only=(person,))
        if not rows:
            return Refused(reason=Refusal.PERSON_GONE)
        if not rows[0].no:
            return Refused(reason=Refusal.NOT_RECEIVED)
        code = own_codes.roster_code(queries.appointments(conn, names, desk.day).get(person, person))
        station = things.station(conn)
    return SlipContents(
        station=station,
        number=rows[0].no,
        name=rows[0].person.name,
        dob=rows[0].person.dob,
        code=code,
        code_text=own_codes.hand_text(code),
        received_at=iso_moment(rows[0].received_at),
    )


def scanner(desk: Desk, *, language: str = "vi") -> ScannerSheetContents:
    """The sheet of the scanner test."""
    with desk.store.reading() as conn:
        station = things.station(conn)
    return scanner_sheet.contents_for(station, language=language, printed_at=printed_at(desk))


def _place(row: VisitRow) -> tuple[bool, str, bool, int, int, str]:
    """By hour and row of the list, walk-ins last by number."""
    return (not row.slot and row.row == 0, row.slot, row.row == 0, row.row, row.no, row.person.id)


def _vaccine(desk: Desk) -> str:
    product = rules.schedule().find(stock.product_of_day(desk))
    return product.name if product else ""


def _row(conn: sa.Connection, names: LogNames, row: VisitRow, *, number: int, ref: str, day: str) -> RosterRow:
    one, code = row.person, own_codes.roster_code(ref)
    doses = people.doses(conn, names, one.id)
    earlier = [dose for dose in doses if dose.date < day]
    before = course(rules.schedule(), earlier, dob=one.dob, day=date.fromisoformat(day)).given
    return RosterRow(
        number=number,
        code=code,
        code_text=own_codes.hand_text(code),
        name=one.name,
        dob=one.dob,
        sex=one.sex,
        document=one.doc or one.old_doc,
        phone=one.tel,
        address=", ".join(part for part in (one.adr, one.commune) if part),
        dose=str(len(before) + 1),
        slot=row.slot,
    )


def _label(row: VisitRow, lines: dict[str, str]) -> Label:
    one = row.person
    code = own_codes.roster_code(lines.get(one.id, one.id))
    return Label(
        name=one.name,
        code=code,
        code_text=own_codes.hand_text(code),
        dob=one.dob,
        number=row.no,
        line=one.adr or one.commune,
    )
