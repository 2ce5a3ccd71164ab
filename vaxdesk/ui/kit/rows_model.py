"""A table of few rows, all in memory (a day's board): new rows are compared with the old, only what differs moves."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from vaxdesk.ui.kit.columns import Column, cell, heading

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class RowsModel(QAbstractTableModel):
    """Rows are frozen views; `key(row)` names a row through its changes."""

    def __init__(self, columns: Sequence[Column], key: Callable[[Any], Hashable]) -> None:
        super().__init__()
        self._columns = tuple(columns)
        self._key = key
        self._rows: list[Any] = []

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows in this order, keeping selection and place wherever rows stay."""
        wanted = {self._key(row) for row in rows}
        for at in reversed(range(len(self._rows))):
            if self._key(self._rows[at]) not in wanted:
                self.beginRemoveRows(_NOWHERE, at, at)
                del self._rows[at]
                self.endRemoveRows()
        for at, row in enumerate(rows):
            self._place(at, row)

    def row(self, at: int) -> Any:
        """The row at a place."""
        return self._rows[at]

    def place_of(self, key: Hashable) -> int:
        """Where a row is, -1 when it is not there."""
        return next((at for at, row in enumerate(self._rows) if self._key(row) == key), -1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
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

    def _place(self, at: int, row: Any) -> None:
        now = self._rows[at] if at < len(self._rows) else None
        if now is not None and self._key(now) == self._key(row):
            if now != row:
                self._rows[at] = row
                self.dataChanged.emit(self.index(at, 0), self.index(at, len(self._columns) - 1))
            return
        old = next((n for n in range(at, len(self._rows)) if self._key(self._rows[n]) == self._key(row)), -1)
        if old < 0:
            self.beginInsertRows(_NOWHERE, at, at)
            self._rows.insert(at, row)
            self.endInsertRows()
            return
        self.beginMoveRows(_NOWHERE, old, old, _NOWHERE, at)
        self._rows.insert(at, self._rows.pop(old))
        self.endMoveRows()
        self._place(at, row)
