"""A photo of a sheet by keys alone: Space or Enter takes it, Space takes another, Enter keeps it, Esc leaves."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.films import sheet_film
from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.kit.sheet_shot import SheetShot
from vaxdesk.ui.lanes import Lane
from vaxdesk.ui.sheet_eye import SheetEye, SheetSeen
from vaxdesk.words import say

GREY = SheetSeen(bytes([120]) * (48 * 36 * 3), 48, 36)


class Lens:
    """An eye with nothing before it; it notes what it is asked."""

    def __init__(self, trouble: TroubleCode | None = None) -> None:
        self._trouble = trouble
        self.log: list[str] = []

    def open(self) -> None:
        if self._trouble:
            raise Trouble(self._trouble)
        self.log.append("open")

    def look(self) -> SheetSeen:
        return GREY

    def take(self) -> bytes:
        self.log.append("take")
        return cv2.imencode(".jpg", np.full((36, 48), 120, np.uint8))[1].tobytes()

    def turn(self) -> None:
        self.log.append("turn")

    def close(self) -> None:
        self.log.append("close")


@pytest.fixture
def lane() -> Lane:
    made = Lane("eye")
    yield made
    made.close()


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(1366, 700)
    qtbot.addWidget(made)
    made.show()
    return made


def shot(qtbot: QtBot, parent: QWidget, lane: Lane, eye: object) -> tuple[SheetShot, list[bytes]]:
    made, kept = SheetShot(parent, "Phiếu 1", lane, eye), []
    made.kept.connect(kept.append)
    made.open()
    qtbot.waitUntil(lambda: made.isActiveWindow())
    return made, kept


def test_take_again_and_keep(qtbot: QtBot, parent: QWidget, lane: Lane, tmp_path: Path) -> None:
    path = sheet_film(tmp_path / "sheet.avi", frames=200)
    made, kept = shot(qtbot, parent, lane, SheetEye(lambda: path))
    view = made._view
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return):
        qtbot.waitUntil(lambda: view.live)
        QTest.keyClick(made, key)
        qtbot.waitUntil(lambda: bool(made._picture))
        assert made._keep.isVisible() and made._keep.hasFocus()
        assert made._advice.text() == say("kit.shot.look")
        if key is Qt.Key.Key_Space:
            QTest.keyClick(made, Qt.Key.Key_Space)
            assert made._picture == b"" and made._shoot.hasFocus()
    assert kept == []
    QTest.keyClick(made._keep, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(kept))
    assert cv2.imdecode(np.frombuffer(kept[0], np.uint8), cv2.IMREAD_UNCHANGED).shape == (720, 1280)


def test_esc_leaves_without_a_photo_and_lets_the_camera_go(qtbot: QtBot, parent: QWidget, lane: Lane) -> None:
    lens = Lens()
    made, kept = shot(qtbot, parent, lane, lens)
    qtbot.waitUntil(lambda: made._view.live)
    QTest.keyClick(made, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(made, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(made._picture))
    QTest.keyClick(made, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: "close" in lens.log)
    assert (kept, lens.log) == ([], ["open", "turn", "take", "close"])


@pytest.mark.parametrize("code", [TroubleCode.NO_CAMERA, TroubleCode.CAMERA_LOST])
def test_a_missing_camera_is_said_with_the_way_round_it(
    qtbot: QtBot, parent: QWidget, lane: Lane, code: TroubleCode
) -> None:
    made, kept = shot(qtbot, parent, lane, Lens(code))
    qtbot.waitUntil(lambda: not made._shoot.isEnabled())
    assert made._advice.text() == say(f"kit.shot.{code.value}")
    QTest.keyClick(made, Qt.Key.Key_Return)
    QTest.keyClick(made, Qt.Key.Key_Escape)
    assert kept == []
