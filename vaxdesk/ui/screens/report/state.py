"""What the page of reports shows."""

from __future__ import annotations

import msgspec

from vaxdesk.domain.report.asked import Axis, Format
from vaxdesk.domain.report.table import ReportKind


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """A heading of a table; figures stand at the right; `share` is its width beside the others."""

    text: str
    group: str = ""
    right: bool = False
    share: float = 1.0


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a table in words; `marks` are the places of values that do not balance."""

    texts: tuple[str, ...]
    sum: bool = False
    marks: frozenset[int] = frozenset()


class GridFace(msgspec.Struct, frozen=True, kw_only=True):
    """A table as it is shown."""

    title: str
    heads: tuple[Head, ...]
    rows: tuple[Row, ...] = ()


class Face(msgspec.Struct, frozen=True, kw_only=True):
    """A report as it is shown, in the language of the page; `formats` are the files it is given out as.

    `sums`: there is something that could fail to balance.
    """

    title: str
    unit: str
    period: str
    grids: tuple[GridFace, ...] = ()
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    formats: tuple[Format, ...] = ()
    sums: bool = True


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign of the plan, to take its days from."""

    no: str
    name: str
    since: str
    until: str


class ReportState(msgspec.Struct, frozen=True, kw_only=True):
    """The question and its answer; `refused` says why there is none, `wrong` that the days are no days."""

    kind: ReportKind = ReportKind.DAILY
    until: str = ""
    since: str = ""
    campaign: str = ""
    product: str = ""
    axis: Axis = Axis.GROUP
    rounds: tuple[Round, ...] = ()
    busy: bool = False
    face: Face | None = None
    refused: str = ""
    wrong: bool = False
