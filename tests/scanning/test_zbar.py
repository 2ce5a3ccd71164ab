"""The second decoder, and systems without it."""

from __future__ import annotations

import builtins

import numpy as np
import pytest

from tests.scanning.pictures import drawn_by_zxing
from vaxdesk.scanning import decode, zbar


@pytest.fixture
def fresh_bindings():
    zbar.bindings.cache_clear()
    yield
    zbar.bindings.cache_clear()


def test_reads_any_part_of_a_larger_picture() -> None:
    picture = np.full((600, 700), 255, np.uint8)
    code = drawn_by_zxing("015190001234")
    picture[50:50 + code.shape[0], 80:80 + code.shape[1]] = code
    assert zbar.read_qr(picture[20:, 30:]) == [b"015190001234"]
    assert zbar.read_qr(np.full((50, 60), 255, np.uint8)) == []


def test_keeps_zero_bytes() -> None:
    assert zbar.read_qr(drawn_by_zxing(b"a\x00b\xff|c")) == [b"a\x00b\xff|c"]


@pytest.mark.usefixtures("fresh_bindings")
def test_a_system_without_libzbar(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *args, **kwargs):
        if name.startswith("pyzbar"):
            raise ImportError("Unable to find zbar shared library")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", missing)
    assert zbar.bindings() is None
    assert zbar.read_qr(drawn_by_zxing("x1")) == []
    assert [code.text for code in decode.read_grey(drawn_by_zxing("x1"))] == ["x1"]


@pytest.mark.usefixtures("fresh_bindings")
def test_an_old_libzbar_that_refuses_binary_mode(monkeypatch: pytest.MonkeyPatch) -> None:
    wrapper = pytest.importorskip("pyzbar.wrapper")
    monkeypatch.setattr(wrapper, "zbar_image_scanner_set_config", lambda *setting: int(setting[2] == 4))
    assert zbar.bindings() is None
