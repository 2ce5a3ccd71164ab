"""The window answers while lists are taken in, sent or cleaned: its thread is never at work for more than 50 ms."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.flows import acts
from tests.flows.desktop import CONTROL, ENTER, Desktop, desktop
from tests.flows.watch import pace, watching
from tests.servers import running_server
from vaxdesk.desk.practice_people import people
from vaxdesk.ui.screens.cleaning.state import Topic
from vaxdesk.ui.screens.roster.state import Step

ROWS, MOST_MS = 5000, 50


def at_rest(day: Desktop, *screens: str) -> None:
    """Pages are built once, when they are first opened; what is watched comes after that."""
    for key in (*screens, "observation", "reception"):
        day.shell.open(key)
        day.settled()


def least_of_turns(day: Desktop, key: str) -> float:
    """Milliseconds at work that turning to a page takes; the least of five: the whole window is drawn anew by each."""
    spans = []
    for _ in range(5):
        day.shell.open("reception")
        day.settled()
        with watching() as watch:
            day.shell.open(key)
            day.settled()
        spans.append(max(watch.worked))
    return min(spans)


def test_the_window_answers_while_a_long_list_is_taken_in_and_sent(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = acts.sheet_of(tmp_path / "long.xlsx", tuple(islice(people(ROWS, 3, year=2026), ROWS)))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    with running_server(tmp_path) as server, desktop(qtbot, tmp_path / "home") as day:
        acts.set_up(day, server=server.url, code=server.enrol_code("TYT-01"))
        at_rest(day, "roster")
        day.shell.open("roster")
        day.settled()
        with watching() as watch:
            day.click(day.view("roster")._choose.button)
            day.until(lambda: day.state("roster").step is Step.PREVIEW)
            day.press(ENTER, CONTROL)
            day.until(lambda: day.state("roster").step is Step.DONE)
            day.until(lambda: acts.nothing_waits(day))
        assert day.state("roster").preview.people > ROWS * 0.9
        assert len(watch.worked) > 100, "the loop was not watched"
        assert max(watch.worked) <= MOST_MS * pace(), watch.told


def test_the_window_answers_while_everybody_is_looked_at_and_cleaned(qtbot: QtBot, tmp_path: Path) -> None:
    with desktop(qtbot, tmp_path / "home") as day:
        acts.set_up(day)
        with day.desk.store.writing(user=1) as w:
            for at, one in enumerate(islice(people(ROWS, 4, year=2026), ROWS)):
                w.add("person", msgspec.structs.replace(one, name=one.name.lower()) if at % 2 else one)
        at_rest(day, "cleaning")
        for topic in Topic:
            day.view("cleaning")._model.show(topic)
            day.settled()
        model = day.view("cleaning")._model
        turned = least_of_turns(day, "cleaning")
        with watching() as watch:
            model.look()
            day.until(lambda: model.state.survey and model.pairs.state.looked)
            for topic in (*Topic, Topic.NAMES):
                model.show(topic)
                day.settled()
            model.apply()
            day.until(lambda: not model.state.total and not model.state.looking)
            day.settled()
        assert model.state.survey.people == ROWS and not model.state.survey.names
    assert max(watch.worked) <= MOST_MS * pace(), watch.told
    assert turned <= MOST_MS * pace()
