"""The day's roster on paper, a code in each row, and the same form with empty rows for a power cut."""

from __future__ import annotations

import msgspec

from vaxdesk.documents.dates import day
from vaxdesk.documents.pen import FIRM, Align, Box, Pen, Rise
from vaxdesk.documents.roster_row import COLUMNS, ROW_HEIGHT, RosterRow, draw_row
from vaxdesk.documents.samples import STATION
from vaxdesk.documents.sheet import A4, FOOT, LABEL, SMALL, Sheets, footer, issuer, nation, title
from vaxdesk.domain.views import StationView
from vaxdesk.words import say_in

ROWS_A_PAGE = 7  # a row is as high as a 25 mm code with its quiet zone: two codes never blur into one scan
_MARGIN = 8.0
_HEAD = Box(_MARGIN, 8.0, A4[0] - 2 * _MARGIN, 28.5)
_COLUMN_HEAD = 8.0
_BLANK_DAY, _BLANK = "…… / …… / …………", "……………………"


class RosterContents(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of one day; `day` and `printed_at` are ISO, `vaccine` is the product planned, if one is."""

    station: StationView
    day: str
    rows: tuple[RosterRow, ...]
    vaccine: str = ""
    printed_at: str = ""


def render(contents: RosterContents, *, language: str = "vi") -> bytes:
    """The roster as PDF, A4 upright, seven rows a page."""
    return _render(contents, form="roster", language=language)


def render_blank(contents: RosterContents, *, language: str = "vi") -> bytes:
    """The day form for a power cut: rows with a code and nothing else, to be written by hand and scanned back later."""
    kept = ({name: getattr(row, name) for name in ("number", "code", "code_text", "slot")} for row in contents.rows)
    bare = tuple(RosterRow(**one) for one in kept)
    return _render(msgspec.structs.replace(contents, rows=bare), form="blank", language=language)


def _render(contents: RosterContents, *, form: str, language: str) -> bytes:
    name = say_in(language, f"paper.{form}.title")
    sheets = Sheets(A4, title=f"{name} {day(contents.day)}", language=language)
    pages = max(1, -(-len(contents.rows) // ROWS_A_PAGE))
    for page in range(pages):
        rows = contents.rows[page * ROWS_A_PAGE : (page + 1) * ROWS_A_PAGE]
        _heading(sheets.pen, contents, form=form, language=language)
        _column_heads(sheets.pen, language=language)
        for place, row in enumerate(rows):
            top = _HEAD.foot + _COLUMN_HEAD + place * ROW_HEIGHT
            draw_row(sheets.pen, row, top=top, left=_MARGIN, language=language)
        foot = Box(_MARGIN, 0, _HEAD.width, A4[1] - FOOT)
        footer(sheets.pen, foot, station=contents.station, printed_at=contents.printed_at, page=page + 1, pages=pages,
               language=language)  # fmt: skip
        sheets.end_page()
    return sheets.close()


def _heading(pen: Pen, contents: RosterContents, *, form: str, language: str) -> None:
    half = _HEAD.width / 2
    issuer(pen, Box(_HEAD.x, _HEAD.y, half - 6, 14.5), station=contents.station, size=9)
    nation(pen, Box(_HEAD.x + half, _HEAD.y, half, 13), language=language, size=8.5)
    name = Box(_HEAD.x, _HEAD.y + 14.5, _HEAD.width, 6)
    title(pen, name, text=say_in(language, f"paper.{form}.title"), size=13)
    under = say_in(
        language,
        f"paper.{form}.under",
        day=day(contents.day) or _BLANK_DAY,
        vaccine=contents.vaccine or _BLANK,
        n=len(contents.rows),
    )
    pen.write(under, Box(_HEAD.x, _HEAD.y + 21.2, _HEAD.width, 6), style=LABEL, align=Align.CENTRE)


def _column_heads(pen: Pen, *, language: str) -> None:
    left = _MARGIN
    for key, width in COLUMNS:
        box = Box(left, _HEAD.foot, width, _COLUMN_HEAD)
        pen.frame(box, weight=FIRM, shade=True)
        pen.write(say_in(language, f"paper.row.{key}"), box.inset(0.6), style=SMALL, align=Align.CENTRE,
                  rise=Rise.MIDDLE)  # fmt: skip
        left += width


_PEOPLE = (
    ("Nguyễn Thị Lành", "1990-01-01", "F", "015190001234", "0912345678", "Thôn Cu Vai", "3"),
    ("Lò Văn Páo", "2005-09-05", "M", "014205006789", "0987654321", "Bản Nà Sản, Chiềng Mung", "2"),
    ("Bùi Thị Ắng", "1952", "F", "017152000111", "", "Xóm Bái, Tân Mỹ", "4"),
    ("Nguyễn Hoàng Phương Thảo Tôn Nữ Thị Quỳnh Giao", "1988-04-30", "F", "046188012345", "0905111222",
     "Tổ dân phố số 12, khu tái định cư Nậm Păm, đường Điện Biên Phủ kéo dài", "3"),
    ("Giàng A Dế", "1971-11", "M", "", "0977000111", "Bản Háng Xê", ""),
)  # fmt: skip
SAMPLE = RosterContents(
    station=STATION,
    day="2026-11-24",
    vaccine="COVID-19 Vaccine Comirnaty (Pfizer)",
    rows=tuple(
        RosterRow(number=number, name=name, dob=dob, sex=sex, document=document, phone=phone, address=address,
                  dose=dose, code=f"VXR:05444865523167665884{number}{number * 7 % 97:02d}",
                  code_text=f"VXR:0F3K7M9QX2TBW.4{number}-{number * 7 % 97:02d}", slot="07:30" if number < 6 else "")
        for number, (name, dob, sex, document, phone, address, dose) in enumerate(_PEOPLE * 2, start=1)
    ),
    printed_at="2026-11-23T16:30",
)  # fmt: skip
