"""Idle: said once when nobody touches the desk, put off by every touch."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.kit.keyboard import Keyboard
from vaxdesk.ui import idle as module
from vaxdesk.ui.idle import Idle


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(module, "time", made)
    return made


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    return made


@pytest.fixture
def idle(window: QWidget) -> Iterator[Idle]:
    made = Idle(window, seconds=180)
    made._timer.setInterval(5)
    made.heard = []
    made.idle.connect(lambda: made.heard.append("idle"))
    made.start()
    yield made
    made.stop()


def test_nobody_there_for_long_enough(qtbot: QtBot, idle: Idle, clock: Clock) -> None:
    idle.start()
    clock.now += 179
    qtbot.wait(30)
    assert idle.heard == []
    clock.now += 2
    qtbot.waitUntil(lambda: idle.heard == ["idle"])
    clock.now += 1000
    qtbot.wait(30)
    assert idle.heard == ["idle"]


def test_a_key_puts_it_off(qtbot: QtBot, idle: Idle, clock: Clock, window: QWidget) -> None:
    idle.start()
    clock.now += 170
    Keyboard(window).press("a")
    clock.now += 170
    qtbot.wait(30)
    assert idle.heard == []


def test_it_begins_anew_after_a_lock(qtbot: QtBot, idle: Idle, clock: Clock) -> None:
    idle.start()
    clock.now += 200
    qtbot.waitUntil(lambda: idle.heard == ["idle"])
    idle.start()
    clock.now += 200
    qtbot.waitUntil(lambda: idle.heard == ["idle", "idle"])


def test_a_stopped_watch_is_silent(qtbot: QtBot, idle: Idle, clock: Clock) -> None:
    idle.stop()
    clock.now += 1000
    qtbot.wait(30)
    assert idle.heard == []
