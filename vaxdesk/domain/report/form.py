"""What a report is made of, as data that a district may change: tables, columns, what must come out, who signs.

The columns of QĐ 43/QĐ-BYT are not public word for word; so columns stand in `resources/reports/*.toml`, not here. A
column names a measure by its key; a key that the program does not reckon gives an empty column to write in by hand.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from vaxdesk.domain.forms import Text
from vaxdesk.domain.report.table import Cell, CellKind, Grid, Heading, Line, Rank, Values


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class ColumnForm(Text, kw_only=True):
    """A column by the key of its measure."""

    key: str
    kind: CellKind = CellKind.WHOLE
    group: Text | None = None
    share: float = 1.0

    @property
    def heading(self) -> Heading:
        """The column as tables have it."""
        label = Text(vi=self.vi, en=self.en)
        return Heading(key=self.key, label=label, group=self.group or "", kind=self.kind, share=self.share)


class BalanceForm(_Part, kw_only=True):
    """A sum that must come out in each line: `whole` and `also` = all of `parts`; `kind` is the fault otherwise."""

    kind: str
    whole: str
    parts: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


class GridForm(Text, kw_only=True):
    """A table of a report."""

    key: str
    column: tuple[ColumnForm, ...]
    balance: tuple[BalanceForm, ...] = ()


class ReportForm(_Part, kw_only=True):
    """A report's data file."""

    id: str
    title: Text
    basis: str = ""
    grid: tuple[GridForm, ...] = ()
    open: tuple[Text, ...] = ()
    sign: tuple[Text, ...] = ()
    bands: tuple[int, ...] = ()  # completed years at which a band of ages begins

    def of(self, key: str) -> GridForm | None:
        """The table of a key; None when the district has taken it out."""
        return next((one for one in self.grid if one.key == key), None)


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """Values by measure before they stand in columns."""

    values: Values
    rank: Rank = Rank.PLAIN
    dims: dict[str, str] = {}


def load_report(text: str) -> ReportForm:
    """A data file.

    Raises:
        msgspec.DecodeError: no TOML, or not of this shape.
    """
    return msgspec.toml.decode(text, type=ReportForm)


def grid(form: GridForm, rows: Iterable[Row], *, more: Iterable[Heading] = ()) -> Grid:
    """Rows under the form's columns; `more` are columns that come from other data, e.g. one a symptom."""
    headings = (*(one.heading for one in form.column), *more)
    lines = tuple(
        Line(cells=tuple(_cell(row.values, one.key) for one in headings), rank=row.rank, dims=row.dims) for row in rows
    )
    return Grid(key=form.key, title=Text(vi=form.vi, en=form.en), headings=headings, lines=lines)


def _cell(values: Values, key: str) -> Cell:
    return values.get(key)
