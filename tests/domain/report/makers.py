"""Rows for the rules of reports."""

from __future__ import annotations

from typing import Any

from vaxdesk.domain.forms import Text
from vaxdesk.domain.outcomes import Outcome, Stage
from vaxdesk.domain.report.facts import Attendance, Given, Reaction, Unit, Whom
from vaxdesk.domain.report.form import ReportForm
from vaxdesk.domain.report.naming import Naming
from vaxdesk.domain.report.table import Grid, Line, Rank, ReportKind
from vaxdesk.registry import rules

DAY = "2026-11-23"
HERE = Unit(key="A", code="2025-07:A", name="Trạm A")
THERE = Unit(key="B", code="B", name="Trạm B")
ONE = Naming(units={"A": HERE}, products={"AZ": Text(vi="AZ", en="AZ"), "COM-A": Text(vi="Pfizer", en="Pfizer")})
TWO = Naming(units={"A": HERE, "B": THERE}, products=ONE.products)


def form(kind: ReportKind) -> ReportForm:
    return rules.report(kind)


def dose(id_: str = "L.9", **more: Any) -> Given:
    return Given(id=id_, **{"product": "AZ", "kind": "primary", "kind_no": 1, "at": 1000, "lot_no": "X1", **more})


def reaction(id_: str = "L.8", **more: Any) -> Reaction:
    return Reaction(id=id_, **{"severity": "common", "onset": 1900, "t": 2000, **more})


def row(no: int = 1, **more: Any) -> Attendance:
    """Somebody who came and is not finished; with a dose vaccinated, unless told otherwise."""
    who = more.pop("who", None) or Whom(id=f"P.{no}", name=f"Người {no}", **more.pop("whom", {}))
    injected = {"stage": Stage.INJECTED, "outcome": Outcome.VACCINATED} if more.get("doses") else {}
    values = {"unit": "A", "day": DAY, "stage": Stage.RECEIVED, "no": no, "received": True, "planned": "AZ", **injected}
    return Attendance(who=who, **{**values, **more})


def values(grid: Grid, line: Line) -> dict[str, Any]:
    return {heading.key: cell for heading, cell in zip(grid.headings, line.cells, strict=True)}


def plain(grid: Grid) -> list[dict[str, Any]]:
    return [values(grid, line) for line in grid.lines if line.rank is Rank.PLAIN]


def total(grid: Grid) -> dict[str, Any]:
    return next(values(grid, line) for line in grid.lines if line.rank is Rank.TOTAL)
