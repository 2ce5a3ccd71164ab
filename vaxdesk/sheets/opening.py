"""Finds the list of people in a file: the right sheet, its header and what its columns hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from vaxdesk.domain.headings import HEAD_ROWS, Columns, HeadingRefusal, HeadingsRefused, recognise
from vaxdesk.sheets.read import Table, read_tables

_CATALOGUE = re.compile(r"PL\s*[2-9]\b|PL[2-9]_", re.IGNORECASE)  # the template's sheets of codes


@dataclass(frozen=True)
class OpenedList:
    """A sheet of people. `others` names further sheets of the file that hold people too and are not read."""

    table: Table
    columns: Columns
    others: tuple[str, ...] = ()


def open_list(path: Path, sheet: str = "") -> OpenedList | HeadingsRefused:
    """The sheet with the most people, or the named one; a refusal says which heading was not found.

    Raises:
        Trouble: FILE_UNREADABLE, SHEET_UNREADABLE (see `read_tables`).
    """
    wanted = [table for table in read_tables(path) if sheet in ("", table.name)]
    tables = [table for table in wanted if sheet or not _CATALOGUE.match(table.name)]
    read = [(table, recognise(table.head(HEAD_ROWS), merged=table.merged)) for table in tables]
    lists = [(table, columns) for table, columns in read if isinstance(columns, Columns)]
    if lists:
        table, columns = max(lists, key=lambda pair: pair[0].height - pair[1].first)
        return OpenedList(table, columns, tuple(other.name for other, _ in lists if other is not table))
    refused = [answer for _, answer in read if isinstance(answer, HeadingsRefused)]
    return max(refused, key=lambda answer: len(answer.found), default=HeadingsRefused(HeadingRefusal.EMPTY_SHEET))
