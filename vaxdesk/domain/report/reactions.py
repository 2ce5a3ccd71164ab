"""Line list of adverse events, and the totals that a serious one must be reported with.

TT 12/2014/TT-BYT article 13: a serious event is reported with the vials and people of the same lot; the investigation
is organised within 24 hours, the council meets within 5 days (hours and days are data of the AEFI form).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from vaxdesk.domain.aefi import AefiForm, Severity, deadlines
from vaxdesk.domain.days import age
from vaxdesk.domain.report.asked import Asked
from vaxdesk.domain.report.facts import Attendance, Drawn, Given, Reaction
from vaxdesk.domain.report.form import ReportForm, Row, grid
from vaxdesk.domain.report.naming import Naming
from vaxdesk.domain.report.table import Cell, Rank, Report, ReportKind, Said, Words

EVENTS, LOTS = "events", "lots"


def line_list(
    form: ReportForm, asked: Asked, rows: Iterable[Attendance], vials: Iterable[Drawn], names: Naming, *,
    unit: str, aefi: AefiForm,
) -> Report:  # fmt: skip
    """All events of the visits of some days, serious ones first, and the totals of each lot and day with an event."""
    wanted = [row for row in rows if not asked.product or any(dose.product == asked.product for dose in row.doses)]
    found = sorted(((row, one) for row in wanted for one in row.reactions), key=_order)
    makers = {
        EVENTS: lambda: [_event(number, row, one, names, aefi) for number, (row, one) in enumerate(found, 1)],
        LOTS: lambda: _lots([row for row, _ in found], wanted, list(vials), names),
    }
    return Report(
        kind=ReportKind.AEFI, title=form.title, basis=form.basis, unit=unit, since=asked.first, until=asked.until,
        grids=tuple(grid(table, makers[table.key]()) for table in form.grid), signs=form.sign, personal=True,
    )  # fmt: skip


def _order(pair: tuple[Attendance, Reaction]) -> tuple[bool, int, str]:
    return (pair[1].severity != Severity.SERIOUS, pair[1].onset, pair[1].id)


def suspected(row: Attendance, one: Reaction) -> Given | None:
    """The dose that a reaction is laid to: the named one, else the last of the visit."""
    named = [dose for dose in row.doses if dose.id == one.inject]
    return (named or list(row.doses[-1:]) or [None])[0]


def _event(number: int, row: Attendance, one: Reaction, names: Naming, aefi: AefiForm) -> Row:
    dose = suspected(row, one)
    years = age(row.who.dob, date.fromisoformat(row.day))
    due = deadlines(aefi, one.t) if one.severity == Severity.SERIOUS else None
    values: dict[str, Cell] = {
        "no": number,
        "name": row.who.name,
        "age": years.youngest if years else None,
        "sex": Said(f"clinical.sex.{row.who.sex}") if row.who.sex else None,
        "address": row.who.address,
        "unit": names.unit(row.unit),
        **(_dose(dose, names) if dose else {}),
        "onset": one.onset,
        "minutes": (one.onset - dose.at) // 60 if dose else None,
        "symptoms": _symptoms(one, aefi),
        "severity": Said(f"clinical.severity.{one.severity}") if one.severity in tuple(Severity) else one.severity,
        "grade": one.grade or None,
        "treatment": one.treatment,
        "outcome": _outcome(one.outcome, aefi),
        "investigate_by": due.investigate_by if due else None,
        "council_by": due.council_by if due else None,
    }
    return Row(values=values, dims={"unit": row.unit, "event": one.id})


def _dose(dose: Given, names: Naming) -> dict[str, Cell]:
    known = dose.kind and dose.kind_no
    return {
        "product": names.product(dose.product),
        "lot": dose.lot_no,
        "dose": Said(f"clinical.dose_name.{dose.kind}", {"kind_no": dose.kind_no}) if known else None,
        "given_at": dose.at,
    }


def _symptoms(one: Reaction, aefi: AefiForm) -> Words:
    called = {symptom.code: symptom for symptom in aefi.symptom}
    items = (*(called.get(code, code) for code in one.symptoms), *([one.note] if one.note else []))
    return Said("report.listed", {"items": items}) if items else ""


def _outcome(code: str, aefi: AefiForm) -> Words:
    choices = {choice.code: choice for field in aefi.field if field.code == "outcome" for choice in field.choice}
    return choices.get(code, code)


def _lots(with_events: list[Attendance], rows: list[Attendance], vials: list[Drawn], names: Naming) -> list[Row]:
    """Each lot and day with an event: vials opened, people who got it, how many of them reacted and how."""
    keys = {(row.unit, row.day, dose.lot_no) for row in with_events for dose in row.doses}
    return [_lot(key, rows, vials, names) for key in sorted(keys)]


def _lot(key: tuple[str, str, str], rows: list[Attendance], vials: list[Drawn], names: Naming) -> Row:
    unit, day, lot = key
    mine = [row for row in rows if (row.unit, row.day) == (unit, day)]
    got = [row for row in mine if any(dose.lot_no == lot for dose in row.doses)]
    product = next(dose.product for row in got for dose in row.doses if dose.lot_no == lot)
    opened = [one for one in vials if (one.unit, one.day, one.lot_no) == key]
    serious = sum(any(one.severity == Severity.SERIOUS for one in row.reactions) for row in got)
    values: dict[str, Cell] = {
        "day": day,
        "unit": names.unit(unit),
        "product": names.product(product),
        "lot": lot,
        "vials": len(opened),
        "doses": sum(dose.lot_no == lot for row in got for dose in row.doses),
        "people": len(got),
        "common": sum(bool(row.reactions) for row in got) - serious,
        "serious": serious,
        "well": sum(not row.reactions for row in got),
    }
    return Row(values=values, rank=Rank.PLAIN, dims={"unit": unit})
