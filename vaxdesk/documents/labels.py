"""Stick-on labels, 24 on an A4 sheet of 70 x 37 mm, and the queue slip that a person carries through the day."""

from __future__ import annotations

import msgspec

from vaxdesk.documents import qr
from vaxdesk.documents.dates import day, moment
from vaxdesk.documents.fitting import Style
from vaxdesk.documents.fonts import BOLD, REGULAR, STRONG
from vaxdesk.documents.pen import Align, Box, Pen, Rise
from vaxdesk.documents.samples import STATION
from vaxdesk.documents.sheet import A4, Sheets
from vaxdesk.domain.views import StationView
from vaxdesk.words import say_in

COLUMNS, ROWS = 3, 8
LABEL_SIZE = (70.0, 37.0)
_TOP = (A4[1] - ROWS * LABEL_SIZE[1]) / 2
_EDGE = 4.5  # mm that a laser cannot print on; kept free on every label, because each may lie at the sheet's edge
_TEXT_LEFT = 34.0  # right of a 25 mm code with its quiet zone
SLIP_SIZE = (80.0, 118.0)  # paper of a receipt printer, 72 mm of it printable
_SLIP_CODE = 28.0

_NAME = Style(BOLD, 10.5, 6.5)
_NUMBER = Style(BOLD, 13.0, 8.0)
_TEXT = Style(REGULAR, 8.0, 5.5)
_CODE = Style(REGULAR, 6.3, 5.0)


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """A person's label; `line` is anything more, e.g. the dose due. `dob` ISO, `number` of the queue, 0 for none."""

    name: str
    code: str
    code_text: str = ""
    dob: str = ""
    number: int = 0
    line: str = ""


class LabelsContents(msgspec.Struct, frozen=True, kw_only=True):
    """Labels in order; `first` is the first free place 1..24 of a sheet already begun, counted along the rows."""

    labels: tuple[Label, ...]
    first: int = 1


class SlipContents(msgspec.Struct, frozen=True, kw_only=True):
    """A queue slip; `received_at` and `dob` ISO."""

    station: StationView
    number: int
    name: str
    code: str
    code_text: str = ""
    dob: str = ""
    received_at: str = ""


def render(contents: LabelsContents, *, language: str = "vi") -> bytes:
    """Sheets of labels as PDF; nothing but the labels is printed."""
    sheets = Sheets(A4, title=say_in(language, "paper.label.title"), language=language)
    a_page = COLUMNS * ROWS
    for number, label in enumerate(contents.labels, start=contents.first - 1):
        if number % a_page == 0 and number >= contents.first:
            sheets.end_page()
        row, column = divmod(number % a_page, COLUMNS)
        corner = (column * LABEL_SIZE[0], _TOP + row * LABEL_SIZE[1])
        _label(sheets.pen, label, left=corner[0], top=corner[1], language=language)
    sheets.end_page()
    return sheets.close()


def render_slip(contents: SlipContents, *, language: str = "vi") -> bytes:
    """The queue slip as PDF of one small page."""
    sheets = Sheets(SLIP_SIZE, title=say_in(language, "paper.slip.title"), language=language)
    pen = sheets.pen
    middle = Box(_EDGE, 0, SLIP_SIZE[0] - 2 * _EDGE, SLIP_SIZE[1])

    def across(text: str, top: float, *, height: float, style: Style) -> None:
        pen.write(text, Box(middle.x, top, middle.width, height), style=style, align=Align.CENTRE, rise=Rise.MIDDLE)

    across(contents.station.name, 5, height=9, style=Style(STRONG, 10, 6))
    pen.rule((middle.x, 15), (middle.right, 15))
    across(say_in(language, "paper.slip.number"), 17, height=5, style=Style(REGULAR, 10, 6))
    across(str(contents.number), 22, height=20, style=Style(BOLD, 44, 20))
    across(contents.name, 43, height=12, style=Style(BOLD, 13, 8))
    if contents.dob:
        across(say_in(language, "paper.slip.born", day=day(contents.dob)), 55, height=5, style=Style(REGULAR, 10, 6))
    pen.code(qr.make(contents.code), ((SLIP_SIZE[0] - _SLIP_CODE) / 2, 66), side=_SLIP_CODE)
    across(contents.code_text, 100.5, height=3, style=Style(REGULAR, 6.5, 5))
    received = say_in(language, "paper.slip.received", at=moment(contents.received_at)) if contents.received_at else ""
    across(received, 104.5, height=4, style=Style(REGULAR, 8, 6))
    across(say_in(language, "paper.slip.keep"), 108.5, height=5, style=Style(STRONG, 8, 6))
    sheets.end_page()
    return sheets.close()


def _label(pen: Pen, label: Label, *, left: float, top: float, language: str) -> None:
    pen.code(qr.make_fast(label.code), (left + _EDGE, top + (LABEL_SIZE[1] - qr.SMALLEST) / 2))
    x, width = left + _TEXT_LEFT, LABEL_SIZE[0] - _TEXT_LEFT - _EDGE
    if label.number:
        number = say_in(language, "paper.label.number", number=label.number)
        pen.write(number, Box(x, top + _EDGE, width, 5.8), style=_NUMBER)
    pen.write(label.name, Box(x, top + 10.2, width, 9.6), style=_NAME, rise=Rise.MIDDLE)
    rest = "\n".join(part for part in (day(label.dob), label.line) if part)
    pen.write(rest, Box(x, top + 19.8, width, 7.1), style=_TEXT)
    letters = qr.halves(label.code_text, longest=14)
    pen.write(letters, Box(x, top + 26.9, width, LABEL_SIZE[1] - _EDGE - 26.8), style=_CODE, rise=Rise.BOTTOM)


_PEOPLE = ("Nguyễn Thị Lành", "Lò Văn Páo", "Nguyễn Hoàng Phương Thảo Tôn Nữ Thị Quỳnh Giao", "Bùi Thị Ắng")
SAMPLE = LabelsContents(
    labels=tuple(
        Label(
            name=name,
            dob="1990-01-01",
            number=40 + place,
            line="Mũi 3",
            code=f"VXR:05444865523167665884{place}{place * 7:02d}",
            code_text=f"VXR:0F3K7M9QX2TBW.4{place}-{place * 7:02d}",
        )
        for place, name in enumerate(_PEOPLE, start=1)
    )
)
SAMPLE_SLIP = SlipContents(
    station=STATION,
    number=41,
    name="Nguyễn Thị Lành",
    dob="1990-01-01",
    code="VXR:05444865523167665884105",
    code_text="VXR:0F3K7M9QX2TBW.41-05",
    received_at="2026-11-24T07:52",
)
