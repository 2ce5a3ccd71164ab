"""What changed on the session board since it was last read: whole lines, of all people or of a few."""

from __future__ import annotations

import msgspec

from vaxdesk.domain.views import VisitRow

Mark = dict[int, int]  # local number of a log, and how many of its entries were folded


class BoardNews(msgspec.Struct, frozen=True, kw_only=True):
    """Lines of a day. `people` names those whose lines are told anew, None when all are; who is among `people` but
    has no line is no longer on the board. `mark` goes back with the next question."""

    day: str
    mark: Mark
    rows: tuple[VisitRow, ...]
    people: frozenset[str] | None = None


def board_order(row: VisitRow) -> tuple[bool, int, bool, int, str]:
    """By queue number, then by row of the list, walk-ins last."""
    return (row.no == 0, row.no, row.row == 0, row.row, row.person.id)
