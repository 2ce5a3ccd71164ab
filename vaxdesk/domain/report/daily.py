"""Daily report of QĐ 3588/QĐ-BYT appendix 5 A with the doses of QĐ 43/QĐ-BYT: a line a unit and vaccine.

A person is counted once, under the vaccine of the dose or, without one, the planned vaccine; doses are counted under
their own vaccine. So people = outcomes in each line, and people injected = doses but where somebody got two.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from vaxdesk.domain.aefi import Symptom
from vaxdesk.domain.report import balance, measures
from vaxdesk.domain.report.asked import Asked
from vaxdesk.domain.report.facts import Attendance, Drawn
from vaxdesk.domain.report.form import GridForm, ReportForm, Row, grid
from vaxdesk.domain.report.measures import SYMPTOM
from vaxdesk.domain.report.naming import Naming, person
from vaxdesk.domain.report.table import (
    Cell,
    Fault,
    FaultKind,
    Grid,
    Heading,
    Line,
    Rank,
    Report,
    ReportKind,
    Said,
    Words,
)  # fmt: skip

MAIN, REACTIONS = "daily", "reactions"


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """What a daily report is reckoned from; `lost`: doses wasted or disposed of by the books, by (unit, vaccine)."""

    rows: tuple[Attendance, ...]
    vials: tuple[Drawn, ...] = ()
    lost: dict[tuple[str, str], int] = {}
    symptoms: tuple[Symptom, ...] = ()


def daily(form: ReportForm, asked: Asked, day: Day, names: Naming, *, unit: str) -> Report:
    """The report of one day or of several together; `unit` is the name of the unit that reports."""
    made, faults = [], list(strange(day, names))
    lines = _lines(asked, day, names)
    for key in (MAIN, REACTIONS):
        table = form.of(key)
        if table is not None:
            done, found = _table(table, lines, day, names)
            made.append(done)
            faults += found
    return Report(
        kind=ReportKind.DAILY, title=form.title, basis=form.basis, unit=unit, since=asked.first, until=asked.until,
        grids=tuple(made), faults=tuple(faults), notes=_notes(lines[-1]), open=form.open, signs=form.sign,
    )  # fmt: skip


def _table(table: GridForm, lines: list[Row], day: Day, names: Naming) -> tuple[Grid, list[Fault]]:
    more = _symptom_columns(day.symptoms) if table.key == REACTIONS else ()
    filled = grid(table, lines, more=more)
    return balance.checked(table, filled, who=lambda kind, line: _who(kind, line, day, names), where=where)


def strange(day: Day, names: Naming) -> list[Fault]:
    """What cannot be so, whatever the sums say: doses against a conclusion or without reception, vials with a gap."""
    tests = {
        FaultKind.AGAINST: lambda row: row.doses and row.refused,
        FaultKind.NOT_RECEIVED: lambda row: not row.received and any(not dose.late for dose in row.doses),
    }
    found = []
    for kind, test in tests.items():
        who = tuple(person(row, names.units) for row in day.rows if test(row))
        found += [Fault(kind=kind, facts={"n": len(who)}, who=who)] if who else []
    vials = tuple(
        Said("report.who.vial", {"no": one.no, "lot": one.lot_no, "doses": one.doses, "given": one.given,
                                 "said": one.said})
        for one in day.vials if one.unexplained
    )  # fmt: skip
    return [*found, Fault(kind=FaultKind.VIALS, facts={"n": len(vials)}, who=vials)] if vials else found


def _lines(asked: Asked, day: Day, names: Naming) -> list[Row]:
    """A line a unit and vaccine, a sum a unit where there are several, the total at the end."""
    pairs = {(row.unit, row.product) for row in day.rows}
    pairs |= {(row.unit, dose.product) for row in day.rows for dose in row.doses}
    pairs |= {(one.unit, one.product) for one in day.vials} | {pair for pair, doses in day.lost.items() if doses}
    wanted = sorted((one for one in pairs if not asked.product or one[1] == asked.product), key=lambda one: (
        names.unit(one[0]), one[0], names.order(one[1])))  # fmt: skip
    units = list(dict.fromkeys(unit for unit, _ in wanted))
    lines: list[Row] = []
    for unit in units:
        mine = [one for one in wanted if one[0] == unit]
        for number, pair in enumerate(mine, len([line for line in lines if line.rank is Rank.PLAIN]) + 1):
            head = {"no": number, "unit": names.unit(unit), "product": names.product(pair[1])}
            dims = {"unit": unit, "product": pair[1]}
            lines.append(Row(values={**head, **_values(asked, day, [pair])}, dims=dims))
        if len(units) > 1 and len(mine) > 1:
            head = {"unit": Said("report.sum_of", {"unit": names.unit(unit)})}
            lines.append(Row(values={**head, **_values(asked, day, mine)}, rank=Rank.SUM, dims={"unit": unit}))
    total = {"unit": Said("report.total")}
    return [*lines, Row(values={**total, **_values(asked, day, wanted)}, rank=Rank.TOTAL)]


def _values(asked: Asked, day: Day, pairs: Sequence[tuple[str, str]]) -> dict[str, Cell]:
    chosen = set(pairs)
    people = [row for row in day.rows if (row.unit, row.product) in chosen]
    doses = [dose for row in day.rows for dose in row.doses if (row.unit, dose.product) in chosen]
    vials = [one for one in day.vials if (one.unit, one.product) in chosen]
    reactions = [one for row in people for one in row.reactions]
    blank = {f"{SYMPTOM}{one.code}": 0 for one in day.symptoms}
    found = {
        "campaign": asked.campaign,
        **measures.of_people(people),
        **measures.of_doses(doses),
        **measures.of_vials(vials),
        **blank,
        **measures.of_reactions(people, reactions),
    }
    found["wasted"] = sum(day.lost.get(pair, 0) for pair in chosen)
    late = found["late"]
    return {**found, "note": Said("report.note.late", {"n": late}) if late else None}


def _symptom_columns(symptoms: Sequence[Symptom]) -> tuple[Heading, ...]:
    return tuple(Heading(key=f"{SYMPTOM}{one.code}", label=one) for one in symptoms)


def where(line: Line) -> tuple[Words, ...]:
    """What a line is of: its first columns in words."""
    words = [cell for cell in line.cells if cell is not None and not isinstance(cell, int | float) and cell != ""]
    return tuple(words[:2])


def _who(kind: FaultKind, line: Line, day: Day, names: Naming) -> tuple[Words, ...]:
    """People of a line who make the difference: without outcome, or with doses that are not one."""
    if kind is FaultKind.OUTCOMES:
        rows = [row for row in day.rows if row.came and row.outcome is None and _of(line, row.unit, row.product)]
    else:
        rows = [
            row for row in day.rows
            if len(row.doses) > 1 and any(_of(line, row.unit, dose.product) for dose in row.doses)
        ]  # fmt: skip
    return tuple(person(row, names.units) for row in rows)


def _of(line: Line, unit: str, product: str) -> bool:
    return line.dims.get("unit", unit) == unit and line.dims.get("product", product) == product


def _notes(total: Row) -> tuple[Words, ...]:
    """Doses typed later are told apart, so that nobody takes them for doses of a desk."""
    late = total.values["late"]
    return (Said("report.note.late_doses", {"n": late}),) if late else ()
