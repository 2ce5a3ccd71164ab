"""Paints the cells of a table by hand: Qt would ask the model eight times a cell and go through the style sheet."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from vaxdesk.ui import theme
from vaxdesk.ui.kit.chips import chip_size, paint_chip
from vaxdesk.ui.kit.columns import ChipRole, Column, RowRole

_AIR = 13  # pixels at both sides of a text
_AIR_OF_CHIP = (8, 6)
_KEPT = 512  # cuts remembered: what stands on a screen, and what was there before


class Cells(QStyledItemDelegate):
    """Texts and chips of the columns of a table, the chosen row on soft ground, a thin line below each row."""

    def __init__(self, columns: Sequence[Column], parent: QWidget) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        room, column, row = option.rect, self._columns[index.column()], index.data(RowRole)
        _ground(painter, room, chosen=bool(option.state & QStyle.StateFlag.State_Selected))
        if row is None:  # a page that is not there yet
            return
        if column.chip is None:
            _write(painter, room, column, column.text(row))
            return
        face = column.chip(row)
        if face is not None:
            left, right = _AIR_OF_CHIP
            paint_chip(painter, QRectF(room).adjusted(left, 0, -right, 0), face)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        face = index.data(ChipRole)
        return chip_size(face) if face else super().sizeHint(option, index)


def _ground(painter: QPainter, room: QRect, *, chosen: bool) -> None:
    colours = theme.palette()
    if chosen:
        painter.fillRect(room, theme.colour(colours.accent_soft))
    painter.fillRect(QRect(room.left(), room.bottom(), room.width(), 1), theme.colour(colours.sunk))


def _write(painter: QPainter, room: QRect, column: Column, text: str) -> None:
    inner = room.adjusted(_AIR, 0, -_AIR, -1)
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    painter.setFont(theme.font("body", _weight(column.strong)))
    painter.setPen(theme.colour(theme.palette().ink))
    shown = _cut(text, inner.width(), column.strong, theme.px("body"))
    painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | side | Qt.TextFlag.TextSingleLine, shown)


def _weight(strong: bool) -> QFont.Weight:
    return QFont.Weight.DemiBold if strong else QFont.Weight.Normal


@lru_cache(maxsize=_KEPT)
def _cut(text: str, width: int, strong: bool, px: int) -> str:
    """A text as far as it fits, with an ellipsis; `px` tells sizes of letters apart."""
    del px
    return QFontMetrics(theme.font("body", _weight(strong))).elidedText(text, Qt.TextElideMode.ElideRight, width)
