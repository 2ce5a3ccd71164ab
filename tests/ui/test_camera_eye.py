"""The eye reads real frames: a code counts when three agree, and its ring grows until then."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
import qrcode

from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.camera_eye import CameraEye

CARD = "001188012345||Nguyễn Thị Đào|05031988|Nữ|Bắc Kạn|01012021"


def film(folder: Path, *, frames: int = 8) -> Path:
    """A video of a still hand: first an empty table, then the code of a card."""
    code = np.array(qrcode.make(CARD.encode(), box_size=6).convert("L"))
    picture = np.full((720, 1280), 150, np.uint8)
    top, left = (720 - code.shape[0]) // 2, (1280 - code.shape[1]) // 2
    picture[top:top + code.shape[0], left:left + code.shape[1]] = code
    empty = np.full((720, 1280), 150, np.uint8)
    path = folder / "hand.avi"
    out = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), 30, (1280, 720))
    for number in range(frames):
        out.write(cv2.cvtColor(empty if number < 2 else picture, cv2.COLOR_GRAY2BGR))
    out.release()
    return path


def test_three_agreeing_frames_make_a_code(tmp_path: Path) -> None:
    path = film(tmp_path)
    eye = CameraEye(lambda: path)
    eye.open()
    sights = [eye.look() for _ in range(8)]
    eye.close()
    assert [round(sight.agreeing, 2) for sight in sights[:6]] == [0, 0, 0.33, 0.67, 1, 1]
    assert [sight.found for sight in sights[:4]] == [()] * 4
    assert [code.decode() for sight in sights for code in sight.found] == [CARD]
    assert all(len(sight.preview) == sight.width * sight.height * 3 for sight in sights)
    x, y, side = sights[0].guide
    assert x >= 0 and y >= 0
    assert x + side <= sights[0].width and y + side <= sights[0].height


def test_a_camera_that_ends_is_lost_and_one_that_is_not_there_is_said(tmp_path: Path) -> None:
    path = film(tmp_path, frames=3)
    eye = CameraEye(lambda: path)
    for _ in range(3):
        eye.look()
    with pytest.raises(Trouble) as lost:
        eye.look()
    assert lost.value.code is TroubleCode.CAMERA_LOST
    eye.close()
    eye.close()
    with pytest.raises(Trouble) as missing:
        CameraEye(lambda: tmp_path / "none.avi").open()
    assert missing.value.code is TroubleCode.NO_CAMERA
