"""A station without any line: through the real windows, a stick goes to the desk of another station and back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.flows import acts
from tests.flows.desktop import Desktop, WallClock, desktop
from tests.servers import running_server
from tests.stations import filed
from vaxdesk.desk import status


def test_what_waits_goes_by_stick_over_another_stations_line_and_is_confirmed(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, stick = WallClock(), tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(stick))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *args: (str(_newest(stick, args[3])), ""))
    with (
        running_server(tmp_path) as server,
        desktop(qtbot, tmp_path / "far", now=clock) as far,
        desktop(qtbot, tmp_path / "town", now=clock) as town,
    ):
        server.now = clock
        town.front()
        acts.set_up(town, server=server.url, code=server.enrol_code("TYT-02"))
        town.until(lambda: acts.nothing_waits(town))
        town.aside()
        far.front()
        acts.set_up(far)
        far.work.loop.close()  # this PC has no line, never
        far.shell.open("sending")
        page = far.view("sending")
        far.until(lambda: page._model.state.known)
        assert not page._stick.out.isEnabled()

        page._join._code.line.setText(server.invitation("TYT-01"))
        far.click(page._join._stick)
        far.until(lambda: list(stick.glob("*.vaxsend")))
        _carried(far, town)
        far.click(page._stick.back)
        far.until(lambda: page._model.state.enrolled)
        assert page._stick.out.isEnabled()

        far.click(page._stick.out)
        far.until(lambda: list(stick.glob("*TYT-01*.vaxsend")))
        _carried(far, town)
        far.click(page._stick.back)
        far.until(lambda: "đã xác nhận" in page._model.state.stick)
        assert status.of(far.desk).waiting == 0
        assert far.lines() == filed(server)


def _carried(far: Desktop, town: Desktop) -> None:
    far.aside()
    town.front()
    town.shell.listen(True)
    town.shell.open("sending")
    page = town.view("sending")
    town.until(lambda: page._model.state.enrolled)
    town.click(page._stick.carry)
    town.until(lambda: "Đã gửi hộ" in page._model.state.stick)
    page._model.show_stick("")
    town.aside()
    far.front()
    far.shell.listen(True)


def _newest(stick: Path, kinds: str) -> Path:
    ending = ".vaxanswer" if ".vaxanswer" in kinds else ".vaxsend"
    return max(stick.glob(f"*{ending}"), key=lambda one: one.stat().st_mtime_ns)
