"""Several PCs of a station and no internet: through the real windows, over the local network of this machine."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.flows import acts
from tests.flows.desktop import WallClock, desktop
from tests.lan.desks import free_port
from tests.servers import running_server
from tests.stations import filed


def test_two_windows_share_the_day_without_a_line_and_one_sends_for_both(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, port = WallClock(), free_port()
    with (
        running_server(tmp_path) as server,
        desktop(qtbot, tmp_path / "door", now=clock, lan_port=port) as door,
        desktop(qtbot, tmp_path / "table", now=clock, lan_port=port) as table,
    ):
        server.now = clock
        for pc in (door, table):
            pc.front()
            acts.set_up(pc, server=server.url, code=server.enrol_code("TYT-01"))
            pc.until(lambda pc=pc: acts.nothing_waits(pc))
            pc.aside()
        server.stop()
        door.until(lambda: door.work.lan.state.peers and table.work.lan.state.peers)

        door.front()
        door.shell.listen(True)
        acts.take_list(door, monkeypatch, acts.sheet_of(tmp_path / "list.xlsx"))
        door.shell.open("reception")
        acts.receive(door, acts.LANH_CARD)
        door.aside()
        table.front()
        table.shell.listen(True)
        table.shell.open("screening")
        table.until(lambda: table.state("screening").sheet)
        assert table.state("screening").sheet.person.name == acts.LANH.name
        acts.screen(table)
        door.until(lambda: acts.at(door, acts.LANH.name) == "screened")
        door.until(lambda: door.lines() == table.lines())
        assert not acts.nothing_waits(door) and not acts.nothing_waits(table)

        server.start()
        door.work.loop.now()
        door.until(lambda: acts.nothing_waits(door))
        table.until(lambda: acts.nothing_waits(table))
        assert door.lines() == table.lines() == filed(server)
        assert table.work.loop.state.confirmed < len(table.lines()), "it learned of it from its neighbour"
