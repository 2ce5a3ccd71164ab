"""What holds for every test of the windows: dressed as in the product, and nothing left running behind."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from weakref import WeakSet

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from vaxdesk.ui import theme
from vaxdesk.ui.lanes import open_lanes

_started: WeakSet[QTimer] = WeakSet()
_start = QTimer.start


@pytest.fixture(scope="session", autouse=True)
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    """The application with fonts, palette and style sheet; its timers are noted when they start."""

    def start(timer: QTimer, *args: object) -> None:
        _started.add(timer)
        _start(timer, *args)

    theme.dress(qapp, theme.Look("vi"))
    QTimer.start = start
    yield qapp
    QTimer.start = _start


def running_timers() -> list[QTimer]:
    """Timers that still tick."""
    return [timer for timer in _started if isValid(timer) and timer.isActive()]


@pytest.fixture(autouse=True)
def nothing_left_running(dressed: QApplication) -> Iterator[None]:
    """A test that leaves a lane open or a timer ticking fails; widgets of `qtbot` are gone by then."""
    yield
    for widget in QApplication.topLevelWidgets():
        widget.close()
        widget.deleteLater()
    dressed.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    lanes, timers = open_lanes(), running_timers()
    if timers:
        gc.collect()  # a model in a reference cycle is gone in the product too, only later
        timers = running_timers()
    for timer in timers:
        timer.stop()
    assert not lanes, f"lanes left open: {lanes}"
    assert not timers, f"timers left running: {[timer.parent() for timer in timers]}"
