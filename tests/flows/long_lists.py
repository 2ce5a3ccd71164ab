"""Long lists at the window: taken in and sent, or looked at and cleaned, while something watches the window's loop."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.flows import acts
from tests.flows.desktop import CONTROL, ENTER, Desktop, desktop
from tests.servers import running_server
from vaxdesk.desk.practice_people import people
from vaxdesk.ui.screens.cleaning.state import Topic
from vaxdesk.ui.screens.roster.state import Step

ROWS, TURNS = 5000, 5
Seen = TypeVar("Seen")
Watching = Callable[[], AbstractContextManager[Seen]]


def taken_in_and_sent(
    qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch, watching: Watching[Seen]
) -> Seen:
    """A list of 5,000 rows comes in from a sheet and is sent to a server; what was seen meanwhile."""
    path = acts.sheet_of(folder / "long.xlsx", tuple(islice(people(ROWS, 3, year=2026), ROWS)))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    with running_server(folder) as server, desktop(qtbot, folder / "home") as day:
        acts.set_up(day, server=server.url, code=server.enrol_code("TYT-01"))
        _at_rest(day, "roster")
        day.shell.open("roster")
        day.settled()
        with watching() as seen:
            day.click(day.view("roster")._choose.button)
            day.until(lambda: day.state("roster").step is Step.PREVIEW)
            day.press(ENTER, CONTROL)
            day.until(lambda: day.state("roster").step is Step.DONE)
            day.until(lambda: acts.nothing_waits(day))
        assert day.state("roster").preview.people > ROWS * 0.9
    return seen


def looked_at_and_cleaned(
    qtbot: QtBot, folder: Path, watching: Watching[Seen]
) -> tuple[Seen, list[Seen]]:
    """5,000 records are looked at and their names put right; what was seen meanwhile, and at turns to the page."""
    with desktop(qtbot, folder / "home") as day:
        acts.set_up(day)
        with day.desk.store.writing(user=1) as w:
            for at, one in enumerate(islice(people(ROWS, 4, year=2026), ROWS)):
                w.add("person", msgspec.structs.replace(one, name=one.name.lower()) if at % 2 else one)
        _at_rest(day, "cleaning")
        for topic in Topic:
            day.view("cleaning")._model.show(topic)
            day.settled()
        model = day.view("cleaning")._model
        turns = [_turned(day, "cleaning", watching) for _ in range(TURNS)]
        with watching() as seen:
            model.look()
            day.until(lambda: model.state.survey and model.pairs.state.looked)
            for topic in (*Topic, Topic.NAMES):
                model.show(topic)
                day.settled()
            model.apply()
            day.until(lambda: not model.state.total and not model.state.looking)
            day.settled()
        assert model.state.survey.people == ROWS and not model.state.survey.names
    return seen, turns


def _at_rest(day: Desktop, *screens: str) -> None:
    """Pages are built once, when they are first opened; what is watched comes after that."""
    for key in (*screens, "observation", "reception"):
        day.shell.open(key)
        day.settled()


def _turned(day: Desktop, key: str, watching: Watching[Seen]) -> Seen:
    day.shell.open("reception")
    day.settled()
    with watching() as seen:
        day.shell.open(key)
        day.settled()
    return seen
