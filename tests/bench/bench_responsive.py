"""How long the window's thread is at work between two turns of its loop while long lists come in or are cleaned.

    .venv/bin/python -m pytest -q -s tests/bench/bench_responsive.py

The same 5,000 rows as in `tests/flows/test_responsive.py`, which counts calls and so holds on any machine; this one
measures the processor's time of the UI thread and is for a quiet machine. The limit is what a person takes for at once
while typing; it is stretched by how much slower the machine is just now than the one on which it was set.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.flows.long_lists import ROWS, looked_at_and_cleaned, taken_in_and_sent
from tests.flows.watch import Watch, pace, watching

MOST_MS = 50


def within(what: str, watch: Watch) -> bool:
    """Prints what was seen; whether it is within the limit."""
    slower = pace()
    sys.stdout.write(f"\n{what}, {ROWS} rows: {watch.told}; limit {MOST_MS} ms x {slower:.2f}\n")
    return max(watch.worked) <= MOST_MS * slower


def test_taken_in_and_sent(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert within("taken in and sent", taken_in_and_sent(qtbot, tmp_path, monkeypatch, watching))


def test_looked_at_and_cleaned(qtbot: QtBot, tmp_path: Path) -> None:
    seen, turns = looked_at_and_cleaned(qtbot, tmp_path, watching)
    assert within("looked at and cleaned", seen)
    assert within("turned to the page, the best of five", min(turns, key=lambda one: max(one.worked)))
