"""QR codes as module patterns: made one by one with `qrcode`, in bulk with zxing-cpp, drawn as outlines."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import qrcode
import zxingcpp
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q

SMALLEST = 25.0  # mm a side: the least a clinic's scanner reads from a worn laser print
QUIET = 4  # white modules around the pattern (ISO/IEC 18004)
_LEAST_VERSION = 2
_LEAST_MODULES = 25  # of version 2: the quiet zone of a 25 mm code is then at most 4 mm
_LEVELS = {"L": ERROR_CORRECT_L, "M": ERROR_CORRECT_M, "Q": ERROR_CORRECT_Q, "H": ERROR_CORRECT_H}
_DARK = re.compile("1+")
_PIECE = 11  # modules
_BITS = bytes.maketrans(b"\x00\xff", b"10")


class Code(NamedTuple):
    """A pattern without quiet zone; each row a text of `1` (dark) and `0`."""

    rows: tuple[str, ...]

    @property
    def modules(self) -> int:
        """Modules a side."""
        return len(self.rows)

    def quiet(self, side: float) -> float:
        """Width of the quiet zone of a pattern printed `side` wide, in the same unit."""
        return QUIET * side / self.modules


def make(text: str, *, level: str = "M") -> Code:
    """One code by `qrcode`; capitals and digits alone are packed in alphanumeric mode by the library itself."""
    maker = qrcode.QRCode(version=_LEAST_VERSION, error_correction=_LEVELS[level], border=0)
    maker.add_data(text)
    maker.make(fit=True)
    return Code(tuple("".join("1" if dark else "0" for dark in row) for row in maker.get_matrix()))


def make_fast(text: str, *, level: str = "M") -> Code:
    """One code by zxing-cpp, some ten times faster: for files of hundreds of pages."""
    code = _by_zxing(text, ec_level=level)
    return code if code.modules >= _LEAST_MODULES else _by_zxing(text, ec_level=level, version=_LEAST_VERSION)


def _by_zxing(text: str, **wishes: object) -> Code:
    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, **wishes)
    picture = memoryview(made.to_image(scale=1, add_quiet_zones=False))
    side = picture.shape[0]
    flat = bytes(picture).translate(_BITS).decode("ascii")
    return Code(tuple(flat[at : at + side] for at in range(0, side * side, side)))


def halves(text: str, *, longest: int = 24) -> str:
    """A code's letters as they stand beside its pattern: in two lines of like length when longer than a line."""
    if len(text) <= longest:
        return text
    middle = (len(text) + 1) // 2
    return f"{text[:middle]}\n{text[middle:]}"


def outline(code: Code, *, left: float, top: float, side: float) -> str:
    """PDF operators that fill the pattern as one path, so that no seam shows between modules.

    Not an image of one bit a module, though that is smaller: PDFium, which draws the preview and feeds the printer,
    smooths such an image when it enlarges it, and the modules melt into each other.

    Args:
        code: the pattern.
        left: of the pattern in points.
        top: upper edge in points from the page's foot.
        side: of the pattern in points.
    """
    module = side / code.modules
    drawn = [f"q 0 g {module:.5f} 0 0 {-module:.5f} {left:.3f} {top:.3f} cm"]
    for number, row in enumerate(code.rows):
        pieces = [_piece(at, row[at : at + _PIECE]) for at in range(0, code.modules, _PIECE)]
        drawn.append("".join(pieces).replace("y", str(number)))
    return "\n".join([*drawn, "f Q"])


@cache
def _piece(at: int, modules: str) -> str:
    """The operators of some modules of a row that begin at a column; `y` stands for the row.

    A large code has 1,500 runs of dark modules, and to write each was half of what a page with a signed certificate
    cost. Of pieces there are 2,048 a column, made once.
    """
    runs = (run.span() for run in _DARK.finditer(modules))
    return "".join(f"{at + first} y {end - first} 1 re\n" for first, end in runs)
