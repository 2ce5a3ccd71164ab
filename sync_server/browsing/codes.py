"""A QR code as the path of an SVG picture: no file, no style, nothing that the content policy has to allow."""

from __future__ import annotations

import msgspec
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

_QUIET = 4  # modules of white around (ISO/IEC 18004, 9.1)


class Square(msgspec.Struct, frozen=True):
    """`size` modules a side with the quiet zone; `path` draws the dark ones."""

    size: int
    path: str


def square(text: str) -> Square:
    """The code of a text."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=_QUIET)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return Square(len(rows), path)
