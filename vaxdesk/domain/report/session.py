"""Minutes of a vaccination session: the team, who came and how their day ended, lots and vials, incidents, the seal."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from vaxdesk.domain.aefi import Severity
from vaxdesk.domain.report import balance, daily, measures
from vaxdesk.domain.report.asked import Asked
from vaxdesk.domain.report.daily import Day
from vaxdesk.domain.report.facts import Attendance, Drawn, Given
from vaxdesk.domain.report.form import ReportForm, Row, grid
from vaxdesk.domain.report.naming import Naming, person
from vaxdesk.domain.report.table import Cell, Rank, Report, ReportKind, Said, Words
from vaxdesk.domain.seal import Seal, fingerprint, texts

COUNTS, LOTS, TEAM, WORK, INCIDENTS, SEAL = "counts", "lots", "team", "work", "incidents", "seal"


class Worker(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the team: in which role, from when to when (seconds, 0 open), and what they entered."""

    name: str
    role: Words = ""
    from_at: int = 0
    until_at: int = 0


class Entered(msgspec.Struct, frozen=True, kw_only=True):
    """What a user entered on the day."""

    name: str
    received: int = 0
    screened: int = 0
    injected: int = 0
    released: int = 0


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A session's day at one unit; `seal` is None while the lead has not closed the day."""

    day: Day
    team: tuple[Worker, ...] = ()
    work: tuple[Entered, ...] = ()
    seal: Seal | None = None
    sealed_by: str = ""


def minutes(form: ReportForm, asked: Asked, session: Session, names: Naming, *, unit: str) -> Report:
    """The minutes of a day."""
    rows, vials = session.day.rows, session.day.vials
    makers = {
        COUNTS: lambda: _counts(rows),
        LOTS: lambda: _lots(rows, vials, names),
        TEAM: lambda: [Row(values=_plain(one)) for one in session.team],
        WORK: lambda: [Row(values=msgspec.structs.asdict(one)) for one in session.work],
        INCIDENTS: lambda: _incidents(rows, names, session.day),
        SEAL: lambda: _seal(session),
    }
    made, faults = [], daily.strange(session.day, names)
    open_ = tuple(person(row) for row in rows if row.came and row.outcome is None)
    for table in form.grid:
        filled = grid(table, makers[table.key]())
        done, found = balance.checked(table, filled, who=lambda *_: open_, where=daily.where)
        made.append(done)
        faults += found
    return Report(
        kind=ReportKind.SESSION, title=form.title, basis=form.basis, unit=unit, since=asked.until, until=asked.until,
        grids=tuple(made), faults=tuple(faults), notes=_notes(session), open=form.open, signs=form.sign,
        codes=texts(session.seal) if session.seal else (),
    )  # fmt: skip


def _plain(one: Worker) -> dict[str, Cell]:
    return {"name": one.name, "role": one.role, "from_at": one.from_at or None, "until_at": one.until_at or None}


def _counts(rows: Sequence[Attendance]) -> list[Row]:
    doses = [dose for row in rows for dose in row.doses]
    reactions = [one for row in rows for one in row.reactions]
    said = {**measures.of_people(rows), **measures.of_doses(doses), **measures.of_reactions(rows, reactions)}
    return [Row(values={**said, "of": Said("report.session.day")})]


def _lots(rows: Sequence[Attendance], vials: Sequence[Drawn], names: Naming) -> list[Row]:
    doses = [dose for row in rows for dose in row.doses]
    keys = {(dose.product, dose.lot_no, dose.expiry) for dose in doses}
    keys |= {(one.product, one.lot_no, one.expiry) for one in vials}
    lines = []
    for product, lot, expiry in sorted(keys, key=lambda key: (names.order(key[0]), key[1:])):
        given = [dose for dose in doses if (dose.product, dose.lot_no, dose.expiry) == (product, lot, expiry)]
        opened = [one for one in vials if (one.product, one.lot_no, one.expiry) == (product, lot, expiry)]
        head = {"product": names.product(product), "lot": lot, "expiry": expiry}
        lines.append(Row(values={**head, **_vaccine(given, opened)}, dims={"product": product, "lot": lot}))
    return [*lines, Row(values={"product": Said("report.total"), **_vaccine(doses, vials)}, rank=Rank.TOTAL)]


def _vaccine(doses: Sequence[Given], vials: Sequence[Drawn]) -> dict[str, Cell]:
    """Doses that left vials: nominal + extra = given from vials + wasted + still in open ones."""
    from_vials = {**measures.of_vials(vials), "from_vials": sum(one.given for one in vials)}
    return {**measures.of_doses(list(doses)), **from_vials, "no_vial": sum(not dose.vial for dose in doses)}


def _incidents(rows: Sequence[Attendance], names: Naming, day: Day) -> list[Row]:
    """Adverse events by the number of the person, never by name: the minutes hang on a wall."""
    called = {one.code: one for one in day.symptoms}
    found = sorted(
        ((one.severity != Severity.SERIOUS, one.onset, one.id, row, one) for row in rows for one in row.reactions),
        key=lambda each: each[:3],
    )
    return [
        Row(values={
            "who": person(row),
            "product": names.product(row.product),
            "at": one.onset,
            "severity": Said(f"clinical.severity.{one.severity}"),
            "symptoms": Said("report.listed", {"items": tuple(called.get(code, code) for code in one.symptoms)}),
            "treatment": one.treatment,
        })
        for *_, row, one in found
    ]  # fmt: skip


def _seal(session: Session) -> list[Row]:
    heads = session.seal.heads if session.seal else ()
    return [Row(values={"log": one.log, "seq": one.seq, "h": one.h}) for one in heads]


def _notes(session: Session) -> tuple[Words, ...]:
    rows = session.day.rows
    late = sum(dose.late for row in rows for dose in row.doses)
    notes = [Said("report.note.late_doses", {"n": late})] if late else []
    if session.seal is None:
        return (*notes, Said("report.session.not_sealed"))
    counts = {"people": session.seal.people, "outcomes": session.seal.outcomes, "by": session.sealed_by}
    now = sum(row.came for row in rows)
    notes.append(Said("report.session.sealed", {**counts, "print": fingerprint(texts(session.seal))}))
    if now != session.seal.people:
        notes.append(Said("report.session.changed", {"then": session.seal.people, "now": now}))
    return tuple(notes)


