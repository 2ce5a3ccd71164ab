"""A healthy adult on the list with a card: what the hands do at each desk, counted through the real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.flows import acts
from tests.flows.desktop import Desktop, WallClock, desktop

RECEPTION, SCREENING, INJECTION, RELEASE = 2, 7, 2, 1  # the budgets; a scan is one action


class Counted:
    """Counts what was pressed since it was made."""

    def __init__(self, day: Desktop) -> None:
        self._day, self._before = day, day.keys

    def actions(self) -> int:
        return self._day.keys - self._before


def test_a_healthy_adult_stays_within_the_budgets(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = WallClock()
    with desktop(qtbot, tmp_path / "home", now=clock) as day:
        acts.set_up(day)
        acts.take_list(day, monkeypatch, acts.sheet_of(tmp_path / "list.xlsx"))
        acts.vaccine(day)
        day.shell.open("reception")
        whole = Counted(day)

        counted = Counted(day)
        acts.receive(day, acts.LANH_CARD)
        assert acts.at(day, acts.LANH.name) == "received"
        assert counted.actions() <= RECEPTION

        counted = Counted(day)
        day.type("\r")  # the one desk of a small station goes on to the screening
        day.until(lambda: day.shell.current == "screening")
        acts.screen(day)
        assert acts.at(day, acts.LANH.name) == "screened"
        assert counted.actions() <= SCREENING

        counted = Counted(day)
        day.until(lambda: day.shell.current == "injection")
        acts.inject(day)
        assert acts.at(day, acts.LANH.name) == "injected"
        assert counted.actions() <= INJECTION

        clock.forward(minutes=31)
        day.shell.open("observation")
        counted = Counted(day)
        acts.release(day)
        assert acts.at(day, acts.LANH.name) == "observed"
        assert counted.actions() <= RELEASE
        assert whole.actions() <= RECEPTION + SCREENING + INJECTION + RELEASE


@pytest.mark.parametrize("mode", ["screening", "injection"])
def test_a_desk_of_one_step_takes_the_next_one_by_scan(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    """At the desks of a large station people come with their card in the hand; the scan is counted too."""
    clock = WallClock()
    with desktop(qtbot, tmp_path / "home", now=clock) as day:
        acts.set_up(day)
        acts.take_list(day, monkeypatch, acts.sheet_of(tmp_path / "list.xlsx"))
        acts.vaccine(day)
        for card in (acts.LANH_CARD, acts.SENH_CARD):
            day.shell.open("reception")
            acts.receive(day, card)
        if mode == "injection":
            day.shell.open("screening")
            acts.screen(day)
            acts.screen(day)
        old = day.shell
        day.work.apply({"mode": mode})
        day.until(lambda: day.shell is not old)
        assert day.shell.current == mode
        day.until(lambda: day.state(mode).sheet)
        counted = Counted(day)
        day.scan(acts.SENH_CARD)
        day.until(lambda: day.state(mode).sheet and day.state(mode).sheet.person.name == acts.SENH.name)
        if mode == "screening":
            acts.screen(day)
            assert acts.at(day, acts.SENH.name) == "screened"
            assert counted.actions() <= SCREENING
        else:
            acts.inject(day)
            assert acts.at(day, acts.SENH.name) == "injected"
            assert counted.actions() <= INJECTION
