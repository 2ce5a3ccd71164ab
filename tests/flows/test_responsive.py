"""The window answers while lists are taken in, sent or cleaned: no turn of its loop grows with the list.

Calls are counted and not milliseconds: the count is the same on a machine that has other work to do. How long the
thread is at work is measured by `tests/bench/bench_responsive.py`.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from tests.flows.long_lists import ROWS, looked_at_and_cleaned, taken_in_and_sent
from tests.flows.watch import MOST_CALLS, counting


def test_the_window_answers_while_a_long_list_is_taken_in_and_sent(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = taken_in_and_sent(qtbot, tmp_path, monkeypatch, counting)
    assert len(calls) > 100, "the loop was not watched"
    assert max(calls) <= MOST_CALLS


def test_the_window_answers_while_everybody_is_looked_at_and_cleaned(qtbot: QtBot, tmp_path: Path) -> None:
    calls, turns = looked_at_and_cleaned(qtbot, tmp_path, counting)
    assert max(calls) <= MOST_CALLS
    assert min(max(turn) for turn in turns) <= MOST_CALLS


def test_a_walk_over_all_rows_in_one_turn_would_be_seen(qtbot: QtBot) -> None:
    walked: list[str] = []

    def walk() -> None:
        for row in range(ROWS):
            walked.append(f"{row}".rjust(6).strip().upper())

    with counting() as calls:
        QTimer.singleShot(5, walk)
        qtbot.waitUntil(lambda: len(walked) == ROWS)
        qtbot.wait(10)
    assert max(calls) > MOST_CALLS
    assert min(calls) < 100
