"""Stock report: doses by lot from opening to closing, and whether they agree with the doses given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from vaxdesk.domain.forms import Text
from vaxdesk.domain.report import balance
from vaxdesk.domain.report.asked import Asked
from vaxdesk.domain.report.facts import Attendance, StockLine
from vaxdesk.domain.report.form import ReportForm, Row, grid
from vaxdesk.domain.report.naming import Naming, person
from vaxdesk.domain.report.table import Cell, FaultKind, Line, Rank, Report, ReportKind, Said, Words
from vaxdesk.domain.stock.balance import DayLine
from vaxdesk.domain.thaw import FROZEN

MAIN = "stock"
_SUMMED = (
    "opening", "received", "used", "extra", "wasted", "disposed", "transferred", "returned_up", "adjusted", "closing",
    "difference",
)  # fmt: skip
_KEPT = ("lot", "product", "number", "expiry", "kept", "late", "thawed")


def stock(
    form: ReportForm, asked: Asked, lines: Sequence[StockLine], rows: Sequence[Attendance], names: Naming, *, unit: str
) -> Report:
    """Lots of a stretch of days. `given` is counted from the doses of people, `used` comes from the books of stock."""
    wanted = [one for one in lines if not asked.product or one.product == asked.product]
    wanted.sort(
        key=lambda one: (
            names.unit(one.unit), names.order(one.product), one.expiry, one.number, one.thawed, one.lot
        )
    )  # fmt: skip
    given = [(row, dose) for row in rows for dose in row.doses]
    counts = Counter((row.unit, dose.lot) for row, dose in given)
    made = [_line(one, counts[(one.unit, one.lot)], names) for one in wanted]
    lots = {(one.unit, one.lot) for one in lines}
    nowhere = [
        (row, dose) for row, dose in given
        if (row.unit, dose.lot) not in lots and (not asked.product or dose.product == asked.product)
    ]  # fmt: skip
    made += [_nowhere(nowhere)] if nowhere else []
    total = {key: sum(row.values[key] for row in made if key in row.values) for key in (*_SUMMED, "given", "missing")}
    made.append(Row(values={"product": Said("report.total"), **total}, rank=Rank.TOTAL))
    table = form.of(MAIN)
    tables, faults = (), ()
    if table is not None:
        people = tuple(person(row, names.units) for row, _ in nowhere)
        done, found = balance.checked(
            table, grid(table, made), who=lambda kind, line: _who(kind, line, people), where=_where
        )
        tables, faults = (done,), tuple(found)
    return Report(
        kind=ReportKind.STOCK, title=form.title, basis=form.basis, unit=unit, since=asked.first, until=asked.until,
        grids=tables, faults=faults, notes=_notes(wanted), signs=form.sign,
    )  # fmt: skip


def of(unit: str, line: DayLine) -> StockLine:
    """A lot over some days in a unit."""
    figures = {name: getattr(line, name) for name in (*_SUMMED, *_KEPT)}
    return StockLine(unit=unit, **figures)


def _line(one: StockLine, given: int, names: Naming) -> Row:
    values: dict[str, Cell] = {
        "unit": names.unit(one.unit),
        "product": names.product(one.product),
        "lot": _named(one),
        "expiry": one.expiry,
        **{key: getattr(one, key) for key in _SUMMED},
        "given": given,
        "missing": one.difference,
        "note": _note(one),
    }
    return Row(values=values, dims={"unit": one.unit, "product": one.product, "lot": one.number})


def _named(one: StockLine) -> Cell:
    """The number, and since when the boxes are out of the freezer."""
    if not one.thawed:
        return one.number
    facts = {"lot": one.number, "day": "/".join(reversed(one.thawed.split("-")))}
    return Said("report.lot_frozen" if one.thawed == FROZEN else "report.lot_thawed", facts=facts)


def _note(one: StockLine) -> Said | None:
    """What is to be known of a lot beside its figures."""
    if not one.kept:
        return Said("report.note.not_kept")
    return Said("report.note.came_later", facts={"n": one.late}) if one.late else None


def _nowhere(given: Sequence[tuple[Attendance, object]]) -> Row:
    """Doses of a lot that the books of stock do not know."""
    return Row(values={"product": Said("report.no_lot"), "used": 0, "given": len(given)}, dims={"lot": "?"})


def _who(kind: FaultKind, line: Line, people: tuple[Words, ...]) -> tuple[Words, ...]:
    return people if kind is FaultKind.LOTS and line.dims.get("lot") == "?" else ()


def _where(line: Line) -> tuple[Words, ...]:
    """Station, vaccine, lot."""
    return tuple(one for one in line.cells[:3] if isinstance(one, str | Text | Said))


def _notes(lines: Sequence[StockLine]) -> tuple[Words, ...]:
    return (Said("report.note.some_not_kept"),) if any(not one.kept for one in lines) else ()
