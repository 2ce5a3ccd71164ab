"""Pictures to exact bytes."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
import zxingcpp

from tests.scanning.pictures import DEGRADED, blurred, drawn_by_qrcode, drawn_by_zxing, noisy, seen_by_webcam, turned
from vaxdesk.desk.practice_people import bhyt_payload, citizen_payload, people
from vaxdesk.scanning import decode, zbar
from vaxdesk.trouble import Trouble, TroubleCode

PEOPLE = list(people(500, seed=21))
PAYLOADS = [citizen_payload(person, card=2024 if place % 2 else 2021) for place, person in enumerate(PEOPLE)]


@pytest.fixture
def without_zbar(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that has no libzbar."""
    monkeypatch.setattr(zbar, "bindings", lambda: None)


def test_500_citizen_cards_without_declared_encoding_are_exact() -> None:
    """zbar's guessing of encodings would mangle one in six of these."""
    read = [[code.data for code in decode.read_grey(drawn_by_zxing(payload))] for payload in PAYLOADS]
    assert read == [[payload.encode()] for payload in PAYLOADS]


def test_zbar_is_exact_too() -> None:
    read = [zbar.read_qr(drawn_by_zxing(payload)) for payload in PAYLOADS[:100]]
    assert read == [[payload.encode()] for payload in PAYLOADS[:100]]


@pytest.mark.parametrize("payload", [PAYLOADS[0], bhyt_payload(PEOPLE[0]), "VXR:1234567890123456789012", "HC1:NCF A%"])
def test_codes_drawn_by_another_library(payload: str) -> None:
    (code,) = decode.read_grey(drawn_by_qrcode(payload))
    assert code.text == payload
    assert len(code.corners) == 4


def test_declared_encodings_are_followed() -> None:
    code = zxingcpp.create_barcode("Nguyễn Thị Lành", zxingcpp.BarcodeFormat.QRCode)
    assert [c.text for c in decode.read_grey(np.array(code.to_image(scale=4)))] == ["Nguyễn Thị Lành"]


def test_bytes_that_are_no_text_still_come_out() -> None:
    (code,) = decode.read_grey(drawn_by_zxing(b"\xff\xfe015190001234"))
    assert "015190001234" in code.text


@pytest.mark.usefixtures("without_zbar")
@pytest.mark.parametrize("condition", DEGRADED)
def test_degraded_frames(condition: str) -> None:
    for payload in PAYLOADS[:5]:
        frame = DEGRADED[condition](seen_by_webcam(payload, share=0.75))
        assert [code.text for code in decode.read_grey(frame)] == [payload]


SPOILED = [
    pytest.param(lambda frame: noisy(frame, 4, light=0.07), (640, 480), 0.4, 8, id="low light"),
    pytest.param(lambda frame: noisy(turned(blurred(frame, 1), 45), 30), (640, 480), 0.36, 8, id="few pixels, noise"),
    pytest.param(lambda frame: blurred(frame, 2), (640, 480), 0.38, 8, id="blur"),
    pytest.param(lambda frame: blurred(frame, 4), (1600, 1200), 0.3, 8, id="blur in a large picture"),
]


@pytest.mark.usefixtures("without_zbar")
@pytest.mark.parametrize(("spoil", "size", "share", "least"), SPOILED)
def test_the_filters_are_worth_their_time(spoil, size: tuple[int, int], share: float, least: int) -> None:
    frames = [spoil(seen_by_webcam(payload, size=size, share=share)) for payload in PAYLOADS[:8]]
    plain = [bool(zxingcpp.read_barcodes(frame, formats=zxingcpp.BarcodeFormat.QRCodeModel2)) for frame in frames]
    read = [[code.text for code in decode.read_grey(frame)] for frame in frames]
    assert sum(plain) <= 1
    assert sum(texts == [payload] for texts, payload in zip(read, PAYLOADS, strict=False)) >= least


def test_zbar_is_asked_when_nothing_else_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = drawn_by_zxing(PAYLOADS[0])
    monkeypatch.setattr(zxingcpp, "read_barcodes", lambda *_, **__: [])
    assert decode.read_grey(frame) == [decode.Decoded(PAYLOADS[0].encode())]


def test_two_codes_in_one_picture() -> None:
    both = np.hstack([cv2.resize(drawn_by_zxing(payload), (400, 400)) for payload in PAYLOADS[:2]])
    assert {code.text for code in decode.read_grey(both)} == set(PAYLOADS[:2])


def test_micro_qr_and_other_symbologies_are_not_looked_for() -> None:
    for form in (zxingcpp.BarcodeFormat.MicroQRCode, zxingcpp.BarcodeFormat.Code128):
        picture = np.array(zxingcpp.create_barcode("69", form).to_image(scale=6))
        assert zxingcpp.read_barcodes(np.pad(picture, 40, constant_values=255))
        assert decode.read_grey(np.pad(picture, 40, constant_values=255)) == []


def test_noise_is_no_code() -> None:
    rng = np.random.default_rng(3)
    assert all(decode.read_grey(rng.integers(0, 255, (240, 320), np.uint8)) == [] for _ in range(20))


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".bmp", ".webp", ".tiff"])
def test_picture_files(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"thẻ căn cước{suffix}"
    path.write_bytes(cv2.imencode(suffix, seen_by_webcam(PAYLOADS[3], size=(1280, 720)))[1].tobytes())
    assert [code.text for code in decode.read_image_file(path)] == [PAYLOADS[3]]


def test_colour_transparent_and_deep_pictures() -> None:
    grey = drawn_by_zxing(PAYLOADS[4])
    alpha = np.zeros((*grey.shape, 4), np.uint8)
    alpha[:, :, 3] = 255 - grey  # black modules on nothing
    pictures = [cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), alpha, grey.astype(np.uint16) * 257]
    for picture in pictures:
        (code,) = decode.read_image(cv2.imencode(".png", picture)[1].tobytes())
        assert code.text == PAYLOADS[4]


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n broken"])
def test_unreadable_pictures(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    path.write_bytes(data)
    with pytest.raises(Trouble) as caught:
        decode.read_image_file(path)
    assert caught.value.code is TroubleCode.IMAGE_UNREADABLE


def test_a_missing_picture(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as caught:
        decode.read_image_file(tmp_path / "none.png")
    assert caught.value.code is TroubleCode.IMAGE_UNREADABLE
