"""A video file as the camera."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.scanning.pictures import seen_by_webcam
from vaxdesk.desk.practice_people import citizen_payload, people
from vaxdesk.scanning.camera import Camera, CameraInfo, cameras, frame_of, listed_cameras
from vaxdesk.scanning.decode import read_grey
from vaxdesk.scanning.steady import Steady
from vaxdesk.trouble import Trouble, TroubleCode

PAYLOAD = citizen_payload(next(people(1, seed=2)))


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three empty frames, then a card held still for seven."""
    path = tmp_path_factory.mktemp("film") / "thẻ.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), 30, (1280, 720))
    empty = np.full((720, 1280), 120, np.uint8)
    for frame in [empty] * 3 + [seen_by_webcam(PAYLOAD, size=(1280, 720), share=0.6)] * 7:
        writer.write(cv2.cvtColor(frame, cv2.COLOR_GRAY2BGR))
    writer.release()
    return path


def test_a_card_held_into_the_camera_is_read_once(film: Path) -> None:
    steady, read = Steady(frames=3), []
    with Camera(film) as camera:
        for place in range(10):
            read += steady.feed(place * 33, [code.data for code in read_grey(camera.grab().grey)])
        with pytest.raises(Trouble) as caught:
            camera.grab()
    assert read == [PAYLOAD.encode()]
    assert caught.value.code is TroubleCode.CAMERA_LOST


def test_what_a_frame_holds(film: Path) -> None:
    with Camera(film) as camera:
        frame = camera.grab()
    assert frame.grey.shape == (720, 720)
    assert frame.grey.dtype == np.uint8
    assert (frame.width, frame.height) == (480, 270)
    assert len(frame.preview) == 480 * 270 * 3
    assert (frame.guide.x, frame.guide.y, frame.guide.side) == (145, 40, 189)


def test_the_preview_is_red_green_blue() -> None:
    pixels = np.zeros((48, 64, 3), np.uint8)
    pixels[:, :] = (0, 0, 255)  # red, as OpenCV orders it
    assert frame_of(pixels).preview[:3] == b"\xff\x00\x00"


@pytest.mark.parametrize("shape", [(480, 640, 3), (640, 480, 3), (7, 5, 3)])
def test_any_shape(shape: tuple[int, int, int]) -> None:
    frame = frame_of(np.zeros(shape, np.uint8))
    assert frame.grey.shape == (min(shape[:2]),) * 2
    assert len(frame.preview) == frame.width * frame.height * 3


def test_no_camera(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for source in (tmp_path / "none.avi", 63):
        with pytest.raises(Trouble) as caught:
            Camera(source)
        assert caught.value.code is TroubleCode.NO_CAMERA
    assert capfd.readouterr().err == ""


def test_the_list_leaves_out_metadata_nodes(tmp_path: Path) -> None:
    for node, index, name in (("video1", "1", "Webcam C270"), ("video0", "0", "Webcam C270"), ("video12", "0", "HD")):
        (tmp_path / node).mkdir()
        (tmp_path / node / "index").write_text(f"{index}\n")
        (tmp_path / node / "name").write_text(f"{name}\n")
    assert listed_cameras(tmp_path) == [CameraInfo(0, "Webcam C270"), CameraInfo(12, "HD")]


def test_this_machine_can_be_asked() -> None:
    assert all(isinstance(camera, CameraInfo) for camera in cameras())
