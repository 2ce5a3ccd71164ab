"""The paper of a sealed day, one page of A4: counts, doses by lot, who worked, and the chain heads as codes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from vaxdesk.documents import qr
from vaxdesk.documents.dates import day as written_day
from vaxdesk.documents.dates import moment
from vaxdesk.documents.fitting import Style
from vaxdesk.documents.fonts import BOLD, REGULAR, STRONG
from vaxdesk.documents.pen import Align, Box, Pen, Rise
from vaxdesk.documents.samples import STATION
from vaxdesk.documents.sheet import A4, FOOT, LABEL, SMALL, VALUE, Sheets, footer, issuer, title
from vaxdesk.domain.outcomes import Outcome
from vaxdesk.domain.seal import MOST_CODES, Seal, SealHead, fingerprint, texts
from vaxdesk.domain.views import StationView
from vaxdesk.words import say_in

_MARGIN = 18.0
_WIDTH = A4[0] - 2 * _MARGIN
_CODES_TOP, _CODE = 196.0, 40.0
_SIGN_TOP = 250.0
_ROW = 7.0
_MOST_LOTS, _MOST_PEOPLE = 9, 9
_HEAD = Style(BOLD, 10.0, 7.0)
_FIGURE = Style(BOLD, 15.0, 9.0)


class LotLine(msgspec.Struct, frozen=True, kw_only=True):
    """Doses given of a lot, and vials drawn from."""

    vaccine: str
    lot: str
    doses: int
    vials: int


class StaffLine(msgspec.Struct, frozen=True, kw_only=True):
    """What a user entered: people received, screened, injected, released."""

    name: str
    received: int = 0
    screened: int = 0
    injected: int = 0
    released: int = 0


class DaySealContents(msgspec.Struct, frozen=True, kw_only=True):
    """A sealed day; `sealed_at` and `printed_at` as `YYYY-MM-DDTHH:MM`. `sealed` is what the codes say.

    `open_visits` and `observed` are people left open when it was sealed; `after` are entries about the day since.
    """

    station: StationView
    sealed: Seal
    sealed_at: str
    sealed_by: str
    outcomes: dict[str, int] = {}
    lots: tuple[LotLine, ...] = ()
    staff: tuple[StaffLine, ...] = ()
    observed: int = 0
    after: int = 0
    printed_at: str = ""


def render(contents: DaySealContents, *, language: str = "vi") -> bytes:
    """The paper as PDF."""

    def said(key: str, **facts: object) -> str:
        return say_in(language, f"dayseal.paper.{key}", **facts)

    name = said("title")
    sheets = Sheets(A4, title=name, language=language)
    pen = sheets.pen
    issuer(pen, Box(_MARGIN, 12, _WIDTH, 15), station=contents.station, size=11)
    under = said("under", day=written_day(contents.sealed.day), at=moment(contents.sealed_at), by=contents.sealed_by)
    title(pen, Box(_MARGIN, 31, _WIDTH, 14), text=name, under=under, size=15)
    _ladder(pen, contents.sealed, top=50, said=said)
    foot = _outcomes(pen, contents, top=72, said=said, language=language)
    _lots(pen, contents.lots, Box(_MARGIN, foot + 4, _WIDTH * 0.5 - 4, 0), said=said)
    _staff(pen, contents.staff, Box(_MARGIN + _WIDTH * 0.5 + 4, foot + 4, _WIDTH * 0.5 - 4, 0), said=said)
    _codes(pen, contents.sealed, said=said)
    _sign(pen, contents, said=said)
    box = Box(_MARGIN, 0, _WIDTH, A4[1] - FOOT)
    footer(pen, box, station=contents.station, printed_at=contents.printed_at, page=1, pages=1, language=language)
    sheets.end_page()
    return sheets.close()


Said = Callable[..., str]


def _ladder(pen: Pen, sealed: Seal, *, top: float, said: Said) -> None:
    """Door, outcome, confirmed, entries waiting: the figures that must agree."""
    figures = {
        "people": sealed.people,
        "outcomes": sealed.outcomes,
        "confirmed": sealed.confirmed,
        "waiting": sealed.waiting,
    }
    width = _WIDTH / len(figures)
    for at, (key, figure) in enumerate(figures.items()):
        box = Box(_MARGIN + at * width, top, width, 17)
        pen.frame(box)
        inner = box.inset(2)
        pen.write(str(figure), Box(inner.x, inner.y, inner.width, 7), style=_FIGURE, align=Align.CENTRE)
        words = Box(inner.x, inner.y + 7.5, inner.width, 5.5)
        pen.write(said(key), words, style=SMALL, align=Align.CENTRE, rise=Rise.MIDDLE)


def _outcomes(pen: Pen, contents: DaySealContents, *, top: float, said: Said, language: str) -> float:
    parts = [
        f"{say_in(language, f'{Outcome.WORDS}.{one.value}')}: {contents.outcomes.get(one.value, 0)}" for one in Outcome
    ]
    left = contents.sealed.people - contents.sealed.outcomes
    lines = [" · ".join(parts)]
    if left or contents.observed:
        lines.append(said("left_open", visits=left, observed=contents.observed))
    if contents.after:
        lines.append(said("after", n=contents.after))
    for at, text in enumerate(lines):
        style = VALUE if at == 0 else Style(STRONG, 9.0, 6.0)
        pen.write(text, Box(_MARGIN, top + at * 5.4, _WIDTH, 5.2), style=style)
    return top + len(lines) * 5.4


def _lots(pen: Pen, lots: Sequence[LotLine], box: Box, *, said: Said) -> None:
    columns = ((said("vaccine"), 0.44), (said("lot"), 0.3), (said("doses"), 0.13), (said("vials"), 0.13))
    rows = [(one.vaccine, one.lot, str(one.doses), str(one.vials)) for one in lots]
    if len(rows) > _MOST_LOTS:
        rest = lots[_MOST_LOTS - 1 :]
        total = (str(sum(one.doses for one in rest)), str(sum(one.vials for one in rest)))
        rows = [*rows[: _MOST_LOTS - 1], (said("more_lots", n=len(rest)), "", *total)]
    _table(pen, box, said("by_lot"), columns, rows, numbers=2)


def _staff(pen: Pen, staff: Sequence[StaffLine], box: Box, *, said: Said) -> None:
    steps = ("received", "screened", "injected", "released")
    columns = ((said("name"), 0.5), *((said(step), 0.125) for step in steps))
    rows = [(one.name, *(str(getattr(one, step) or "") for step in steps)) for one in staff]
    if len(rows) > _MOST_PEOPLE:
        rest = staff[_MOST_PEOPLE - 1 :]
        sums = (str(sum(getattr(one, step) for one in rest)) for step in steps)
        rows = [*rows[: _MOST_PEOPLE - 1], (said("more_people", n=len(rest)), *sums)]
    _table(pen, box, said("by_person"), columns, rows, numbers=4)


Columns = Sequence[tuple[str, float]]  # a heading, and its share of the width


def _table(
    pen: Pen, box: Box, name: str, columns: Columns, rows: Sequence[tuple[str, ...]], *, numbers: int
) -> None:
    """A small table; the last `numbers` columns stand at the right."""
    pen.write(name, Box(box.x, box.y, box.width, 5.5), style=_HEAD)
    top = box.y + 6.5
    heads = tuple(word for word, _ in columns)
    for at, row in enumerate([heads, *rows]):
        x = box.x
        for column, (text, (_, share)) in enumerate(zip(row, columns, strict=True)):
            width = share * box.width
            align = Align.RIGHT if column >= len(columns) - numbers else Align.LEFT
            style = SMALL if at == 0 else VALUE if column == 0 else LABEL
            pen.write(text, Box(x, top, width - 1.5, _ROW - 1.4), style=style, align=align, rise=Rise.MIDDLE)
            x += width
        top += _ROW
        pen.rule((box.x, top - 0.9), (box.right, top - 0.9))


def _codes(pen: Pen, sealed: Seal, *, said: Said) -> None:
    codes = texts(sealed)
    gap = (_WIDTH - MOST_CODES * _CODE) / (MOST_CODES - 1)
    for at, code in enumerate(codes):
        pen.code(qr.make(code), (_MARGIN + at * (_CODE + gap), _CODES_TOP), side=_CODE)
    free = MOST_CODES - len(codes)
    told = said("codes", n=len(sealed.heads), codes=len(codes))
    if free >= 2:
        x = _MARGIN + len(codes) * (_CODE + gap)
        box = Box(x, _CODES_TOP, _MARGIN + _WIDTH - x, _CODE)
    else:
        box = Box(_MARGIN, _CODES_TOP - 20, _WIDTH, 15)
    pen.write(told, Box(box.x, box.y, box.width, box.height * 0.55), style=LABEL)
    print_ = Box(box.x, box.y + box.height * 0.55, box.width, box.height * 0.45)
    half = print_.height / 2
    pen.write(said("fingerprint"), Box(print_.x, print_.y, print_.width, half), style=SMALL, rise=Rise.BOTTOM)
    pen.write(fingerprint(codes), Box(print_.x, print_.y + half, print_.width, half), style=Style(BOLD, 13, 8))


def _sign(pen: Pen, contents: DaySealContents, *, said: Said) -> None:
    half = _WIDTH / 2
    for at, (role, name) in enumerate(((said("by"), contents.sealed_by), (said("head"), contents.station.head))):
        x = _MARGIN + at * half
        pen.write(role, Box(x, _SIGN_TOP, half, 5), style=Style(BOLD, 10, 7), align=Align.CENTRE)
        pen.write(said("hint"), Box(x, _SIGN_TOP + 5, half, 4), style=SMALL, align=Align.CENTRE)
        pen.write(name, Box(x, _SIGN_TOP + 26, half, 5), style=Style(REGULAR, 10, 7), align=Align.CENTRE)


SAMPLE = DaySealContents(
    station=STATION,
    sealed=Seal(
        unit="15041",
        day="2026-11-24",
        at=1_795_518_000,
        people=52,
        outcomes=51,
        confirmed=47,
        waiting=12,
        heads=(
            SealHead("0F3K7M9QX2TBW", 412, "9f3c5a71e0b2d4c6"),
            SealHead("5Z8D1C4V6H0JK", 187, "02ab77e1c9d03f5e"),
        ),
    ),
    sealed_at="2026-11-24T17:05",
    sealed_by="Lò Thị Mai",
    outcomes={"vaccinated": 44, "referred": 1, "declined": 2, "deferred": 3, "contraindicated": 1},
    lots=(
        LotLine(vaccine="Comirnaty", lot="FK1234", doses=30, vials=5),
        LotLine(vaccine="AstraZeneca", lot="ABX1234", doses=14, vials=2),
    ),
    staff=(
        StaffLine(name="Lò Thị Mai", received=52),
        StaffLine(name="Cầm Thị Hương", screened=50),
        StaffLine(name="Hờ A Chứ", injected=44, released=43),
    ),
    observed=1,
    printed_at="2026-11-24T17:06",
)
