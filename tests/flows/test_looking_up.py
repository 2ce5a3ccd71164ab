"""Somebody with a dose from elsewhere comes to the door: asked about at the server, received with the dose known."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sync_server.reading import worker
from tests.desk.conftest import PASSWORD, QUICK
from tests.desk.test_lookup import UNITS, injected
from tests.flows import acts
from tests.flows.desktop import CONTROL, ENTER, Desktop, desktop
from tests.servers import running_server
from vaxdesk.desk import sending, station
from vaxdesk.ui.screens.reception.state import Panel

CARD = "066190001234||Nguyễn Thị Lành|01021990|Nữ|Thôn 1, Ea Tu, Buôn Ma Thuột, Đắk Lắk|15042021"
_F = Qt.Key.Key_F


def _panel(day: Desktop) -> Panel:
    return day.state("reception").panel


def test_a_stranger_with_a_card_is_looked_up_and_received(qtbot: QtBot, tmp_path: Path) -> None:
    with running_server(tmp_path, tree=UNITS) as server, desktop(qtbot, tmp_path / "home") as day:
        worker.prepare(server.server)
        facts = {"station": "TYT-03", "name": "TYT-03", "user": "Mai", "login": "mai", "password": PASSWORD}
        other = station.create(tmp_path / "other", cost=QUICK, **facts).desk
        sending.connect(other, server.url, server.enrol_code("TYT-03"))
        earlier = (date.fromisoformat(other.day) - timedelta(days=40)).isoformat()
        injected(other, earlier)
        sending.send_all(other)
        worker.until_idle(server.server)
        other.store.close()

        acts.set_up(day, server=server.url, code=server.enrol_code("TYT-01"))
        day.shell.open("reception")
        day.scan(CARD)
        day.until(lambda: _panel(day) is Panel.NOBODY)
        day.press(_F, CONTROL)
        day.until(lambda: _panel(day) is Panel.PERSON)
        found = day.state("reception").found
        assert found.presence.person.name == "Nguyễn Thị Lành"
        assert [one.date for one in found.doses] == [earlier]
        day.press(ENTER)
        day.until(lambda: _panel(day) is Panel.ARRIVED)

        server.stop()
        day.scan(CARD.replace("066190001234", "066190009999").replace("Lành", "Lan"))
        day.until(lambda: _panel(day) is Panel.NOBODY)
        day.press(_F, CONTROL)
        day.until(lambda: not day.state("reception").busy)
        assert _panel(day) is Panel.NOBODY, "received as usual when there is no line"
        assert "quote" in day.kinds()
