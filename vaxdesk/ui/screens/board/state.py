"""What the board shows: the day's figures, a filter, and the lines that pass it."""

from __future__ import annotations

from collections import Counter

import msgspec

from vaxdesk.domain.completeness import Completeness, Rung
from vaxdesk.domain.outcomes import Outcome, Stage
from vaxdesk.domain.views import VisitRow


class DayFigures(msgspec.Struct, frozen=True):
    """People by stage and by outcome, and how many had a reaction after the injection."""

    stages: dict[Stage, int] = {}
    outcomes: dict[Outcome, int] = {}
    reactions: int = 0

    @property
    def everybody(self) -> int:
        """All people of the board."""
        return sum(self.stages.values())


class BoardState(msgspec.Struct, frozen=True, kw_only=True):
    """`stage`, `outcome` and `rung` filter where they are not None, `query` is what was typed, `shown` the lines left.

    `ladder` says how far the people of the day have come; `rung` shows who is missing there.
    """

    day: str = ""
    read: bool = False
    figures: DayFigures = DayFigures()
    stage: Stage | None = None
    outcome: Outcome | None = None
    ladder: Completeness = Completeness()
    rung: Rung | None = None
    query: str = ""
    shown: tuple[VisitRow, ...] = ()


def figures_of(rows: tuple[VisitRow, ...]) -> DayFigures:
    """The figures that lines amount to."""
    return DayFigures(
        dict(Counter(row.stage for row in rows)),
        dict(Counter(row.outcome for row in rows if row.outcome)),
        sum(bool(row.reaction) for row in rows),
    )
