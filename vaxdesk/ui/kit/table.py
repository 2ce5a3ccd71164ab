"""The table of the desk: whole rows, large, chips in cells, opened with Enter."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from vaxdesk.ui import theme
from vaxdesk.ui.kit.cells import Cells
from vaxdesk.ui.kit.columns import Column, RowRole

_ROW_HEIGHT = 46
_LARGE = 1.2  # letters
_LEAST = 130  # pixels for a column that shares the rest: a name is still read
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Table(QTableView):
    """Shows a RowsModel or PagedModel; Enter or a double click opens a row."""

    opened = Signal(object)  # the row
    picked = Signal(object)  # the row under the cursor, or None

    def __init__(self, model: QAbstractItemModel, columns: tuple[Column, ...]) -> None:
        super().__init__()
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setItemDelegate(Cells(columns, self))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        if model.parent() is None:
            model.setParent(self)  # dies with the table: left to the garbage, it could die on another thread
        self.setModel(model)
        self._head(columns)
        self.doubleClicked.connect(lambda index: self._open(index))
        self.selectionModel().currentRowChanged.connect(lambda new, _: self.picked.emit(new.data(RowRole)))

    def current(self) -> Any:
        """The row under the cursor, or None."""
        return self.currentIndex().data(RowRole)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters do not move the cursor: they belong to the scanner."""

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(index.data(RowRole))

    def _head(self, columns: tuple[Column, ...]) -> None:
        self._columns = columns
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setMinimumSectionSize(40)
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
        head.ensurePolished()
        for at, column in enumerate(columns):
            mode = QHeaderView.ResizeMode.Interactive if column.width else QHeaderView.ResizeMode.Stretch
            head.setSectionResizeMode(at, mode)
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """Widths follow the size of letters as far as the columns that share the rest keep room; no heading is cut.

        Where even so a name would be cut to nothing, as in a narrow window, the spare columns are left out.
        """
        head, letters = self.horizontalHeader(), theme.look().scale
        needed = sum(one.width or _LEAST for one in self._columns)
        for at, column in enumerate(self._columns):
            if column.spare:
                self.setColumnHidden(at, letters >= _LARGE or self.viewport().width() < needed)
        seen = [column for at, column in enumerate(self._columns) if not self.isColumnHidden(at)]
        fixed, free = sum(one.width for one in seen), sum(not one.width for one in seen) * _LEAST * letters
        grown = max(1.0, min(letters, (self.viewport().width() - free) / max(1, fixed)))
        for at, column in enumerate(self._columns):
            if column.width:
                head.resizeSection(at, max(round(column.width * grown), head.sectionSizeHint(at)))
