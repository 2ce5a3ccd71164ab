"""Samples of the charts."""

from __future__ import annotations

from vaxdesk.domain.charts.day import DayCharts
from vaxdesk.domain.charts.session import HourCount, Point, Progress, Waiting
from vaxdesk.domain.charts.supply import DaysLeft, OpenedVial
from vaxdesk.domain.outcomes import Stage
from vaxdesk.ui.gallery import Sample, a_room
from vaxdesk.ui.screens.charts.model import ChartsModel
from vaxdesk.ui.screens.charts.view import ChartsView

DAY = "2026-11-27"
_NAMES = {"COM-A": "Comirnaty", "AZ": "AstraZeneca", "VERO": "Vero Cell"}
_PLAN = ((450, 0), (510, 50), (570, 100), (630, 150), (810, 150), (870, 200), (930, 250), (990, 300))
_DONE = tuple(Point(472 + at * 118 // 98, at + 1) for at in range(98))
_HOURS = ((7, 31, 9), (8, 58, 44), (9, 41, 38), (10, 12, 7), (11, 0, 0), (12, 0, 0), (13, 0, 0), (14, 0, 0), (15, 0, 0),
          (16, 0, 0))  # fmt: skip
_GIVEN = (6, 7, 6, 6, 5, 6, 7, 6, 6, 6, 4, 6, 6, 6, 6, 6, 3)

MORNING = DayCharts(
    day=DAY,
    now=9 * 60 + 50,
    progress=Progress(
        plan=tuple(Point(*one) for one in _PLAN), done=_DONE, planned=300, vaccinated=98, expected=116, ended=6
    ),
    hours=tuple(HourCount(*one) for one in _HOURS),
    waiting=(Waiting(Stage.RECEIVED, 24, 38), Waiting(Stage.SCREENED, 7, 12), Waiting(Stage.INJECTED, 31, 29)),
    vials=tuple(
        OpenedVial(lot="FK8917", product="COM-A", no=at, doses=6, given=given, closed=at < len(_GIVEN))
        for at, given in enumerate(_GIVEN, start=1)
    ),
    days_left=(
        DaysLeft(product="COM-A", doses=262, used=1310, days=2),
        DaysLeft(product="AZ", doses=200, used=224, days=12),
        DaysLeft(product="VERO", doses=40, used=0, days=None),
    ),
)  # fmt: skip
_STAGES = (Stage.RECEIVED, Stage.SCREENED, Stage.INJECTED)
EMPTY = DayCharts(
    day=DAY,
    now=430,
    hours=tuple(HourCount(hour, 0, 0) for hour in range(7, 17)),
    waiting=tuple(Waiting(stage, 0, 0) for stage in _STAGES),
)
OVER = DayCharts(day="2026-11-26", progress=MORNING.progress, hours=MORNING.hours, vials=MORNING.vials)


def page(figures: DayCharts) -> ChartsView:
    """A page with these figures."""
    view = ChartsView(ChartsModel(a_room(), lambda: figures), product=lambda code: _NAMES.get(code, code))
    view._model.look()
    return view


GALLERY = (
    Sample("charts-morning", lambda: page(MORNING)),
    Sample("charts-empty", lambda: page(EMPTY)),
    Sample("charts-over", lambda: page(OVER)),
)
