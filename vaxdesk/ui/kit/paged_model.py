"""A long list that is read page by page, by key and never by offset, while the table is scrolled."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from vaxdesk.ui.jobs import Err
from vaxdesk.ui.kit.columns import Column, cell, heading
from vaxdesk.ui.lanes import Lane

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_PAGE = 60


class PageOf(Protocol):
    """What a page source returns: rows, and the cursor of the next page or None at the end."""

    rows: Sequence[Any]
    next: Any


@dataclass(frozen=True)
class Page:
    """A ready-made page."""

    rows: tuple[Any, ...]
    next: Any = None


# query (any value, set by look_for), cursor (None for the first page), limit -> page; runs on the lane
PageSource = Callable[[Any, Any, int], PageOf]


class PagedModel(QAbstractTableModel):
    """Rows of the current query that were read so far."""

    settled = Signal(int)  # rows read so far
    failed = Signal(object)  # Err

    def __init__(
        self, columns: Sequence[Column], source: PageSource, lane: Lane, *, key: Callable[[Any], Hashable]
    ) -> None:
        super().__init__()
        self._columns = tuple(columns)
        self._source, self._lane, self._key = source, lane, key
        self._rows: list[Any] = []
        self._query: Any = None
        self._cursor: Any = None
        self._generation = 0
        self._busy = False
        self._done = True

    @property
    def complete(self) -> bool:
        """Whether every row of the query was read."""
        return self._done

    def look_for(self, query: Any) -> None:
        """Begin anew with another query; pages of the older one that arrive late are dropped."""
        self.beginResetModel()
        self._generation += 1
        self._query, self._cursor, self._rows, self._busy, self._done = query, None, [], True, False
        self.endResetModel()
        self._busy = False  # only now: a view asks for more while it is told of the change
        self.fetchMore()

    def change_row(self, row: Any) -> bool:
        """Put a newer picture of a row in its place; False when that row was not read yet."""
        key = self._key(row)
        at = next((n for n, old in enumerate(self._rows) if self._key(old) == key), -1)
        if at < 0:
            return False
        self._rows[at] = row
        self.dataChanged.emit(self.index(at, 0), self.index(at, len(self._columns) - 1))
        return True

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

    def canFetchMore(self, parent: Index = _NOWHERE) -> bool:
        return not parent.isValid() and not self._busy and not self._done

    def fetchMore(self, parent: Index = _NOWHERE) -> None:
        if not self.canFetchMore(parent):
            return
        self._busy = True
        query, cursor, generation = self._query, self._cursor, self._generation
        self._lane.run(
            lambda: self._source(query, cursor, _PAGE),
            lambda page: self._take(page, generation),
            lambda err: self._miss(err, generation),
        )

    def _take(self, page: PageOf, generation: int) -> None:
        if generation != self._generation:
            return
        self._cursor, self._done = page.next, page.next is None
        if page.rows:
            first = len(self._rows)
            self.beginInsertRows(_NOWHERE, first, first + len(page.rows) - 1)
            self._rows.extend(page.rows)
            self.endInsertRows()
        self._busy = False
        self.settled.emit(len(self._rows))

    def _miss(self, err: Err, generation: int) -> None:
        if generation == self._generation:
            self._busy, self._done = False, True
            self.failed.emit(err)
