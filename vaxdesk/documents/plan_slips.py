"""Invitation slips, eight on an A4 sheet to be cut: who, when, where, what to bring, the code of the list's line."""

from __future__ import annotations

from vaxdesk.documents import qr
from vaxdesk.documents.dates import day as written_day
from vaxdesk.documents.fitting import Style
from vaxdesk.documents.fonts import BOLD, REGULAR, STRONG
from vaxdesk.documents.pen import Box, Pen, Rise
from vaxdesk.documents.plan_invitations import SAMPLE as INVITATIONS
from vaxdesk.documents.plan_invitations import InvitationsContents, Invited, weekday
from vaxdesk.documents.sheet import A4, Sheets
from vaxdesk.words import say_in

COLUMNS, ROWS = 2, 4
A_PAGE = COLUMNS * ROWS
_SIZE = (A4[0] / COLUMNS, A4[1] / ROWS)
_EDGE = 6.0  # mm: what a laser cannot print on, and the scissors
_QUIET = 4.0
_TITLE, _NAME = Style(BOLD, 9.5, 7.0), Style(BOLD, 13.0, 8.0)
_WHEN, _TEXT = Style(BOLD, 12.0, 8.0), Style(STRONG, 9.0, 6.0)
_SMALL, _CODE = Style(REGULAR, 8.0, 5.5), Style(REGULAR, 6.3, 5.0)


def render(contents: InvitationsContents, *, language: str = "vi") -> bytes:
    """All slips by slot as PDF."""
    sheets = Sheets(A4, title=say_in(language, "plan.paper.slips"), language=language)
    slips = [(slot.hour, one) for slot in contents.slots for one in slot.people]
    for at, (hour, one) in enumerate(slips):
        if at and at % A_PAGE == 0:
            sheets.end_page()
        if at % A_PAGE == 0:
            _cuts(sheets.pen)
        row, column = divmod(at % A_PAGE, COLUMNS)
        box = Box(column * _SIZE[0], row * _SIZE[1], *_SIZE).inset(_EDGE)
        _slip(sheets.pen, contents, one, hour=hour, box=box, language=language)
    sheets.end_page()
    return sheets.close()


def _cuts(pen: Pen) -> None:
    """Dotted lines between the slips, short of the paper's edge."""
    for row in range(1, ROWS):
        pen.dots((_EDGE, row * _SIZE[1]), width=A4[0] - 2 * _EDGE)


def _slip(
    pen: Pen, contents: InvitationsContents, one: Invited, *, hour: str, box: Box, language: str
) -> None:
    def said(key: str, **facts: object) -> str:
        return say_in(language, f"plan.slip.{key}", **facts)

    pen.write(contents.station.name, Box(box.x, box.y, box.width, 4.5), style=_SMALL)
    pen.write(said("title"), Box(box.x, box.y + 4.6, box.width, 5), style=_TITLE)
    pen.rule((box.x, box.y + 10.2), (box.right, box.y + 10.2))
    pen.write(one.name, Box(box.x, box.y + 11, box.width, 7.5), style=_NAME, rise=Rise.MIDDLE)
    born = said("born", day=written_day(one.dob)) if one.dob else ""
    pen.write(born, Box(box.x, box.y + 18.6, box.width, 4.5), style=_SMALL)
    side = qr.SMALLEST + 2 * _QUIET
    top, left = box.y + 24, box.x + side
    pen.code(qr.make_fast(one.code), (box.x + _QUIET - 2, top + _QUIET - 2), side=qr.SMALLEST)
    width = box.width - side
    pen.write(said("at", hour=hour), Box(left, top, width, 6), style=_WHEN)
    pen.write(weekday(contents.day, language), Box(left, top + 6.2, width, 5), style=_TEXT)
    pen.write(contents.place, Box(left, top + 11.6, width, 9), style=_TEXT)
    vaccine = said("vaccine", vaccine=contents.vaccine) if contents.vaccine else ""
    pen.write(vaccine, Box(left, top + 21, width, 4.5), style=_SMALL)
    pen.write(qr.halves(one.code_text, longest=14), Box(left, top + 25.6, width, 5.4), style=_CODE, rise=Rise.BOTTOM)
    foot = Box(box.x, top + side - 2, box.width, box.foot - top - side + 2)
    pen.write(said("bring", phone=contents.station.phone or "……………"), foot, style=_SMALL)


SAMPLE = INVITATIONS
