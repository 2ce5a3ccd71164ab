"""The printed sheet for the scanner test of the settings: three codes, far enough apart that none is read by chance."""

from __future__ import annotations

import msgspec

from vaxdesk.documents import qr
from vaxdesk.documents.fitting import Style
from vaxdesk.documents.fonts import BOLD, REGULAR
from vaxdesk.documents.pen import Align, Box, Pen, Rise
from vaxdesk.documents.samples import STATION
from vaxdesk.documents.sheet import A4, FOOT, Sheets, footer, issuer, title
from vaxdesk.domain.scanner_check import PAYLOADS
from vaxdesk.domain.views import StationView
from vaxdesk.words import say_in

_MARGIN = 18.0
_WIDTH = A4[0] - 2 * _MARGIN
_BLOCK = 70.0
_FIRST = 60.0
_SIDE = 42.0


class SheetCode(msgspec.Struct, frozen=True):
    """One of the codes: what it is called and what it holds."""

    name: str
    code: str


class ScannerSheetContents(msgspec.Struct, frozen=True, kw_only=True):
    """The codes in the order of the test."""

    station: StationView
    codes: tuple[SheetCode, ...]
    printed_at: str = ""


def contents_for(station: StationView, *, language: str = "vi", printed_at: str = "") -> ScannerSheetContents:
    """The sheet of the scanner test as `domain.scanner_check` judges it."""
    codes = tuple(SheetCode(say_in(language, f"{step.WORDS}.{step.value}"), text) for step, text in PAYLOADS.items())
    return ScannerSheetContents(station=station, codes=codes, printed_at=printed_at)


def render(contents: ScannerSheetContents, *, language: str = "vi") -> bytes:
    """The sheet as PDF, one page of A4."""
    name = say_in(language, "scan.sheet_title")
    sheets = Sheets(A4, title=name, language=language)
    pen = sheets.pen
    issuer(pen, Box(_MARGIN, 12, _WIDTH, 14), station=contents.station, size=10)
    title(pen, Box(_MARGIN, 32, _WIDTH, 14), text=name.upper(), under=say_in(language, "scan.sheet_lead"), size=16)
    for number, code in enumerate(contents.codes):
        _block(pen, code, top=_FIRST + number * _BLOCK, mirrored=number % 2 == 1)
    foot = Box(_MARGIN, 0, _WIDTH, A4[1] - FOOT)
    footer(pen, foot, station=contents.station, printed_at=contents.printed_at, page=1, pages=1, language=language)
    sheets.end_page()
    return sheets.close()


def _block(pen: Pen, code: SheetCode, *, top: float, mirrored: bool) -> None:
    """Left and right by turns: the next code is never in the scanner's beam."""
    pen.frame(Box(_MARGIN, top, _WIDTH, _BLOCK - 6))
    inner = top + (_BLOCK - 6 - _SIDE) / 2
    code_left = _MARGIN + _WIDTH - _SIDE - 10 if mirrored else _MARGIN + 10
    pen.code(qr.make(code.code), (code_left, inner), side=_SIDE)
    text = Box(_MARGIN + 10 if mirrored else code_left + _SIDE + 12, inner, _WIDTH - _SIDE - 32, _SIDE)
    align = Align.RIGHT if mirrored else Align.LEFT
    pen.write(code.name, Box(text.x, text.y, text.width, 12), style=Style(BOLD, 15, 9), align=align)
    payload = Box(text.x, text.y + 14, text.width, text.height - 14)
    pen.write(code.code, payload, style=Style(REGULAR, 10, 6), align=align, rise=Rise.TOP)


SAMPLE = ScannerSheetContents(
    station=STATION,
    codes=(
        SheetCode("Mã 1: chữ số", "VXT|012345678901|31011990|"),
        SheetCode("Mã 2: chữ không dấu", "VXT|as ar ax aj aa ee oo ow dd a1 e2 o6 d9 a' e^|0123456789abcdef|$"),
        SheetCode("Mã 3: chữ tiếng Việt", "VXT|Nguyễn Thị Đào Ưng Ắng|Buôn Đôn, Đắk Lắk|Nữ|$"),
    ),
    printed_at="2026-11-24T07:05",
)
