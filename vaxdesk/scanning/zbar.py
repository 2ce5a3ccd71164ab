"""The second decoder: zbar in binary mode, through pyzbar's bindings; absent where the system has no libzbar.

`pyzbar.decode` lets zbar guess the encoding and mangles one payload in six of realistic citizen cards, so an own
scanner is set up: option 4 (called CFG_NUM by pyzbar, BINARY in libzbar from 0.23 on) hands out the bytes untouched.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import c_void_p, cast, string_at
from functools import cache
from types import ModuleType
from typing import Any

import numpy as np

_ALL, _QR = 0, 64
_ENABLE, _BINARY = 0, 4
_GREY = int.from_bytes(b"Y800", "little")


@cache
def bindings() -> ModuleType | None:
    """pyzbar's bindings, None where libzbar is missing or too old to leave bytes alone."""
    try:
        from pyzbar import wrapper
    except (ImportError, OSError):
        return None
    with _scanner(wrapper) as scanner:
        return wrapper if scanner is not None else None


def read_qr(grey: np.ndarray) -> list[bytes]:
    """The bytes of every QR in a grey 8-bit image, in zbar's order; none where zbar is not there."""
    zbar = bindings()
    if zbar is None:
        return []
    pixels = np.ascontiguousarray(grey).tobytes()
    with _scanner(zbar) as scanner, _image(zbar, pixels, grey.shape[1], grey.shape[0]) as image:
        zbar.zbar_scan_image(scanner, image)
        return list(_symbols(zbar, image))


@contextmanager
def _scanner(zbar: ModuleType) -> Iterator[Any]:
    scanner = zbar.zbar_image_scanner_create()
    try:
        wanted = ((_ALL, _ENABLE, 0), (_QR, _ENABLE, 1), (_QR, _BINARY, 1))
        refused = [setting for setting in wanted if zbar.zbar_image_scanner_set_config(scanner, *setting)]
        yield None if refused else scanner
    finally:
        zbar.zbar_image_scanner_destroy(scanner)


@contextmanager
def _image(zbar: ModuleType, pixels: bytes, width: int, height: int) -> Iterator[Any]:
    image = zbar.zbar_image_create()
    try:
        zbar.zbar_image_set_format(image, _GREY)
        zbar.zbar_image_set_size(image, width, height)
        zbar.zbar_image_set_data(image, cast(pixels, c_void_p), len(pixels), None)
        yield image
    finally:
        zbar.zbar_image_destroy(image)


def _symbols(zbar: ModuleType, image: Any) -> Iterator[bytes]:
    symbol = zbar.zbar_image_first_symbol(image)
    while symbol:
        yield string_at(zbar.zbar_symbol_get_data(symbol), zbar.zbar_symbol_get_data_length(symbol))
        symbol = zbar.zbar_symbol_next(symbol)
