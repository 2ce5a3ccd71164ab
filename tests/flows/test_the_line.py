"""The line is down all day, or two PCs share a station: nothing is lost, and everybody sees it in the end."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.flows import acts
from tests.flows.desktop import WallClock, desktop
from tests.servers import running_server
from tests.stations import filed
from vaxdesk.ui.frame.status_line import StatusLine


def test_a_day_without_a_line_is_sent_when_it_is_back(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = WallClock()
    with running_server(tmp_path) as server, desktop(qtbot, tmp_path / "home", now=clock) as day:
        server.now = clock
        acts.set_up(day, server=server.url, code=server.enrol_code("TYT-01"))
        server.stop()
        day.until(lambda: day.work.loop.state.failures)
        acts.take_list(day, monkeypatch, acts.sheet_of(tmp_path / "list.xlsx"))
        acts.vaccine(day)
        day.shell.open("reception")
        acts.receive(day, acts.SENH_CARD)
        day.shell.open("screening")
        acts.screen(day)
        day.until(lambda: day.shell.current == "injection")
        acts.inject(day)
        clock.forward(minutes=31)
        day.shell.open("observation")
        acts.release(day)
        assert acts.at(day, acts.SENH.name) == "observed"

        day.until(lambda: day.work._standing.waiting == len(day.lines()) > 10)
        assert str(day.work._standing.waiting) in _said(day.shell.findChild(StatusLine))
        server.start()
        assert filed(server) == {}
        day.work.loop.now()
        day.until(lambda: acts.nothing_waits(day))
        assert day.lines() == filed(server)


def test_two_desks_of_a_station_see_each_other(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = WallClock()
    with (
        running_server(tmp_path) as server,
        desktop(qtbot, tmp_path / "door", now=clock) as door,
        desktop(qtbot, tmp_path / "table", now=clock) as table,
    ):
        server.now = clock
        for pc in (door, table):
            pc.front()
            acts.set_up(pc, server=server.url, code=server.enrol_code("TYT-01"))
            pc.aside()
        door.front()
        door.shell.listen(True)
        acts.take_list(door, monkeypatch, acts.sheet_of(tmp_path / "list.xlsx"))
        door.shell.open("reception")
        acts.receive(door, acts.LANH_CARD)
        door.work.loop.now()
        door.until(lambda: acts.nothing_waits(door))
        door.aside()

        table.front()
        table.shell.listen(True)
        table.shell.open("screening")
        table.work.loop.now()
        table.until(lambda: table.state("screening").sheet)
        assert table.state("screening").sheet.person.name == acts.LANH.name
        acts.screen(table)
        table.work.loop.now()
        table.until(lambda: acts.nothing_waits(table))

        door.work.loop.now()
        door.until(lambda: acts.at(door, acts.LANH.name) == "screened")
        door.until(lambda: door.lines() == table.lines() == filed(server))


def _said(line: StatusLine) -> str:
    return " ".join(one.text() for one in line.children() if hasattr(one, "text"))
