"""A table of few rows, all in memory (a day's board): new rows are compared with the old, only what differs moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from vaxdesk.ui.kit.columns_model import NOWHERE, ColumnsModel


class RowsModel(ColumnsModel):
    """Rows are frozen views; `key(row)` names a row through its changes."""

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows in this order, keeping selection and place wherever rows stay.

        What is the same at the top and at the foot is not looked at further: a row more costs the same however many
        there are already.
        """
        head, foot = _same_ends(self._rows, rows)
        wanted = {self._key(row) for row in rows[head : len(rows) - foot]}
        for at in reversed(range(head, len(self._rows) - foot)):
            if self._key(self._rows[at]) not in wanted:
                self.beginRemoveRows(NOWHERE, at, at)
                del self._rows[at]
                self.endRemoveRows()
        for at in range(head, len(rows) - foot):
            self._place(at, rows[at], foot)

    def row(self, at: int) -> Any:
        """The row at a place."""
        return self._rows[at]

    def _place(self, at: int, row: Any, foot: int) -> None:
        now = self._rows[at] if at < len(self._rows) else None
        if now is not None and self._key(now) == self._key(row):
            if now != row:
                self._put(at, row)
            return
        open_ = range(at, len(self._rows) - foot)
        old = next((n for n in open_ if self._key(self._rows[n]) == self._key(row)), -1)
        if old < 0:
            self.beginInsertRows(NOWHERE, at, at)
            self._rows.insert(at, row)
            self.endInsertRows()
            return
        self.beginMoveRows(NOWHERE, old, old, NOWHERE, at)
        self._rows.insert(at, self._rows.pop(old))
        self.endMoveRows()
        self._place(at, row, foot)


def _same_ends(old: Sequence[Any], new: Sequence[Any]) -> tuple[int, int]:
    """How many rows are the same at the top, and how many of the others at the foot."""
    both = min(len(old), len(new))
    head = next((at for at in range(both) if old[at] is not new[at]), both)
    rest = range(1, both - head + 1)
    foot = next((at - 1 for at in rest if old[-at] is not new[-at]), both - head)
    return head, foot
