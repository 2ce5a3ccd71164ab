"""Pieces of flowing papers that people write in: filled lines and boxes to tick."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from vaxdesk.documents.fitting import LEADING, Fitted, Style, fit
from vaxdesk.documents.fonts import REGULAR, STRONG
from vaxdesk.documents.pen import TICK, Box, Pen, width_of

_LABEL = Style(REGULAR, 9.5, 6.0)
_VALUE = Style(STRONG, 9.5, 6.0)
_LINE = 5.6  # mm from one dotted line to the next: room for a pen
_BASE = 4.0  # mm from the top of a line to its baseline
_ANY_HEIGHT = 10_000.0


class Field(NamedTuple):
    """A label and its value, or dotted lines when the value is empty, or `choices` (text, ticked) in place of both.

    `share` of the line's width; `unit` is set after the value; `lines` is the least number of dotted lines.
    """

    label: str
    value: str = ""
    share: float = 1.0
    unit: str = ""
    lines: int = 1
    choices: tuple[tuple[str, bool], ...] = ()


class Drawn(Flowable):
    """A flowable drawn by a pen; subclasses say how high they are in a width, both in millimetres."""

    def measure(self, width: float) -> float:
        """Height in a width."""
        raise NotImplementedError

    def stroke(self, pen: Pen, width: float) -> None:
        """Draw from the upper left corner."""
        raise NotImplementedError

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """reportlab asks for the size in points."""
        self.width = available_width
        self.height = self.measure(available_width / mm) * mm
        return self.width, self.height

    def draw(self) -> None:
        """reportlab calls with the origin at the lower left corner."""
        self.stroke(Pen(self.canv, self.height / mm), self.width / mm)


class Filled(Drawn):
    """One or more fields side by side; long values run on over further dotted lines."""

    def __init__(self, *fields: Field) -> None:
        super().__init__()
        self._fields = fields

    def measure(self, width: float) -> float:
        return _LINE * max(self._lines(field, fitted) for field, _, fitted in self._laid(width))

    def stroke(self, pen: Pen, width: float) -> None:
        left = 0.0
        for field, room, fitted in self._laid(width):
            pen.line(field.label, (left, _BASE), style=_LABEL, width=_indent(field))
            if field.choices:
                self._choices(pen, field, left=left + _indent(field) + 0.8)
            else:
                self._value(pen, field, fitted=fitted, left=left, room=room)
            left += field.share * width

    @staticmethod
    def _choices(pen: Pen, field: Field, *, left: float) -> None:
        for text, ticked in field.choices:
            taken = width_of(text, _LABEL)
            pen.tick((left, _BASE), ticked=ticked)
            pen.line(text, (left + TICK + 1, _BASE), style=_LABEL, width=taken + 1)
            left += TICK + taken + 5

    def _value(self, pen: Pen, field: Field, *, fitted: Fitted, left: float, room: float) -> None:
        for number in range(self._lines(field, fitted)):
            start = left + (_indent(field) if number == 0 else 0)
            at = (start, _LINE * number + _BASE)
            rest = room - (start - left)
            pen.dots(at, width=rest)
            line = fitted.lines[number] if number < len(fitted.lines) else ""
            pen.line(line, at, style=_VALUE._replace(size=fitted.size), width=rest + 0.5)
        if field.unit:
            after = (left + room + 1, _BASE)
            pen.line(field.unit, after, style=_LABEL, width=width_of(field.unit, _LABEL) + 1)

    @staticmethod
    def _lines(field: Field, fitted: Fitted) -> int:
        return max(field.lines, len(fitted.lines))

    def _laid(self, width: float) -> list[tuple[Field, float, Fitted]]:
        laid = []
        for number, field in enumerate(self._fields, start=1):
            unit = width_of(field.unit, _LABEL) + 1.5 if field.unit else 0
            gap = 2 if number < len(self._fields) else 0
            room = field.share * width - unit - gap
            value = fit(field.value, _VALUE, width=room * mm, height=_ANY_HEIGHT, indent=_indent(field) * mm)
            laid.append((field, room, value))
        return laid


def written(field: Field, width: float) -> list[Flowable]:
    """A field over the whole width whose value may run over pages: one flowable a line."""
    indent = _indent(field)
    fitted = fit(field.value, _VALUE, width=width * mm, height=_ANY_HEIGHT, indent=indent * mm)
    empty = [""] * (field.lines - len(fitted.lines))
    first, *rest = [*fitted.lines, *empty]
    return [Filled(Field(field.label, first)), *(Filled(Field("", line)) for line in rest)]


def _indent(field: Field) -> float:
    return width_of(field.label, _LABEL) + 1.2 if field.label else 0.0


class Ticks(Drawn):
    """Choices in columns, each a box and its text; a long one takes several columns, and wraps beside its box."""

    def __init__(self, choices: Sequence[tuple[str, bool]], *, columns: int = 1) -> None:
        super().__init__()
        self._choices = tuple(choices)
        self._columns = columns

    def measure(self, width: float) -> float:
        return sum(self._height(row, width) for row in self._rows(width))

    def stroke(self, pen: Pen, width: float) -> None:
        top, cell = 0.0, width / self._columns
        for row in self._rows(width):
            height = self._height(row, width)
            for column, span, (text, ticked) in row:
                pen.tick((column * cell, top + 3.6), ticked=ticked)
                box = Box(column * cell + TICK + 1.5, top + 0.35, span * cell - TICK - 3, height)
                pen.write(text, box, style=_LABEL)
            top += height

    def _rows(self, width: float) -> list[list[tuple[int, int, tuple[str, bool]]]]:
        """Rows of (first column, columns taken, choice)."""
        rows: list[list[tuple[int, int, tuple[str, bool]]]] = []
        column = self._columns
        for choice in self._choices:
            needed = width_of(choice[0], _LABEL) + TICK + 3.5
            span = min(self._columns, max(1, ceil(needed * self._columns / width)))
            if column + span > self._columns:
                rows.append([])
                column = 0
            rows[-1].append((column, span, choice))
            column += span
        return rows

    def _height(self, row: list[tuple[int, int, tuple[str, bool]]], width: float) -> float:
        rooms = ((text, (span * width / self._columns - TICK - 3) * mm) for _, span, (text, _) in row)
        lines = max(len(fit(text, _LABEL, width=room, height=_ANY_HEIGHT).lines) for text, room in rooms)
        return lines * _LABEL.size * LEADING / mm + 1.1


class TickCell(Drawn):
    """A single tick box in the middle of a table cell."""

    def __init__(self, ticked: bool) -> None:
        super().__init__()
        self._ticked = ticked

    def measure(self, width: float) -> float:  # noqa: ARG002 - as wide as its cell
        return 4.2

    def stroke(self, pen: Pen, width: float) -> None:
        pen.tick(((width - TICK) / 2, 3.4), ticked=self._ticked)
