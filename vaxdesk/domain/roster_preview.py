"""Judges a whole list in batches, before anything is written: each row by itself, then against the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice

import msgspec

from vaxdesk.domain.cells import Cell
from vaxdesk.domain.charsets import Charset
from vaxdesk.domain.headings import Columns
from vaxdesk.domain.roster import RowResult
from vaxdesk.domain.roster_match import Known, Matcher
from vaxdesk.domain.roster_row import RosterRules, RowReader
from vaxdesk.domain.roster_survey import SAMPLE_ROWS, survey

BATCH_ROWS = 500

Numbered = tuple[int, Sequence[Cell]]


class Preview(msgspec.Struct, frozen=True):
    """The judged rows of a list in the order of the sheet, lines about nobody left out.

    `charsets` are the old encodings that were undone.
    """

    columns: Columns
    results: tuple[RowResult, ...]
    charsets: frozenset[Charset] = frozenset()


def preview(
    rows: Iterable[Numbered],
    columns: Columns,
    *,
    rules: RosterRules,
    known: Known,
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Preview | None:
    """Every row judged and matched; None when cancelled.

    Args:
        rows: the sheet's rows from the first on, numbered as the spreadsheet shows them (from 1).
        known: the register; asked once for each batch of `BATCH_ROWS`.
        progress: told the number of the last row done, after each batch.
        cancelled: asked before each batch.
    """
    people = ((row, cells) for row, cells in rows if row > columns.first)
    sample = list(islice(people, SAMPLE_ROWS))
    seen = survey((cells for _, cells in sample), columns)
    reader, matcher = RowReader(columns, seen, rules), Matcher(columns, known)
    results: list[RowResult] = []
    for batch in _batches(chain(sample, people)):
        if cancelled and cancelled():
            return None
        judged = (reader.read(row, cells) for row, cells in batch)
        results += matcher.match([result for result in judged if result])
        if progress:
            progress(batch[-1][0])
    return Preview(columns, tuple(results), frozenset(seen.charsets.values()))


def _batches(rows: Iterable[Numbered]) -> Iterator[list[Numbered]]:
    source = iter(rows)
    while batch := list(islice(source, BATCH_ROWS)):
        yield batch
