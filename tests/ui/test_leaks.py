"""The guard itself: a running timer and an open lane are seen."""

from __future__ import annotations

from PySide6.QtCore import QTimer

from tests.ui.conftest import running_timers
from vaxdesk.ui.lanes import InlineLane, Lane, ManualLane, open_lanes


def test_a_running_timer_is_seen() -> None:
    timer = QTimer()
    timer.start(60_000)
    assert timer in running_timers()
    timer.stop()
    assert timer not in running_timers()


def test_an_open_lane_is_seen_and_the_lanes_of_tests_are_not() -> None:
    lane, _inline, _manual = Lane("left"), InlineLane(), ManualLane()
    assert open_lanes() == ("left",)
    lane.close()
    assert open_lanes() == ()
