"""A table of a report: headings of several lines, figures at the right, sums heavier, what is wrong red with a `!`."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from vaxdesk.ui import theme
from vaxdesk.ui.screens.report.state import GridFace

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
_ROW = 34
_LOOKED_AT = 60  # lines that decide how wide a column is; what is longer further down is cut, whole in its tooltip
_LEAST, _SHARE, _FREE = 62, 62, 28  # pixels: narrowest column, a share of width, around a text
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class GridModel(QAbstractTableModel):
    """Cells of a GridFace."""

    def __init__(self, grid: GridFace) -> None:
        super().__init__()
        self._grid = grid

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._grid.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._grid.heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._grid.rows[index.row()]
        at, marked = index.column(), index.column() in row.marks
        if role == Qt.ItemDataRole.DisplayRole:
            return f"! {row.texts[at]}" if marked else row.texts[at]
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.texts[at]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self._grid.heads[at].right else _LEFT
        if role == Qt.ItemDataRole.FontRole and (row.sum or marked):
            return theme.font("body", QFont.Weight.DemiBold)
        if role == Qt.ItemDataRole.ForegroundRole and marked:
            return QColor(theme.palette().harm)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Vertical:
            return None
        head = self._grid.heads[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{head.group}\n{head.text}" if head.group else head.text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_RIGHT if head.right else _LEFT) | int(Qt.TextFlag.TextWordWrap)
        return None


class GridTable(QTableView):
    """As high as its lines need; wider than the page it scrolls sideways."""

    def __init__(self, grid: GridFace) -> None:
        super().__init__()
        self.setModel(GridModel(grid))
        self.model().setParent(self)
        self.setAccessibleName(grid.title)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setProperty("dense", "yes")
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self._fit(grid)

    def keyboardSearch(self, search: str) -> None:
        """Letters do not move the cursor: they belong to the scanner."""

    def _fit(self, grid: GridFace) -> None:
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setMinimumSectionSize(_LEAST)
        widest, tallest = self.fontMetrics(), 0
        letters = QFontMetrics(theme.font("small", QFont.Weight.DemiBold))
        for at, one in enumerate(grid.heads):
            texts = max((widest.horizontalAdvance(row.texts[at]) for row in grid.rows[:_LOOKED_AT]), default=0)
            words = max((widest.horizontalAdvance(word) for word in f"{one.group} {one.text}".split()), default=0)
            width = max(_LEAST, round(one.share * _SHARE), words + _FREE, min(texts + _FREE + 12, 320))
            head.setSectionResizeMode(at, QHeaderView.ResizeMode.Interactive)
            head.resizeSection(at, width)
            text = f"{one.group}\n{one.text}" if one.group else one.text
            room = QRect(0, 0, width - _FREE, 1 << 12)
            tallest = max(tallest, letters.boundingRect(room, int(Qt.TextFlag.TextWordWrap), text).height())
        head.setFixedHeight(tallest + 14)
        self.setFixedHeight(head.height() + _ROW * max(len(grid.rows), 1) + 22)
