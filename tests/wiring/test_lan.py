"""The exchange with neighbours beside the window: why it is off, on again, and a port that is taken."""

from __future__ import annotations

import socket
from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.flows import acts
from tests.flows.desktop import desktop
from tests.lan.desks import HERE, free_port
from tests.servers import running_server
from vaxdesk.lan.state import LanTrouble, WhyOff


def test_a_desk_that_joined_nothing_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    with desktop(qtbot, tmp_path / "home", lan_port=free_port()) as day:
        acts.set_up(day)
        day.until(lambda: day.work.lan.state.why_off == WhyOff.NOT_ENROLLED.value)
        assert not day.work.lan.state.on


def test_it_is_switched_off_and_on_and_a_taken_port_is_no_hindrance(qtbot: QtBot, tmp_path: Path) -> None:
    taken = socket.create_server((HERE, 0))
    port = taken.getsockname()[1]
    with running_server(tmp_path) as server, desktop(qtbot, tmp_path / "home", lan_port=port) as day:
        acts.set_up(day, server=server.url, code=server.enrol_code("TYT-01"))
        day.until(lambda: day.work.lan.state.listening)
        assert day.work.lan.state.listening != f"{HERE}:{port}"
        assert day.work.lan.state.trouble == ""
        day.work.apply({"lan": False})
        day.until(lambda: day.work.lan.state.why_off == WhyOff.SWITCHED_OFF.value)
        assert not day.work.lan.state.on
        day.work.apply({"lan": True, "lan_address": "máy 2"})
        day.until(lambda: day.work.lan.state.on and day.work.lan.state.trouble == LanTrouble.BAD_ADDRESS.value)
    taken.close()
