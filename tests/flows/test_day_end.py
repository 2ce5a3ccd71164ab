"""The lead's evening through the window: who is missing, the line is back, the day is sealed, the server checks it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from sync_server.cli import main
from tests.documents.reading import pictures
from tests.flows import acts
from tests.flows.desktop import CONTROL, ENTER, Desktop, WallClock, desktop
from tests.servers import running_server
from vaxdesk.domain.completeness import Rung
from vaxdesk.domain.delivery import Delivery
from vaxdesk.ui.delivery_sign import DeliverySign
from vaxdesk.ui.print_preview import PrintPreview
from vaxdesk.ui.screens.sending.day_dialog import DayDialog

_D, _S = Qt.Key.Key_D, Qt.Key.Key_S


def counts(day: Desktop) -> list[int]:
    """Door, outcome, sent, confirmed as the sending page shows them."""
    return [day.state("sending").ladder.counts.get(rung, 0) for rung in Rung]


def signs(day: Desktop) -> set[str]:
    """Signs beside the entries on the person page."""
    return {one.accessibleName() for one in day.view("person").findChildren(DeliverySign)}


def seal(day: Desktop, monkeypatch: pytest.MonkeyPatch, path: Path) -> bytes:
    """Ctrl D asks, Ctrl Enter seals; with no printer here the page is saved from the preview."""
    day.press(_D, CONTROL)
    dialog = day.asked(DayDialog)
    day.press(ENTER, CONTROL)
    day.answered(dialog)
    preview = day.asked(PrintPreview)
    assert preview.pages == 1
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    day.press(_S, CONTROL)
    day.answered(preview)
    day.settled()
    return path.read_bytes()


def afternoon(day: Desktop, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Without a line: one person goes through all steps, another is only received."""
    day.until(lambda: day.work.loop.state.failures)
    acts.take_list(day, monkeypatch, acts.sheet_of(folder / "list.xlsx"))
    acts.vaccine(day)
    day.shell.open("reception")
    acts.receive(day, acts.SENH_CARD)
    day.shell.open("screening")
    acts.screen(day)
    day.until(lambda: day.shell.current == "injection")
    acts.inject(day)
    day.shell.open("reception")
    acts.receive(day, acts.LANH_CARD)


def who_is_missing(day: Desktop) -> None:
    """From the ladder by the keyboard to whoever is missing, and on to their page."""
    day.shell.open("sending")
    day.until(lambda: counts(day) == [2, 1, 0, 0])
    page = day.view("sending")
    page._day.ladder.tile(Rung.SENT).setFocus()
    day.press(ENTER)
    day.until(lambda: [one.name for one in day.state("sending").missing] == [acts.SENH.name])
    page._day.missing.setFocus()
    page._day.missing.selectRow(0)
    day.press(ENTER)
    day.until(lambda: day.shell.current == "person" and day.state("person").record)
    assert day.state("person").record.presence.person.name == acts.SENH.name
    assert signs(day) == {"Đã lưu trên máy"}


def test_from_a_gap_to_a_sealed_day_that_the_server_has(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = WallClock()
    with running_server(tmp_path) as server, desktop(qtbot, tmp_path / "home", now=clock) as day:
        server.now = clock
        acts.set_up(day, server=server.url, code=server.enrol_code("TYT-01"))
        server.stop()
        afternoon(day, monkeypatch, tmp_path)
        who_is_missing(day)
        day.shell.open("sending")
        first = seal(day, monkeypatch, tmp_path / "first.pdf")
        server.start()
        code, told = check(capsys, server.database, first)
        assert (code, told["complete"], told["people"], told["outcomes"]) == (1, False, 2, 1)
        assert told["missing"] > 10, "nothing was sent yet"

        day.work.loop.now()
        day.until(lambda: acts.nothing_waits(day) and counts(day) == [2, 1, 1, 1])
        assert check(capsys, server.database, first)[1]["complete"], "the paper of the afternoon holds for ever"
        day.shell.open("person")
        day.until(lambda: signs(day) == {"Đã xác nhận"})
        assert day.state("person").record.days[0].events[0].sent.state is Delivery.CONFIRMED

        day.shell.open("sending")
        second = seal(day, monkeypatch, tmp_path / "second.pdf")
        day.work.loop.now()
        day.until(lambda: acts.nothing_waits(day))
        assert check(capsys, server.database, second)[0] == 0
        assert day.kinds().count("dayseal") == 2


def check(capsys: pytest.CaptureFixture[str], database: str, pdf: bytes) -> tuple[int, dict]:
    """What the server says of the page."""
    (page,) = pictures(pdf, 200)
    codes = [code.text for code in zxingcpp.read_barcodes(page)]
    capsys.readouterr()
    code = main(["seal", "check", *codes, "--database", database, "--json"])
    return code, json.loads(capsys.readouterr().out)
