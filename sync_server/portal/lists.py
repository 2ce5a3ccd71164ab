"""Lists of people that organisations send: read by a process of its own, judged by the rules of the desk (facts 5.2).

Each row is judged by itself and against the others of the sheet; whether somebody is known is never asked.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from enum import StrEnum, nonmember
from functools import partial
from pathlib import Path
from threading import BoundedSemaphore

import msgspec

from sync_server.portal import list_reader
from vaxdesk.domain.cells import Cell
from vaxdesk.domain.headings import HEAD_ROWS, Columns, recognise
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.products import recognise_product
from vaxdesk.domain.roster import Flaw, Remark, RowResult, RowStatus
from vaxdesk.domain.roster_match import Nobody
from vaxdesk.domain.roster_preview import preview
from vaxdesk.domain.roster_row import RosterRules
from vaxdesk.registry import rules

MOST_BYTES = 2 * 1024 * 1024
MOST_PEOPLE = 1000
_SECONDS = 60.0  # by the clock, where the machine has much else to do
_AT_ONCE = BoundedSemaphore(2)  # readers of a process: each may take what `list_reader.MEMORY` says
_ROOT = Path(__file__).parents[2]
_Table = list[list[str | int | float | bool | list[str]]]


class ListFault(StrEnum):
    """Why a file is no list."""

    WORDS = nonmember("portal_group.file_fault")

    MISSING = "missing"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    NO_HEADER = "no_header"
    NOBODY = "nobody"
    TOO_MANY = "too_many"
    BUSY = "busy"


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """A list that was read. `rows` are all of it in its order; `people` of those that can be taken."""

    rows: tuple[RowResult, ...]
    people: tuple[Person, ...]

    @property
    def flawed(self) -> tuple[RowResult, ...]:
        """Rows that cannot be taken."""
        return tuple(one for one in self.rows if one.status is RowStatus.PROBLEM)

    @property
    def doubted(self) -> tuple[RowResult, ...]:
        """Rows that are taken, and that somebody should look at."""
        return tuple(one for one in self.rows if one.status is RowStatus.ACCEPTED and one.warnings)

    @property
    def repeated(self) -> tuple[RowResult, ...]:
        """Rows that say again what another does; they are left out."""
        return tuple(one for one in self.rows if one.status is RowStatus.DUPLICATE)


def read(raw: bytes, *, today: str) -> Judged | ListFault:
    """A workbook as it came; takes seconds and holds no connection."""
    if not raw:
        return ListFault.MISSING
    if len(raw) > MOST_BYTES:
        return ListFault.TOO_LARGE
    tables = _tables(raw)
    return tables if isinstance(tables, ListFault) else judge(tables, today=today)


def judge(tables: Sequence[Sequence[Sequence[Cell]]], *, today: str) -> Judged | ListFault:
    """The sheet with the most people, each row judged."""
    found = [(table, recognise(table[:HEAD_ROWS])) for table in tables]
    lists = [(table, columns) for table, columns in found if isinstance(columns, Columns)]
    if not lists:
        return ListFault.NO_HEADER if any(tables) else ListFault.NOBODY
    table, columns = max(lists, key=lambda one: len(one[0]) - one[1].first)
    judged = preview(enumerate(table, 1), columns, rules=_rules(today), known=Nobody())
    rows = judged.results if judged else ()
    people = tuple(one.person for one in rows if one.status is RowStatus.ACCEPTED and one.person is not None)
    if not rows:
        return ListFault.NOBODY
    return ListFault.TOO_MANY if len(rows) > MOST_PEOPLE else Judged(rows=rows, people=people)


def reasons(row: RowResult) -> tuple[Flaw | Remark, ...]:
    """Why a row cannot be taken, or what is odd about it."""
    return row.problems or row.warnings


def _tables(raw: bytes) -> list[list[list[Cell]]] | ListFault:
    if not _AT_ONCE.acquire(timeout=_SECONDS):
        return ListFault.BUSY
    try:
        done = subprocess.run(
            [sys.executable, "-m", list_reader.__name__], input=raw, capture_output=True, timeout=_SECONDS, check=False,
            cwd=_ROOT, env={"PYTHONPATH": str(_ROOT)},
        )  # fmt: skip
        told = msgspec.json.decode(done.stdout, type=list[_Table]) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, msgspec.DecodeError):
        told = None
    finally:
        _AT_ONCE.release()
    return ListFault.UNREADABLE if told is None else [[[_value(cell) for cell in row] for row in one] for one in told]


def _value(cell: str | int | float | bool | list[str]) -> Cell:
    return date.fromisoformat(cell[0]) if isinstance(cell, list) else cell


def _rules(today: str) -> RosterRules:
    return RosterRules(
        today=today,
        units=rules.units(),
        product_of=partial(recognise_product, rules.schedule()),
        communes=rules.communes(),
    )
