"""Whether sums come out: in a line by the form's rules, and lines against the total; and who makes the difference."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from vaxdesk.domain.report.form import BalanceForm, GridForm
from vaxdesk.domain.report.table import CellKind, Fault, FaultKind, Grid, Line, Rank, Words

Who = Callable[[FaultKind, Line], tuple[Words, ...]]  # whose rows make the difference of a line
Where = Callable[[Line], tuple[Words, ...]]


def checked(form: GridForm, made: Grid, *, who: Who, where: Where) -> tuple[Grid, list[Fault]]:
    """The table with its marks, and what does not balance in it."""
    faults: list[Fault] = []
    marks: dict[int, set[str]] = {}
    for rule in form.balance:
        for at, line in enumerate(made.lines):
            fault = _in_line(made, line, rule, who=who, where=where)
            if fault:
                marks.setdefault(at, set()).add(rule.whole)
                faults += [fault] if line.rank is Rank.PLAIN else []
    for key in _not_adding_up(made):
        at = next(at for at, line in enumerate(made.lines) if line.rank is Rank.TOTAL)
        marks.setdefault(at, set()).add(key)
        faults.append(_rows(made, key, who))
    lines = tuple(
        msgspec.structs.replace(line, marks=frozenset(marks[at])) if at in marks else line
        for at, line in enumerate(made.lines)
    )
    return msgspec.structs.replace(made, lines=lines), faults


def _in_line(made: Grid, line: Line, rule: BalanceForm, *, who: Who, where: Where) -> Fault | None:
    if not isinstance(made.value(line, rule.whole), int):
        return None
    whole, parts = _sum(made, line, (rule.whole, *rule.also)), _sum(made, line, rule.parts)
    if whole == parts:
        return None
    kind = FaultKind(rule.kind)
    return Fault(kind=kind, grid=made.key, where=where(line), who=who(kind, line),
                 facts={"column": _label(made, rule.whole), "whole": whole, "parts": parts})  # fmt: skip


def _sum(made: Grid, line: Line, keys: Iterable[str]) -> int:
    return sum(value for key in keys if isinstance(value := made.value(line, key), int))


def _not_adding_up(made: Grid) -> Iterable[str]:
    """Columns of whole numbers whose plain lines do not add up to the total line."""
    total = next((line for line in made.lines if line.rank is Rank.TOTAL), None)
    plain = [line for line in made.lines if line.rank is Rank.PLAIN]
    for at, heading in enumerate(made.headings):
        if total is None or heading.kind is not CellKind.WHOLE or not isinstance(total.cells[at], int):
            continue
        if total.cells[at] != sum(value for line in plain if isinstance(value := line.cells[at], int)):
            yield heading.key


def _rows(made: Grid, key: str, who: Who) -> Fault:
    at = made.column(key)
    total = next(line for line in made.lines if line.rank is Rank.TOTAL)
    plain = sum(value for line in made.lines if line.rank is Rank.PLAIN and isinstance(value := line.cells[at], int))
    facts = {"column": _label(made, key), "whole": total.cells[at], "parts": plain}
    return Fault(kind=FaultKind.ROWS, grid=made.key, facts=facts, who=who(FaultKind.ROWS, total))


def _label(made: Grid, key: str) -> Words:
    return made.headings[made.column(key)].label
