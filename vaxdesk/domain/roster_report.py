"""The count of an import and every row that needs looking at, as the command line prints it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from vaxdesk.domain.roster import RowResult, RowStatus


class WarningLine(msgspec.Struct, frozen=True):
    """A warning of a row: code and column letter (empty when the sheet has no such column)."""

    row: int
    code: str
    column: str


class ProblemLine(msgspec.Struct, frozen=True):
    """A problem of a row with the offending text."""

    row: int
    code: str
    column: str
    text: str


class DuplicateLine(msgspec.Struct, frozen=True):
    """A row and what it repeats: a row number of the same sheet, or the id of a known person."""

    row: int
    of: int | str


class RosterReport(msgspec.Struct, frozen=True):
    """`rows` = `accepted` + rows with problems + duplicates; `known` are accepted rows whose person had a record."""

    rows: int
    accepted: int
    warnings: tuple[WarningLine, ...]
    problems: tuple[ProblemLine, ...]
    duplicates: tuple[DuplicateLine, ...]
    known: tuple[DuplicateLine, ...]
    prior_doses: int


def report(results: Sequence[RowResult]) -> RosterReport:
    """The summary of judged rows, numbered as in the sheet."""
    return RosterReport(
        rows=len(results),
        accepted=sum(result.status in (RowStatus.ACCEPTED, RowStatus.KNOWN) for result in results),
        warnings=tuple(WarningLine(r.row, remark.code.value, remark.column) for r in results for remark in r.warnings),
        problems=tuple(ProblemLine(r.row, f.code.value, f.column, f.text) for r in results for f in r.problems),
        duplicates=_repeats(results, RowStatus.DUPLICATE),
        known=_repeats(results, RowStatus.KNOWN),
        prior_doses=sum(len(result.doses) for result in results),
    )


def _repeats(results: Sequence[RowResult], status: RowStatus) -> tuple[DuplicateLine, ...]:
    return tuple(DuplicateLine(r.row, r.of_row or r.of_person) for r in results if r.status is status)
