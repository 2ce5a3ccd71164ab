"""A table of few rows, all in memory (a day's board): new rows are compared with the old, only what differs moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from vaxdesk.ui.kit.columns_model import NOWHERE, ColumnsModel


class RowsModel(ColumnsModel):
    """Rows are frozen views; `key(row)` names a row through its changes."""

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows in this order, keeping selection and place wherever rows stay."""
        wanted = {self._key(row) for row in rows}
        for at in reversed(range(len(self._rows))):
            if self._key(self._rows[at]) not in wanted:
                self.beginRemoveRows(NOWHERE, at, at)
                del self._rows[at]
                self.endRemoveRows()
        for at, row in enumerate(rows):
            self._place(at, row)

    def row(self, at: int) -> Any:
        """The row at a place."""
        return self._rows[at]

    def _place(self, at: int, row: Any) -> None:
        now = self._rows[at] if at < len(self._rows) else None
        if now is not None and self._key(now) == self._key(row):
            if now != row:
                self._put(at, row)
            return
        old = next((n for n in range(at, len(self._rows)) if self._key(self._rows[n]) == self._key(row)), -1)
        if old < 0:
            self.beginInsertRows(NOWHERE, at, at)
            self._rows.insert(at, row)
            self.endInsertRows()
            return
        self.beginMoveRows(NOWHERE, old, old, NOWHERE, at)
        self._rows.insert(at, self._rows.pop(old))
        self.endMoveRows()
        self._place(at, row)
