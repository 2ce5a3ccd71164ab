"""The camera view: one frame at a time, codes once, failures said, the camera let go."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.camera_eye import Seen
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.kit.camera_view import CameraView
from vaxdesk.ui.lanes import ManualLane

GREY = bytes([120]) * (48 * 36 * 3)


class Reel:
    """An eye that sees what it is given; a Trouble in the list is raised."""

    def __init__(self, *sights: Seen | Trouble) -> None:
        self.sights = list(sights)
        self.log: list[str] = []

    def open(self) -> None:
        self.log.append("open")

    def look(self) -> Seen:
        sight = self.sights.pop(0) if self.sights else seen()
        if isinstance(sight, Trouble):
            raise sight
        return sight

    def close(self) -> None:
        self.log.append("close")


def seen(*found: bytes, agreeing: float = 0.0) -> Seen:
    return Seen(GREY, 48, 36, (12, 6, 24), agreeing, found)


def view(qtbot: QtBot, reel: Reel) -> tuple[CameraView, ManualLane]:
    lane = ManualLane("eye")
    made = CameraView(lane, reel)
    qtbot.addWidget(made)
    made.show()
    made.start()
    return made, lane


def test_codes_are_heard_once_per_finding_and_frames_do_not_queue(qtbot: QtBot) -> None:
    reel = Reel(seen(agreeing=0.5), seen(b"VX1:abc", agreeing=1.0), seen())
    made, lane = view(qtbot, reel)
    heard: list[bytes] = []
    made.scanned.connect(heard.append)
    lane.step()
    for _ in range(3):
        qtbot.waitUntil(lambda: lane.waiting == 1)
        qtbot.wait(30)
        assert lane.waiting == 1, "a second frame was asked for before the first was there"
        lane.step()
    assert heard == [b"VX1:abc"]
    made.stop()
    lane.drain()
    assert reel.log == ["open", "close"]


def test_hiding_lets_the_camera_go(qtbot: QtBot) -> None:
    reel = Reel()
    made, lane = view(qtbot, reel)
    lane.step()
    made.hide()
    lane.drain()
    assert reel.log == ["open", "close"]
    assert lane.waiting == 0


@pytest.mark.parametrize("code", [TroubleCode.NO_CAMERA, TroubleCode.CAMERA_LOST])
def test_a_missing_camera_is_said(qtbot: QtBot, code: TroubleCode) -> None:
    made, lane = view(qtbot, Reel(Trouble(code)))
    heard: list[Err] = []
    made.failed.connect(heard.append)
    opening = made.grab().toImage()
    lane.drain()
    assert heard[0].trouble.code is code
    assert made.grab().toImage() != opening, "it still says that the camera is being opened"


def test_the_ring_and_the_picture_are_drawn(qtbot: QtBot) -> None:
    made, lane = view(qtbot, Reel(seen(agreeing=0.66)))
    made.resize(480, 360)
    waiting = made.grab().toImage()
    lane.step()
    lane.step()
    drawn = made.grab().toImage()
    assert drawn != waiting
    middle = drawn.pixelColor(240, 180)
    assert abs(middle.red() - 120) < 3
    assert drawn.pixelColor(20, 180).red() < 110, "what lies outside the frame is not dimmed"
    made.stop()
    lane.drain()
