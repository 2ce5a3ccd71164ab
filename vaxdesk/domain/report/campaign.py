"""End of a round, QĐ 3588/QĐ-BYT appendix 6: by priority group and by unit, what was before and what this round did.

A person counts once a group, however often they came; in the table by unit they count at each unit where they were, so
the units may add up to more than the total, which is then said with those who make the difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from vaxdesk.domain.report import balance, measures
from vaxdesk.domain.report.asked import Asked
from vaxdesk.domain.report.daily import where
from vaxdesk.domain.report.facts import Attendance
from vaxdesk.domain.report.form import GridForm, ReportForm, Row, grid
from vaxdesk.domain.report.naming import Naming, group, group_order, person
from vaxdesk.domain.report.table import (
    Cell,
    Fault,
    FaultKind,
    Grid,
    Line,
    Rank,
    Report,
    ReportKind,
    Said,
    Words,
    percent,
)  # fmt: skip

GROUPS, UNITS, EVENTS = "groups", "units", "events"
Rows = list[Attendance]


def campaign(form: ReportForm, asked: Asked, rows: Iterable[Attendance], names: Naming, *, unit: str) -> Report:
    """The report on a round from `asked.first` to `asked.until`; rows of days before it are earlier rounds."""
    every = [row for row in rows if not asked.product or asked.product in (row.product, *_products(row))]
    makers: dict[str, Callable[[Rows], list[Row]]] = {
        GROUPS: lambda every: _by_group(asked, every),
        UNITS: lambda every: _by_unit(asked, every, names),
        EVENTS: lambda every: _events(asked, every, names),
    }
    made, faults = [], []
    for table in form.grid:
        done, found = _table(table, makers[table.key](every), _ours(asked, every), names)
        made.append(done)
        faults += found
    return Report(
        kind=ReportKind.CAMPAIGN, title=form.title, basis=form.basis, unit=unit, since=asked.first, until=asked.until,
        grids=tuple(made), faults=tuple(faults), notes=_notes(asked), open=form.open, signs=form.sign,
    )  # fmt: skip


def _table(table: GridForm, lines: list[Row], ours: Rows, names: Naming) -> tuple[Grid, list[Fault]]:
    return balance.checked(
        table, grid(table, lines), who=lambda kind, line: _who(kind, line, ours, names), where=where
    )


def _products(row: Attendance) -> tuple[str, ...]:
    return tuple(dose.product for dose in row.doses)


def _ours(asked: Asked, rows: Iterable[Attendance]) -> Rows:
    return [row for row in rows if asked.first <= row.day <= asked.until]


def _by_group(asked: Asked, rows: Rows) -> list[Row]:
    groups = sorted({row.who.grp for row in rows}, key=group_order)
    lines = [
        Row(values={"group": group(code), **_values(asked, [row for row in rows if row.who.grp == code])},
            dims={"group": code})
        for code in groups
    ]  # fmt: skip
    return [*lines, _total("group", _values(asked, rows))]


def _by_unit(asked: Asked, rows: Rows, names: Naming) -> list[Row]:
    units = sorted({row.unit for row in rows}, key=lambda key: (names.unit(key), key))
    lines = [
        Row(values={"unit": names.unit(key), **_values(asked, [row for row in rows if row.unit == key])},
            dims={"unit": key})
        for key in units
    ]  # fmt: skip
    return [*lines, _total("unit", _values(asked, rows))]


def _events(asked: Asked, rows: Rows, names: Naming) -> list[Row]:
    """Adverse events of the round by vaccine."""
    ours = _ours(asked, rows)
    products = sorted({row.product for row in ours if row.doses}, key=names.order)
    lines = [
        Row(values={"product": names.product(code), **_happened([row for row in ours if row.product == code])},
            dims={"product": code})
        for code in products
    ]  # fmt: skip
    return [*lines, _total("product", _happened([row for row in ours if row.doses]))]


def _happened(rows: Rows) -> dict[str, Cell]:
    doses = [dose for row in rows for dose in row.doses]
    reactions = [one for row in rows for one in row.reactions]
    found = {**measures.of_doses(doses), **measures.of_reactions(rows, reactions)}
    return {**found, "common_percent": percent(found["common"], len(doses))}


def _total(key: str, values: dict[str, Cell]) -> Row:
    return Row(values={key: Said("report.total"), **values}, rank=Rank.TOTAL)


def _values(asked: Asked, rows: Rows) -> dict[str, Cell]:
    """Distinct people and doses of earlier rounds and of this one; the share is people injected of people."""
    ours = _ours(asked, rows)
    earlier = [row for row in rows if asked.before <= row.day < asked.first]
    injected, people = _people(row for row in ours if row.doses), _people(ours)
    late = sum(dose.late for row in ours for dose in row.doses)
    return {
        "earlier_people": _people(earlier),
        "earlier_injected": _people(row for row in earlier if row.doses),
        "people": people,
        "injected": injected,
        **measures.of_doses([dose for row in ours for dose in row.doses]),
        "percent": percent(injected, people),
        "note": Said("report.note.late", {"n": late}) if late else None,
    }


def _people(rows: Iterable[Attendance]) -> int:
    return len({row.who.id for row in rows})


def _who(kind: FaultKind, line: Line, ours: Rows, names: Naming) -> tuple[Words, ...]:
    """Who got several doses in the round, or, for a table by unit, was at several units."""
    seen: dict[str, Rows] = {}
    for row in ours:
        if line.dims.get("group", row.who.grp) == row.who.grp and line.dims.get("unit", row.unit) == row.unit:
            seen.setdefault(row.who.id, []).append(row)
    several = (
        rows for rows in seen.values()
        if (len({row.unit for row in rows}) if kind is FaultKind.ROWS else sum(len(row.doses) for row in rows)) > 1
    )  # fmt: skip
    return tuple(person(row, names.units) for rows in several for row in rows)


def _notes(asked: Asked) -> tuple[Words, ...]:
    return (Said("report.note.campaign", {"no": asked.campaign}),) if asked.campaign else ()
