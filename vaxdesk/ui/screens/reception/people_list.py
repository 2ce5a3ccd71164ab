"""People in a list of two lines each: name and place in the day, then birth, sex, last digits and hamlet.

With large letters the place in the day goes below both, or nothing of the name would be left.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem

from vaxdesk.domain.identity import Presence
from vaxdesk.domain.outcomes import Stage
from vaxdesk.ui import theme, written
from vaxdesk.ui.kit.chips import ChipFace, chip_size, paint_chip, stage_face
from vaxdesk.ui.kit.columns import Column, RowRole
from vaxdesk.ui.kit.rows_model import RowsModel
from vaxdesk.ui.kit.table import Table
from vaxdesk.words import say

_HEIGHT, _PAD = 64, 14
_LARGE, _TALL = 1.2, 84  # from this scale on three lines, of so many pixels at scale 1
_TAIL = 4  # digits of a number that tell two people apart and give nothing away


class PeopleList(Table):
    """Shows presences; `chosen(person)` when one is highlighted by hand, `opened(presence)` on Enter."""

    chosen = Signal(str)

    def __init__(self) -> None:
        self._rows = RowsModel((Column("", _spoken),), key=lambda one: one.person.id)
        super().__init__(self._rows, (Column("", _spoken),))
        self.setItemDelegate(_TwoLines(self))
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setDefaultSectionSize(_height())
        self.picked.connect(lambda one: self.chosen.emit(one.person.id) if one else None)
        self.clicked.connect(lambda index: self.chosen.emit(index.data(RowRole).person.id))

    def show_rows(self, rows: Sequence[Presence], at: int) -> None:
        """Show people with one of them highlighted, -1 for none."""
        with QSignalBlocker(self):
            self._rows.set_rows(rows)
            if at < 0:
                self.clearSelection()
                self.setCurrentIndex(QModelIndex())
            elif self.currentIndex().row() != at:
                self.setCurrentIndex(self._rows.index(at, 0))


def presence_face(one: Presence) -> ChipFace:
    """Stage or outcome of the day; who is not on the list and has not come is said to be so."""
    if one.stage is Stage.WAITING and not one.listed:
        return ChipFace(say("reception.not_listed"))
    return stage_face(one.stage, one.outcome)


def second_line(one: Presence) -> str:
    """`01/01/1990 · Nữ · …1234 · Thôn Cu Vai`, as much of it as is known."""
    person = one.person
    number = person.doc or person.bhyt or person.tel
    tail = f"…{number[-_TAIL:]}" if number else ""
    queue = say("reception.queue_no", no=one.no) if one.no else ""
    parts = (queue, written.day(person.dob), written.sex(person.sex), tail, person.adr or person.commune)
    return "  ·  ".join(part for part in parts if part)


def _spoken(one: Presence) -> str:
    return ", ".join((one.person.name, second_line(one), presence_face(one).text))


class _TwoLines(QStyledItemDelegate):
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        option = QStyleOptionViewItem(option)
        option.text = ""
        super().paint(painter, option, index)
        one = index.data(RowRole)
        if one is None:
            return
        area = QRectF(option.rect).adjusted(_PAD, 8, -_PAD, -8)
        face = presence_face(one)
        chip = chip_size(face)
        lines = 3 if _large() else 2
        wide, high = area.width() - (0 if _large() else chip.width() + 10), area.height() / lines
        upper, lower = (QRectF(area.left(), area.top() + at * high, wide, high) for at in range(2))
        place = QRectF(area.right() - chip.width(), area.top(), chip.width(), area.height())
        if _large():
            place = QRectF(area.left(), area.top() + 2 * high, min(chip.width(), area.width()), high)
        painter.save()
        _write(painter, upper, one.person.name, font=theme.font("strong", QFont.Weight.Bold), ink=theme.palette().ink)
        _write(painter, lower, second_line(one), font=theme.font("small"), ink=theme.palette().soft)
        paint_chip(painter, place, face)
        painter.restore()

    def displayText(self, value: object, locale: object) -> str:
        """Nothing: the two lines are painted by hand."""
        del value, locale
        return ""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        del option, index
        return QSize(300, _height())


def _large() -> bool:
    return theme.look().scale >= _LARGE


def _height() -> int:
    return round(_TALL * theme.look().scale) if _large() else _HEIGHT


def _write(painter: QPainter, area: QRectF, text: str, *, font: QFont, ink: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(ink))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(area.width()))
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
