"""Everything that the charts of a day show."""

from __future__ import annotations

import msgspec

from vaxdesk.domain.charts.session import HourCount, Progress, Waiting
from vaxdesk.domain.charts.supply import DaysLeft, OpenedVial


class DayCharts(msgspec.Struct, frozen=True, kw_only=True):
    """Figures of a day, ISO; empty before they are read. `now` is the minute of the day, 0 when it is not today."""

    day: str = ""
    now: int = 0
    progress: Progress = Progress()
    hours: tuple[HourCount, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    vials: tuple[OpenedVial, ...] = ()
    days_left: tuple[DaysLeft, ...] = ()
