"""Charts of the day: done against plan, people by hour, who waits, vials, days of stock."""

from __future__ import annotations

from collections.abc import Callable

from vaxdesk.domain.charts.day import DayCharts
from vaxdesk.ui.screen import Half, Room, Screen
from vaxdesk.ui.screens.charts.model import ChartsModel
from vaxdesk.ui.screens.charts.view import ChartsView


def screen(*, look: Callable[[], DayCharts], product: Callable[[str], str]) -> Screen:
    """The page as the shell registers it; `look()` is called on the db lane, `product(code)` names a product."""

    def build(room: Room) -> ChartsView:
        return ChartsView(ChartsModel(room, look), product=product)

    return Screen("charts", "charts.title", "chart", build, shortcut="Ctrl+7", half=Half.OFFICE)
