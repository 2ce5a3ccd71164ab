"""The eye over a sheet: whole pictures, turned as asked, and the one shown last as it is kept."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.films import sheet_film
from vaxdesk.scanning.sheet_photo import MOST_BYTES
from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.sheet_eye import SheetEye


def pixels(jpeg: bytes) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_UNCHANGED)


def test_what_was_shown_is_what_is_kept(tmp_path: Path) -> None:
    path = sheet_film(tmp_path / "sheet.avi", frames=4)
    eye = SheetEye(lambda: path)
    eye.open()
    seen = eye.look()
    assert (seen.width, seen.height, seen.found) == (960, 540, ())
    assert len(seen.preview) == 960 * 540 * 3
    kept = eye.take()
    eye.close()
    assert len(kept) <= MOST_BYTES
    with_letters = pixels(kept)
    assert with_letters.shape == (720, 1280)
    film = cv2.VideoCapture(str(path))
    first = cv2.cvtColor(film.read()[1], cv2.COLOR_BGR2GRAY)
    film.release()
    assert np.abs(with_letters.astype(int) - first).mean() < 4


def test_a_quarter_turn(tmp_path: Path) -> None:
    path = sheet_film(tmp_path / "sheet.avi", frames=4)
    eye = SheetEye(lambda: path)
    upright = pixels(eye.take())  # opens the camera by itself
    eye.turn()
    seen = eye.look()
    assert (seen.width, seen.height) == (720, 1280)
    turned = pixels(eye.take())
    eye.close()
    assert np.abs(turned.astype(int) - np.rot90(upright, -1)).mean() < 6


def test_no_camera_and_a_camera_lost(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as missing:
        SheetEye(lambda: tmp_path / "none.avi").open()
    assert missing.value.code is TroubleCode.NO_CAMERA
    path = sheet_film(tmp_path / "sheet.avi", frames=1)
    eye = SheetEye(lambda: path)
    eye.look()
    with pytest.raises(Trouble) as lost:
        eye.look()
    assert lost.value.code is TroubleCode.CAMERA_LOST
    eye.close()
    eye.close()
