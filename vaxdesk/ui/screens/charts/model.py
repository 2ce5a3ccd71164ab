"""Reads the figures when the page is opened, when something was saved, and every half minute while it is open."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QTimer

from vaxdesk.domain.charts.day import DayCharts
from vaxdesk.ui.screen import Room
from vaxdesk.ui.state_model import StateModel

_AGAIN_MS = 30_000


class ChartsModel(StateModel[DayCharts]):
    """The page's model.

    Args:
        look: the figures; db lane.
    """

    def __init__(self, room: Room, look: Callable[[], DayCharts]) -> None:
        super().__init__(DayCharts())
        self._room, self._look = room, look
        self._timer = QTimer(self)
        self._timer.setInterval(_AGAIN_MS)
        self._timer.timeout.connect(lambda: self.look())

    def look(self) -> None:
        """Read the figures."""
        self._room.lanes.db.run_newest("charts", self._look, self._heard, self._room.notices.failed)

    def follow(self, *, on: bool) -> None:
        """Keep them true while the page is open."""
        if on:
            self.look()
            self._timer.start()
        else:
            self._timer.stop()

    def _heard(self, found: DayCharts) -> None:
        self.become(**msgspec.structs.asdict(found))
