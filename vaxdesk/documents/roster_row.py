"""One row of the roster: who, what happened in each step of the day, and the code that finds the row again."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from vaxdesk.documents import qr
from vaxdesk.documents.dates import day
from vaxdesk.documents.fitting import Style
from vaxdesk.documents.fonts import REGULAR, STRONG
from vaxdesk.documents.pen import FIRM, TICK, Align, Box, Pen, Point, Rise, width_of
from vaxdesk.words import say_in

ROW_HEIGHT = 33.6
COLUMNS = (
    ("number", 9.0),
    ("person", 56.0),
    ("screening", 38.0),
    ("injection", 33.0),
    ("observation", 24.0),
    ("code", 34.0),
)  # millimetres; the last is a 25 mm code with four modules of white on both sides
_LABEL = Style(REGULAR, 7.5, 5.5)
_VALUE = Style(STRONG, 8.5, 5.5)
_NAME = Style(STRONG, 11.0, 7.0)
_NUMBER = Style(STRONG, 12.0, 7.0)
_CODE = Style(REGULAR, 6.5, 5.0)
_HOUR = Style(STRONG, 7.5, 5.5)
_STEP = 5.2
_PAD = 1.5
_CONCLUSIONS = ("eligible", "caution", "defer", "refer", "contraindicated", "declined")


class RosterRow(msgspec.Struct, frozen=True, kw_only=True):
    """A person's row, or with no name a row to be written by hand.

    Dates ISO; `code` is the text of the QR, empty for none, `code_text` the same for typing; of `document` only the
    last four characters are printed.
    """

    number: int
    code: str
    name: str = ""
    dob: str = ""
    sex: str = ""
    document: str = ""
    phone: str = ""
    address: str = ""
    dose: str = ""
    code_text: str = ""
    slot: str = ""  # hour of the appointment, under the number


class _Cell(NamedTuple):
    """A cell of the row in which labels, dotted lines and tick boxes stand on lines 1, 2, 3…"""

    pen: Pen
    language: str
    box: Box

    def at(self, line: float, *, share: float = 0.0) -> Point:
        """Where something begins, by line and share of the width."""
        return self.box.x + _PAD + share * (self.box.width - 2 * _PAD), self.box.y + line * _STEP

    def fill(self, key: str, at: Point, *, until: float = 1.0, value: str = "") -> None:
        """A label and after it the value, or a dotted line to write on, up to a share of the width."""
        label = say_in(self.language, f"paper.row.{key}")
        taken = width_of(label, _LABEL) + 1
        self.pen.line(label, at, style=_LABEL, width=taken)
        start = (at[0] + taken, at[1])
        rest = self.at(0, share=until)[0] - start[0]
        if value:
            self.pen.line(value, start, style=_VALUE, width=rest)
        else:
            self.pen.dots(start, width=rest)

    def choose(self, key: str, at: Point, *, until: float = 1.0) -> None:
        """A box to tick and what it means."""
        self.pen.tick(at)
        start = (at[0] + TICK + 0.8, at[1])
        self.pen.line(say_in(self.language, key), start, style=_LABEL, width=self.at(0, share=until)[0] - start[0])


def draw_row(pen: Pen, row: RosterRow, *, top: float, left: float, language: str) -> None:
    """Draw a row whose upper left corner is given."""
    boxes, x = {}, left
    for key, width in COLUMNS:
        boxes[key] = Box(x, top, width, ROW_HEIGHT)
        pen.frame(boxes[key])
        x += width
    pen.frame(Box(left, top, x - left, ROW_HEIGHT), weight=FIRM)
    pen.write(str(row.number), boxes["number"].inset(1), style=_NUMBER, align=Align.CENTRE, rise=Rise.MIDDLE)
    hour = Box(left + 0.6, top + ROW_HEIGHT * 0.62, COLUMNS[0][1] - 1.2, 4)
    pen.write(row.slot, hour, style=_HOUR, align=Align.CENTRE)
    person = _Cell(pen, language, boxes["person"])
    if row.name:
        _person(person, row)
    else:
        _nobody(person)
    code_at = (boxes["person"].x + _PAD, boxes["person"].foot - 0.9)
    pen.line(row.code_text, code_at, style=_CODE, width=boxes["person"].width - 2 * _PAD)
    _screening(_Cell(pen, language, boxes["screening"]))
    _injection(_Cell(pen, language, boxes["injection"]))
    _observation(_Cell(pen, language, boxes["observation"]))
    if not row.code:
        return
    corner = boxes["code"].inset((COLUMNS[-1][1] - qr.SMALLEST) / 2)
    pen.code(qr.make_fast(row.code), (corner.x, top + (ROW_HEIGHT - qr.SMALLEST) / 2))


def _person(cell: _Cell, row: RosterRow) -> None:
    box = cell.box
    cell.pen.write(row.name, Box(box.x + _PAD, box.y + 0.5, box.width - 2 * _PAD, 9.4), style=_NAME, rise=Rise.MIDDLE)
    sex = say_in(cell.language, f"paper.sex.{row.sex}") if row.sex else ""
    document = f"…{row.document[-4:]}" if row.document else ""
    cell.fill("dob", cell.at(2.4), until=0.58, value=day(row.dob))
    cell.fill("sex", cell.at(2.4, share=0.6), value=sex)
    cell.fill("document", cell.at(3.1), until=0.58, value=document)
    cell.fill("dose", cell.at(3.1, share=0.6), value=row.dose)
    cell.fill("phone", cell.at(3.8), value=row.phone)
    left, baseline = cell.at(3.8)
    cell.pen.write(row.address, Box(left, baseline + 0.6, box.width - 2 * _PAD, 9.7), style=_LABEL)


def _nobody(cell: _Cell) -> None:
    cell.fill("name", cell.at(1))
    cell.fill("dob", cell.at(2), until=0.52)
    cell.choose("paper.sex.M", cell.at(2, share=0.54), until=0.74)
    cell.choose("paper.sex.F", cell.at(2, share=0.74))
    cell.fill("document", cell.at(3))
    cell.fill("phone", cell.at(4), until=0.58)
    cell.fill("dose", cell.at(4, share=0.6))
    cell.fill("address", cell.at(5))


def _screening(cell: _Cell) -> None:
    cell.choose("paper.row.received", cell.at(1))
    label = width_of(say_in(cell.language, "paper.row.received"), _LABEL)
    dots = (cell.at(1)[0] + TICK + 1.8 + label, cell.at(1)[1])
    cell.pen.dots(dots, width=cell.at(1, share=1)[0] - dots[0])
    for number, key in enumerate(_CONCLUSIONS):
        line, second = divmod(number, 2)
        cell.choose(f"paper.row.conclusion.{key}", cell.at(line + 2, share=second * 0.5), until=0.49 + second * 0.51)
    cell.fill("until", cell.at(5))
    cell.fill("doctor", cell.at(6))


def _injection(cell: _Cell) -> None:
    for line, key in enumerate(("injected_at", "vaccine", "lot", "dose"), start=1):
        cell.fill(key, cell.at(line))
    cell.choose("paper.row.arm.left", cell.at(5), until=0.49)
    cell.choose("paper.row.arm.right", cell.at(5, share=0.5))
    cell.fill("by", cell.at(6))


def _observation(cell: _Cell) -> None:
    cell.fill("left_at", cell.at(1))
    for line, key in enumerate(("well", "reaction", "hospital"), start=2):
        cell.choose(f"paper.row.state.{key}", cell.at(line))
    for line in (5, 6):
        cell.pen.dots(cell.at(line), width=cell.box.width - 2 * _PAD)
