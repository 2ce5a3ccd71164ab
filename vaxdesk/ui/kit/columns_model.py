"""What every table model of ours answers Qt: rows that are frozen views, cells by columns."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from vaxdesk.ui.kit.columns import Column, cell, heading

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class ColumnsModel(QAbstractTableModel):
    """Rows and columns; `key(row)` names a row through its changes. How rows come is up to those who build on it."""

    def __init__(self, columns: Sequence[Column], key: Callable[[Any], Hashable]) -> None:
        super().__init__()
        self._columns = tuple(columns)
        self._key = key
        self._rows: list[Any] = []

    def place_of(self, key: Hashable) -> int:
        """Where a row is, -1 when it is not there."""
        return next((at for at, row in enumerate(self._rows) if self._key(row) == key), -1)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        rows = self._rows
        if not index.isValid() or index.row() >= len(rows):
            return None
        return cell(self._columns, rows[index.row()], index.column(), role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Vertical or section >= len(self._columns):
            return None
        return heading(self._columns, section, role)

    def _put(self, at: int, row: Any) -> None:
        """A newer picture of the row at a place."""
        self._rows[at] = row
        self.dataChanged.emit(self.index(at, 0), self.index(at, len(self._columns) - 1))
