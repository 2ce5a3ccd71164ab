"""Through the window: somebody goes through the day, and the charts follow."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.flows import acts
from tests.flows.desktop import CONTROL, WallClock, desktop
from vaxdesk.domain.charts.session import HourCount
from vaxdesk.domain.outcomes import Stage


def test_the_charts_follow_the_day(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with desktop(qtbot, tmp_path / "home", now=WallClock("08:10")) as pc:
        acts.set_up(pc)
        acts.take_list(pc, monkeypatch, acts.sheet_of(tmp_path / "list.xlsx"))
        acts.vaccine(pc)
        pc.shell.open("reception")
        acts.receive(pc, acts.LANH_CARD)
        pc.press(Qt.Key.Key_7, CONTROL)
        assert pc.shell.current == "charts"
        pc.until(lambda: pc.state("charts").day)
        assert next(one for one in pc.state("charts").hours if one.hour == 8) == HourCount(8, 1, 0)

        pc.shell.open("reception")
        pc.type("\r")
        pc.until(lambda: pc.shell.current == "screening")
        acts.screen(pc)
        pc.until(lambda: pc.shell.current == "injection")
        acts.inject(pc)
        pc.shell.open("reception")
        acts.receive(pc, acts.PAO_CARD)
        pc.press(Qt.Key.Key_7, CONTROL)
        pc.until(lambda: pc.state("charts").progress.vaccinated == 1)
        state, view = pc.state("charts"), pc.view("charts")
        assert next(one for one in state.hours if one.hour == 8) == HourCount(8, 2, 1)
        assert {one.stage: one.people for one in state.waiting} == {
            Stage.RECEIVED: 1, Stage.SCREENED: 0, Stage.INJECTED: 1,
        }  # fmt: skip
        (vial,) = state.vials
        assert (vial.given, vial.extra, vial.wasted) == (1, 0, 0)
        assert "1 lọ, 1 liều đã tiêm" in view._cards["vials"]._words.text()
        assert view.vials.isVisible() and not view.vials.grab().isNull()
