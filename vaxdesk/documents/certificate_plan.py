"""Geometry of the certificate in millimetres, on A4 and on A5: the same sheet, the same seven places."""

from __future__ import annotations

from typing import NamedTuple

from vaxdesk.documents.fitting import Style
from vaxdesk.documents.fonts import BOLD, ITALIC, REGULAR, STRONG
from vaxdesk.documents.pen import Box
from vaxdesk.documents.sheet import A4, A5

SECTIONS = (("primary", 3), ("additional", 1), ("booster", 3))  # QĐ 43/QĐ-BYT: cơ bản 3, bổ sung 1, nhắc lại 3
SLOTS = sum(count for _, count in SECTIONS)


class Plan(NamedTuple):
    """One paper size. Type sizes in points, all else in millimetres.

    `code` and `slip` are the sides of the patterns: a slip has three times as many modules, so it fills its column.
    `step` is the distance of two lines in a slot.
    """

    page: tuple[float, float]
    margin: float
    nation: float
    title: float
    type: float
    code: float
    slip: float
    slip_top: float
    title_top: float
    identity_top: float
    identity_step: float
    table_top: float
    strip: float
    row: float
    step: float

    @property
    def label(self) -> Style:
        """Vietnamese labels."""
        return Style(REGULAR, self.type, 5.5)

    @property
    def gloss(self) -> Style:
        """English beside them."""
        return Style(ITALIC, self.type * 0.88, 5.0)

    @property
    def head(self) -> Style:
        """The name of a slot."""
        return Style(STRONG, self.type, 5.5)

    @property
    def section(self) -> Style:
        """The name of a section."""
        return Style(BOLD, self.type, 5.5)

    @property
    def value(self) -> Style:
        """What is filled in."""
        return Style(STRONG, self.type * 1.08, 5.0)

    @property
    def fine(self) -> Style:
        """The code in letters under the pattern."""
        return Style(REGULAR, 6.5, 6.0)

    @property
    def below(self) -> Style:
        """What stands under a signed code."""
        return Style(REGULAR, 6.5, 5.0)

    @property
    def width(self) -> float:
        """Between the margins."""
        return self.page[0] - 2 * self.margin

    @property
    def identity(self) -> Box:
        """Who the sheet is about; the code stands at its right."""
        height = self.table_top - self.identity_top - self.type * 0.72
        return Box(self.margin, self.identity_top, self.width - self.code * 1.32 - 2, height)

    @property
    def code_at(self) -> tuple[float, float]:
        """Upper left corner of the pattern; its quiet zone is free on all sides."""
        quiet = self.code * 0.16
        return self.page[0] - self.margin - self.code - quiet, self.identity_top + quiet * 0.5

    @property
    def slip_column(self) -> Box:
        """What is kept free for the pattern of a slip and its letters, down to the sentence above the table."""
        quiet = self.code * 0.16
        return Box(self.code_at[0] - quiet, self.slip_top, self.code + 2 * quiet, self.identity.foot - self.slip_top)

    def strips(self) -> tuple[Box, ...]:
        """The headline of each section."""
        rows, found = 0, []
        for number, (_, count) in enumerate(SECTIONS):
            found.append(Box(self.margin, self._below(number, rows), self.width, self.strip))
            rows += count
        return tuple(found)

    def slots(self) -> tuple[Box, ...]:
        """The seven rows, each the width of the table."""
        found = []
        for number, (_, count) in enumerate(SECTIONS):
            for _ in range(count):
                top = self._below(number + 1, len(found))
                found.append(Box(self.margin, top, self.width, self.row))
        return tuple(found)

    def left(self, slot: Box) -> Box:
        """Dose, day, vaccine, lot."""
        return Box(slot.x, slot.y, slot.width * 0.54, slot.height)

    def right(self, slot: Box) -> Box:
        """Unit, signature and stamp."""
        return Box(slot.x + slot.width * 0.54, slot.y, slot.width * 0.46, slot.height)

    def _below(self, strips: int, rows: int) -> float:
        return self.table_top + strips * self.strip + rows * self.row


PLANS = {
    "A4": Plan(
        page=A4, margin=12, nation=12, title=16, type=9.5, code=30, slip=30, slip_top=46.5, title_top=30,
        identity_top=50, identity_step=7.6, table_top=99, strip=6, row=23.6, step=5.5,
    ),
    "A5": Plan(
        page=A5, margin=8, nation=9, title=11.5, type=7, code=25, slip=28, slip_top=26.5, title_top=20,
        identity_top=33, identity_step=6.2, table_top=74, strip=4.4, row=15.4, step=3.6,
    ),
}  # fmt: skip
