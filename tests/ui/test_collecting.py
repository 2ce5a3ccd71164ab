"""While lanes work, no thread but that of the UI collects garbage; what is garbage goes all the same."""

from __future__ import annotations

import gc
import threading
from weakref import ref

import pytest
from pytestqt.qtbot import QtBot

from vaxdesk.ui.collecting import Collecting
from vaxdesk.ui.lanes import Lanes


class Knot:
    """Holds itself."""

    def __init__(self) -> None:
        self.itself = self


def test_a_lane_collects_nothing_and_the_ui_thread_does(qtbot: QtBot) -> None:
    threads: list[str] = []

    def noted(phase: str, _: dict[str, int]) -> None:
        if phase == "start":
            threads.append(threading.current_thread().name)

    def knots() -> int:
        for _ in range(40_000):
            Knot()
        return 1

    gc.callbacks.append(noted)
    lanes = Lanes.open()
    try:
        told: list[int] = []
        lanes.db.run(knots, told.append)
        qtbot.waitUntil(lambda: bool(told))
        assert set(threads) <= {"MainThread"}
        qtbot.waitUntil(lambda: "MainThread" in threads)
    finally:
        lanes.close()
        gc.callbacks.remove(noted)
    assert gc.isenabled()


def test_a_knot_is_untied_soon(qtbot: QtBot) -> None:
    rubbish = Collecting()
    try:
        knot = Knot()
        gone = ref(knot)
        del knot
        more = [Knot() for _ in range(5_000)]
        qtbot.waitUntil(lambda: gone() is None)
        del more
    finally:
        rubbish.close()


def test_the_oldest_go_more_seldom(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    del qtbot
    asked: list[int] = []
    rubbish = Collecting()
    try:
        monkeypatch.setattr(gc, "collect", lambda generation=2: asked.append(generation))
        for counts, seconds in (((10, 99, 99), 99), ((9999, 3, 3), 0), ((9999, 99, 3), 0), ((9999, 99, 99), 0),
                                ((9999, 99, 99), 99), ((9999, 99, 99), 0)):  # fmt: skip
            monkeypatch.setattr(gc, "get_count", lambda counts=counts: counts)
            rubbish._full -= seconds
            rubbish.look()
            rubbish._full += 0 if asked and asked[-1] == 2 else seconds
    finally:
        rubbish.close()
    assert asked == [0, 1, 1, 2, 1]


def test_two_programs_in_one_process_let_go_together(qtbot: QtBot) -> None:
    del qtbot
    one, other = Collecting(), Collecting()
    one.close()
    one.close()
    assert not gc.isenabled()
    other.close()
    assert gc.isenabled()
