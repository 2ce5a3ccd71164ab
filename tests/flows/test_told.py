"""A serious report of the public is told loudly at the desk, whatever is open; one who called answers it by keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from sync_server.district import telling
from sync_server.durable.database import reading, writing
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from tests.flows import acts
from tests.flows.desktop import CONTROL, DAY, ENTER, Desktop, WallClock, desktop
from tests.flows.test_questions import round_trip
from tests.servers import RunningServer, running_server
from tests.sync_server.clinics import read
from vaxdesk.domain.payloads import Told
from vaxdesk.registry.queries import people
from vaxdesk.ui.screens.aefi.told_dialog import CallDialog
from vaxdesk.words import say


def told(day: Desktop, server: RunningServer) -> None:
    """The reader of the public's reports writes one of the woman of the list."""
    with day.desk.store.reading() as conn:
        who = people.by_number(conn, day.desk.store.names, acts.LANH.doc)[0].id
    said = Told(day=DAY, dose=who, signs=["faint"], began=DAY, impact="daily", tel="0987654321", serious=True)
    with writing(server.engine) as conn:
        hosted.write(conn, server.server, server.unit("TYT-01").org_no, [Note(kind="told", payload=said, of=who)])
    read(server)


def badge(day: Desktop) -> str:
    """The count at the row of adverse events."""
    return day.shell._rail._rows["aefi"].accessibleDescription()


def waiting(server: RunningServer) -> int:
    with reading(server.engine) as conn:
        return telling.figures(conn, ("/",), now=int(server.server.now())).waiting


def test_a_serious_report_is_told_at_once_and_its_answer_goes_up(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, home = WallClock(), tmp_path / "home"
    with running_server(tmp_path) as server:
        server.now = clock
        with desktop(qtbot, home, now=clock) as day:
            acts.set_up(day, server=server.url, code=server.enrol_code("TYT-01"))
            acts.take_list(day, monkeypatch, acts.sheet_of(tmp_path / "list.xlsx"))
            round_trip(day, server)
            told(day, server)
            assert waiting(server) == 1 and badge(day) == ""
            day.work.loop.now()
            day.until(lambda: day.work._preparing._called == 1)
            assert say("told.task.waiting", n=1) in day.shell.notices.current.text
            assert badge(day) == "1", "though nobody has opened the page"
        with desktop(qtbot, home, now=clock) as day:
            acts.sign_in(day)
            day.until(lambda: badge(day) == "1")
            answered(day)
            day.until(lambda: badge(day) == "")
            round_trip(day, server)
        assert waiting(server) == 0


def answered(day: Desktop) -> None:
    """Somebody called, and says so by two keys."""
    day.shell.open("aefi")
    day.until(lambda: day.state("aefi").told)
    day.settled()
    card = day.view("aefi")._told
    (press,) = [one for one in card.findChildren(QPushButton) if say("told.task.answer") in one.text()]
    day.click(press)
    day.asked(CallDialog)
    day.press(Qt.Key.Key_1)
    day.press(ENTER, CONTROL)
    day.until(lambda: not day.state("aefi").told)
