"""A long list that is read page by page, by key and never by offset, while the table is scrolled."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import Signal

from vaxdesk.ui.jobs import Err
from vaxdesk.ui.kit.columns import Column
from vaxdesk.ui.kit.columns_model import NOWHERE, ColumnsModel, Index
from vaxdesk.ui.lanes import Lane

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


class PagedModel(ColumnsModel):
    """Rows of the current query that were read so far."""

    settled = Signal(int)  # rows read so far
    failed = Signal(object)  # Err

    def __init__(
        self, columns: Sequence[Column], source: PageSource, lane: Lane, *, key: Callable[[Any], Hashable]
    ) -> None:
        super().__init__(columns, key)
        self._source, self._lane = source, lane
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
        at = self.place_of(self._key(row))
        if at < 0:
            return False
        self._put(at, row)
        return True

    def canFetchMore(self, parent: Index = NOWHERE) -> bool:
        return not parent.isValid() and not self._busy and not self._done

    def fetchMore(self, parent: Index = NOWHERE) -> None:
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
            self.beginInsertRows(NOWHERE, first, first + len(page.rows) - 1)
            self._rows.extend(page.rows)
            self.endInsertRows()
        self._busy = False
        self.settled.emit(len(self._rows))

    def _miss(self, err: Err, generation: int) -> None:
        if generation == self._generation:
            self._busy, self._done = False, True
            self.failed.emit(err)
