"""The list for the commune police, A4 across: what we hold, room for what is right, and who answers for it.

Facts 8.3: CV 2262/BYT-CNTT has the station list residents without a number, with one of no valid form or with basic
data that do not hold; the police compare number, name, birth date and sex, sign and hand the list back.
"""

from __future__ import annotations

import msgspec

from vaxdesk.documents import qr
from vaxdesk.documents.dates import day
from vaxdesk.documents.fitting import Style
from vaxdesk.documents.fonts import BOLD, ITALIC, REGULAR, STRONG
from vaxdesk.documents.pen import FIRM, TICK, Align, Box, Pen, Rise
from vaxdesk.documents.samples import STATION
from vaxdesk.documents.sheet import A4, FOOT, SMALL, Sheets, footer, issuer, nation, title
from vaxdesk.domain.cleaning.police import ListKind, ListMaker, VerifyResult
from vaxdesk.domain.views import StationView
from vaxdesk.words import say_in

ACROSS = (A4[1], A4[0])
_MARGIN = 9.0
_WIDTH = ACROSS[0] - 2 * _MARGIN
_HEAD_HEIGHT, _ROW, _COLUMN_HEAD = 36.0, 13.0, 12.0
_SIGN_HEIGHT = 42.0
_BOTTOM = 12.0
ROWS_A_PAGE = int((ACROSS[1] - _MARGIN - _HEAD_HEIGHT - _COLUMN_HEAD - _BOTTOM) // _ROW)
_ROWS_WITH_SIGNATURES = int((ACROSS[1] - _MARGIN - _HEAD_HEIGHT - _COLUMN_HEAD - _BOTTOM - _SIGN_HEIGHT) // _ROW)
_OURS = (("number", 9.0), ("name", 44.0), ("dob", 20.0), ("sex", 11.0), ("doc", 28.0), ("address", 33.0))
_THEIRS = (("name", 40.0), ("dob", 22.0), ("sex", 12.0), ("doc", 33.0), ("result", 27.0))
_VALUE, _NAME, _LABEL = Style(REGULAR, 8.5, 5.5), Style(STRONG, 9.5, 6.0), Style(REGULAR, 7.0, 5.0)
_GROUP, _KEY = Style(STRONG, 8.5, 6.0), Style(REGULAR, 5.5, 4.5)
_ROLE, _HINT = Style(BOLD, 10, 7), Style(ITALIC, 8.5, 6)
_TICKED = (VerifyResult.RIGHT, VerifyResult.NO_DOC, VerifyResult.UNVERIFIABLE)  # a correction says itself what is wrong


class PoliceRow(msgspec.Struct, frozen=True, kw_only=True):
    """A person as we hold them; `key` finds the row again, `kind` says why it stands here."""

    number: int
    key: str
    kind: ListKind
    name: str
    dob: str = ""
    sex: str = ""
    doc: str = ""
    address: str = ""


class PoliceListContents(msgspec.Struct, frozen=True, kw_only=True):
    """A list; `code` is the text of its QR, `code_text` the same for typing; `day` and `printed_at` are ISO."""

    station: StationView
    no: str
    day: str
    kinds: tuple[ListKind, ...]
    rows: tuple[PoliceRow, ...]
    commune: str = ""
    code: str = ""
    code_text: str = ""
    printed_at: str = ""
    maker: ListMaker = ListMaker.STATION


def render(contents: PoliceListContents, *, language: str = "vi") -> bytes:
    """The list as PDF, A4 across; signatures stand on the last page only."""
    sheets = Sheets(ACROSS, title=f"{say_in(language, 'cleaning.paper.title')} {contents.no}", language=language)
    pages = _pages(len(contents.rows))
    at = 0
    for page, size in enumerate(pages, start=1):
        _heading(sheets.pen, contents, language=language)
        _columns(sheets.pen, contents, language=language)
        top = _MARGIN + _HEAD_HEIGHT + _COLUMN_HEAD
        for row in contents.rows[at : at + size]:
            _row(sheets.pen, row, top=top, language=language)
            top += _ROW
        at += size
        if page == len(pages):
            _signatures(sheets.pen, top + 2, contents, language=language)
        foot = Box(_MARGIN, 0, _WIDTH, ACROSS[1] - FOOT)
        footer(sheets.pen, foot, station=contents.station, printed_at=contents.printed_at, page=page, pages=len(pages),
               language=language)  # fmt: skip
        sheets.end_page()
    return sheets.close()


def _pages(rows: int) -> list[int]:
    """Rows on each page; the last has room for the signatures, which never stand on a page without a row."""
    sizes: list[int] = []
    while rows > _ROWS_WITH_SIGNATURES:
        sizes.append(min(rows - 1, ROWS_A_PAGE))
        rows -= sizes[-1]
    return [*sizes, rows]


def _heading(pen: Pen, contents: PoliceListContents, *, language: str) -> None:
    code = qr.make(contents.code) if contents.code else None
    room = _WIDTH - (qr.SMALLEST + 8 if code else 0)
    half = room / 2
    issuer(pen, Box(_MARGIN, _MARGIN, half - 6, 13), station=contents.station, size=9)
    nation(pen, Box(_MARGIN + half, _MARGIN, half, 13), language=language, size=8.5)
    under = say_in(language, "cleaning.paper.under", no=contents.no, day=day(contents.day), n=len(contents.rows),
                   commune=contents.commune or "……………………")  # fmt: skip
    box = Box(_MARGIN, _MARGIN + 14, room, 13)
    title(pen, box, text=say_in(language, "cleaning.paper.title"), under=under, size=12.5)
    kinds = " · ".join(say_in(language, f"{ListKind.WORDS}.{one.value}") for one in contents.kinds)
    pen.write(kinds, Box(_MARGIN, _MARGIN + 26.5, room, 4.5), style=SMALL, align=Align.CENTRE)
    ask = Box(_MARGIN, _MARGIN + 30.6, room, 4.5)
    asked = say_in(language, f"cleaning.paper.ask{_ending(contents)}")
    pen.write(asked, ask, style=_HINT._replace(size=7.5), align=Align.CENTRE)
    if code:
        left = _MARGIN + _WIDTH - qr.SMALLEST - 4
        pen.code(code, (left, _MARGIN + 2))
        below = Box(left - 4, _MARGIN + qr.SMALLEST + 5.5, qr.SMALLEST + 8, 4)
        pen.write(contents.code_text, below, style=_KEY, align=Align.CENTRE)


def _ending(contents: PoliceListContents) -> str:
    """Of the sentences that name who made the list."""
    return "" if contents.maker is ListMaker.STATION else "_unit"


def _columns(pen: Pen, contents: PoliceListContents, *, language: str) -> None:
    top = _MARGIN + _HEAD_HEIGHT
    left = _MARGIN
    for group, columns in (("ours", _OURS), ("theirs", _THEIRS)):
        width = sum(one for _, one in columns)
        box = Box(left, top, width, _COLUMN_HEAD / 2)
        pen.frame(box, weight=FIRM, shade=True)
        ending = _ending(contents) if group == "ours" else ""
        name = say_in(language, f"cleaning.paper.{group}{ending}")
        pen.write(name, box.inset(0.4), style=_GROUP, align=Align.CENTRE, rise=Rise.MIDDLE)
        for key, wide in columns:
            cell = Box(left, top + _COLUMN_HEAD / 2, wide, _COLUMN_HEAD / 2)
            pen.frame(cell, weight=FIRM, shade=True)
            name = say_in(language, f"cleaning.column.{key}")
            pen.write(name, cell.inset(0.4), style=SMALL, align=Align.CENTRE, rise=Rise.MIDDLE)
            left += wide


def _row(pen: Pen, row: PoliceRow, *, top: float, language: str) -> None:
    sex = say_in(language, f"paper.sex.{row.sex}") if row.sex else ""
    said = {"number": str(row.number), "name": row.name, "dob": day(row.dob), "sex": sex, "doc": row.doc,
            "address": row.address}  # fmt: skip
    left = _MARGIN
    for key, width in _OURS:
        box = Box(left, top, width, _ROW)
        pen.frame(box)
        inner = box.inset(1)
        if key in ("name", "doc"):
            note = say_in(language, f"cleaning.short.{row.kind.value}") if key == "doc" else row.key
            pen.write(note, Box(inner.x, inner.foot - 3, inner.width, 3), style=_KEY)
            inner = Box(inner.x, inner.y, inner.width, inner.height - 3)
        style = _NAME if key == "name" else _VALUE
        align = Align.LEFT if key in ("name", "address") else Align.CENTRE
        pen.write(said[key], inner, style=style, align=align, rise=Rise.MIDDLE)
        left += width
    for key, width in _THEIRS:
        box = Box(left, top, width, _ROW)
        pen.frame(box)
        if key == "result":
            _ticks(pen, box, language=language)
        elif key == "sex":
            for at, one in enumerate(("M", "F")):
                pen.tick((box.x + 1, box.y + 5 + at * 5.4), side=2.8)
                label = say_in(language, f"paper.sex.{one}")
                pen.line(label, (box.x + 4.6, box.y + 5 + at * 5.4), style=_LABEL, width=width - 5)
        left += width
    pen.frame(Box(_MARGIN, top, _WIDTH, _ROW), weight=FIRM)


def _ticks(pen: Pen, box: Box, *, language: str) -> None:
    for at, result in enumerate(_TICKED):
        base = box.y + 3.9 + at * 4.0
        pen.tick((box.x + 1.2, base), side=2.8)
        label = say_in(language, f"{VerifyResult.WORDS}.{result.value}")
        pen.line(label, (box.x + TICK + 1.8, base - 0.3), style=_LABEL, width=box.width - TICK - 2.5)


def _signatures(pen: Pen, top: float, contents: PoliceListContents, *, language: str) -> None:
    half = _WIDTH / 2
    date_ = say_in(language, "paper.sign.date", place="……………………", day="……", month="……", year="…………")
    maker = f"{ListMaker.WORDS}.{contents.maker.value}"
    signs = ((maker, "station", contents.station.head), ("cleaning.paper.police", "police", ""))
    for at, (heading, role, name) in enumerate(signs):
        x = _MARGIN + at * half
        pen.write(date_, Box(x, top, half, 4.5), style=_HINT, align=Align.CENTRE)
        pen.write(say_in(language, heading), Box(x, top + 5, half, 5), style=_ROLE, align=Align.CENTRE)
        pen.write(say_in(language, f"cleaning.paper.{role}_hint"), Box(x, top + 10, half, 4), style=_HINT,
                  align=Align.CENTRE)  # fmt: skip
        pen.write(name, Box(x, top + 33, half, 5), style=_NAME, align=Align.CENTRE)


_PEOPLE = (
    ("Nguyễn Thị Lành", "1990-01-01", "F", "", "Thôn Cu Vai", ListKind.NO_ID),
    ("Lò Văn Páo", "1985", "M", "0601234", "Bản Nà Sản", ListKind.BAD_FORMAT),
    ("Bùi Thị Ắng", "1952-03-04", "M", "017152000111", "Xóm Bái", ListKind.WRONG_DATA),
)
SAMPLE = PoliceListContents(
    station=STATION,
    no="003/2026-7K2",
    day="2026-11-24",
    commune="Xà Hồ",
    kinds=tuple(ListKind),
    rows=tuple(
        PoliceRow(number=number, key=f"VXR:0F3K7M9QX2TBW.4{number}-{number * 7 % 97:02d}", name=name, dob=dob, sex=sex,
                  doc=doc, address=address, kind=kind)
        for number, (name, dob, sex, doc, address, kind) in enumerate(_PEOPLE * 6, start=1)
    ),
    code="VXP:054448654731676658841298",
    code_text="VXP:0F3K7M9QX2TBW.12-98",
    printed_at="2026-11-24T08:05",
)  # fmt: skip
