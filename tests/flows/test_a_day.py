"""A day at one station through the real window: from the first start to every entry on a real server."""

from __future__ import annotations

from pathlib import Path

import cv2
import msgspec
import numpy as np
import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.documents.reading import all_text, pictures, squeezed
from tests.flows import acts
from tests.flows.desktop import CONTROL, ENTER, Desktop, WallClock, desktop
from tests.scanning.pictures import drawn_by_zxing
from tests.servers import RunningServer, running_server
from tests.stations import filed
from vaxdesk.certificates import slip
from vaxdesk.journal import line
from vaxdesk.scanning.reading import read
from vaxdesk.ui.kit.camera_dialog import CameraDialog
from vaxdesk.ui.print_preview import PrintPreview
from vaxdesk.ui.screens.injection.lot_dialog import LotDialog

SHIFT = Qt.KeyboardModifier.ShiftModifier


def film(path: Path, payload: str) -> Path:
    """A card held still before a camera."""
    code = drawn_by_zxing(payload, 6)
    picture = np.full((720, 1280), 190, np.uint8)
    top, left = (720 - code.shape[0]) // 2, (1280 - code.shape[1]) // 2
    picture[top : top + code.shape[0], left : left + code.shape[1]] = code
    out = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), 30, (1280, 720))
    for _ in range(40):
        out.write(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR))
    out.release()
    return path


def show_card(day: Desktop, path: Path) -> None:
    """Shift+F2 opens the camera, which sees a card."""
    eyes = day.work._eyes
    eyes._settings = msgspec.structs.replace(eyes._settings, camera=path)  # a film stands in for the camera
    day.press(Qt.Key.Key_F2, SHIFT)
    day.answered(day.asked(CameraDialog))


def add_lot(day: Desktop) -> None:
    """A lot nobody knows yet is typed in at the injection table."""
    day.click(day.view("injection").table.vaccine.add_lot)
    ask = day.asked(LotDialog)
    day.press(Qt.Key(ord("1") + list(ask._products).index("COM-A")))
    day.write(ask.number, "FK1234")
    day.write(ask.expiry, "30/06/2027")
    day.press(ENTER, CONTROL)
    day.answered(ask)
    day.settled()


def print_certificate(day: Desktop, monkeypatch: pytest.MonkeyPatch, path: Path) -> bytes:
    """Enter issues the certificate; with no printer here it is saved from the preview."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    day.press(ENTER)
    preview = day.asked(PrintPreview)
    assert preview.pages == 1
    day.press(Qt.Key.Key_S, CONTROL)
    day.answered(preview)
    day.settled()
    return path.read_bytes()


def all_on_the_server(day: Desktop, server: RunningServer) -> bool:
    """Every entry of this PC is filed there, byte for byte, and nothing else."""
    return day.lines() == filed(server) and acts.nothing_waits(day)


def morning(day: Desktop, folder: Path) -> None:
    """Reception: one card by the USB scanner, taken back and received again; one by the camera."""
    day.shell.open("reception")
    acts.receive(day, acts.LANH_CARD)
    assert '"why":"wrong_person"' in acts.take_back(day)
    assert acts.at(day, acts.LANH.name) == "waiting"
    acts.receive(day, acts.LANH_CARD)
    show_card(day, film(folder / "card.avi", acts.PAO_CARD))
    day.until(lambda: day.state("reception").found)
    day.press(ENTER)
    day.until(lambda: acts.at(day, acts.PAO.name) == "received")


def screened(day: Desktop) -> None:
    """Screening, one of two taken back and done again; nobody waits then, so the desk goes on to the injection."""
    day.shell.open("screening")
    acts.screen(day)
    acts.take_back(day)
    assert acts.at(day, acts.LANH.name) == "received"
    acts.screen(day)
    acts.screen(day)
    day.until(lambda: day.shell.current == "injection")


def injected(day: Desktop) -> None:
    """A lot is typed in; one dose of two is taken back and given again."""
    day.until(lambda: day.state("injection").sheet)
    add_lot(day)
    acts.inject(day)
    acts.take_back(day)
    day.until(lambda: day.state("injection").sheet and not day.state("injection").busy)
    while {acts.at(day, one.name) for one in (acts.LANH, acts.PAO)} != {"injected"}:
        day.press(ENTER)  # calls, then gives
        day.settled()


def observed(day: Desktop, clock: WallClock) -> None:
    """Half an hour goes by; one release of two is taken back and done again."""
    day.shell.open("observation")
    day.until(lambda: len(day.state("observation").people) == 2)
    clock.forward(minutes=31)
    day.until(lambda: len(day.state("observation").over) == 2)
    acts.release(day)
    acts.take_back(day)
    day.until(lambda: len(day.state("observation").people) == 2)
    acts.release(day)
    acts.release(day)


def certified(day: Desktop, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """A certificate is issued, taken back, issued again; the code on the paper is the one in the journal."""
    day.shell.open("certificates")
    for paper in ("giấy.pdf", "giấy 2.pdf"):
        day.until(lambda: day.state("certificates").sheet and day.state("certificates").due)
        name = day.state("certificates").sheet.person.name
        pdf = print_certificate(day, monkeypatch, folder / paper)
        assert acts.at(day, name) == "done"
        if paper == "giấy.pdf":
            acts.take_back(day)
            assert acts.at(day, name) == "observed"
    issued = [line.decode(text.encode()) for text in day.lines().values() if '"k":"cert"' in text]
    codes = {msgspec.json.decode(one.d)["code"] for one in issued}
    (found,) = zxingcpp.read_barcodes(pictures(pdf, 300)[0])
    assert read(found.text).ref in codes
    assert found.text.startswith(slip.PREFIX), "signed by this PC, which the server knows"
    assert squeezed(name).casefold() in all_text(pdf).casefold()


def test_a_day_from_the_first_start_to_the_server(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = WallClock()
    with running_server(tmp_path) as server, desktop(qtbot, tmp_path / "home", now=clock) as day:
        server.now = clock
        acts.set_up(day, server=server.url, code=server.enrol_code("TYT-01"))
        acts.take_list(day, monkeypatch, acts.sheet_of(tmp_path / "danh sách.xlsx"))
        assert day.kinds().count("appt") == 3
        assert day.kinds().count("history") == 1
        morning(day, tmp_path)
        screened(day)
        injected(day)
        observed(day, clock)
        certified(day, monkeypatch, tmp_path)
        # what was taken back is still there, beside the entry that took it back
        assert day.kinds().count("void") == 5
        assert day.kinds().count("inject") == 3
        day.until(lambda: all_on_the_server(day, server))
        assert day.flashes.seen == []
        assert not list((tmp_path / "home" / "faults").glob("*"))
