"""People who wait, by number: one is shown beside the list, a click or the arrows choose another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from vaxdesk.ui import theme
from vaxdesk.ui.kit.columns import Column, RowRole
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.rows_model import RowsModel

_HEIGHT, _BADGE = 56, 34


@dataclass(frozen=True)
class QueueRow:
    """One who waits: `key` names them, `no` is the number of the slip (0 for none), `line` stands below the name."""

    key: str
    no: int
    name: str
    line: str = ""


class QueueList(QFrame):
    """Heading, people, and what is said when nobody waits. It never takes the keys from the work beside it."""

    picked = Signal(str)

    def __init__(self, *, width: int = 204) -> None:
        super().__init__()
        self.setProperty("card", "plain")
        self.setFixedWidth(width)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._title = Label("", Role.CAPTION)
        self._empty = Label("", Role.SOFT)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._rows = RowsModel((Column("", lambda row: row.name),), lambda row: row.key)
        self._list = QListView()
        self._list.setObjectName("queue")
        self._list.setModel(self._rows)
        self._list.setItemDelegate(_People(self._list))
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._list.setMouseTracking(True)
        self._list.clicked.connect(lambda index: self.picked.emit(index.data(RowRole).key))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 12, 6, 6)
        layout.setSpacing(8)
        head = QVBoxLayout()
        head.setContentsMargins(10, 0, 6, 0)
        head.addWidget(self._title)
        head.addWidget(self._empty)
        layout.addLayout(head)
        layout.addWidget(self._list, 1)

    def show_rows(self, title: str, rows: Sequence[QueueRow], *, current: str, empty: str) -> None:
        """Show these people, one of them marked; `empty` is said when there are none."""
        self._title.setText(title)
        self._rows.set_rows(rows)
        self._empty.setText("" if rows else empty)
        self._empty.setVisible(not rows)
        at = self._rows.place_of(current)
        if at >= 0:
            self._list.setCurrentIndex(self._rows.index(at, 0))
        else:
            self._list.clearSelection()
            self._list.setCurrentIndex(QModelIndex())

    def neighbour(self, step: int) -> str:
        """Key of the row before (-1) or after (1) the marked one; the nearest where there is none, "" when empty."""
        count = self._rows.rowCount()
        if not count:
            return ""
        at = self._list.currentIndex().row()
        return self._rows.row(min(max(at + step, 0), count - 1)).key

    def texts(self) -> list[str]:
        """Names in the order shown."""
        return [self._rows.row(at).name for at in range(self._rows.rowCount())]

    def keys(self) -> list[str]:
        """Keys in the order shown."""
        return [self._rows.row(at).key for at in range(self._rows.rowCount())]


class _People(QStyledItemDelegate):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        del option, index
        return QSize(120, round(_HEIGHT * theme.look().scale))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: QueueRow = index.data(RowRole)
        p = theme.palette()
        on = bool(option.state & QStyle.StateFlag.State_Selected)
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        area = QRectF(option.rect).adjusted(2, 2, -2, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if on or over:
            painter.setBrush(QColor(p.accent_soft if on else p.sunk))
            painter.drawRoundedRect(area, 10, 10)
        if on:
            painter.setBrush(QColor(p.accent))
            painter.drawRoundedRect(QRectF(area.left(), area.top() + 10, 4, area.height() - 20), 2, 2)
        left = area.left() + 10
        if row.no:
            self._badge(painter, QRectF(left, area.center().y() - _BADGE / 2, _BADGE, _BADGE), str(row.no), on=on)
            left += _BADGE + 8
        self._words(painter, QRectF(left, area.top(), area.right() - left - 6, area.height()), row, on=on)
        painter.restore()

    def _badge(self, painter: QPainter, circle: QRectF, text: str, *, on: bool) -> None:
        p = theme.palette()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(p.accent if on else p.sunk))
        painter.drawEllipse(circle)
        painter.setPen(QColor(p.on_accent if on else p.ink))
        painter.setFont(theme.font("small", QFont.Weight.Bold))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, text)

    def _words(self, painter: QPainter, room: QRectF, row: QueueRow, *, on: bool) -> None:
        p = theme.palette()
        half = room.height() / 2
        upper = QRectF(room.left(), room.top(), room.width(), half if row.line else room.height())
        lower = QRectF(room.left(), room.top() + half, room.width(), half)
        bottom = Qt.AlignmentFlag.AlignBottom if row.line else Qt.AlignmentFlag.AlignVCenter
        name = theme.font("body", QFont.Weight.DemiBold)
        self._line(painter, upper, row.name, name, p.accent_deep if on else p.ink, bottom)
        self._line(painter, lower, row.line, theme.font("small"), p.soft, Qt.AlignmentFlag.AlignTop)

    def _line(
        self, painter: QPainter, room: QRectF, text: str, font: QFont, colour: str, place: Qt.AlignmentFlag
    ) -> None:
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, round(room.width()))
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | place, shown)
