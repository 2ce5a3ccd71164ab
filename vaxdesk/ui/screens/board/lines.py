"""The board's lines under the table: few changes move single rows, another filter replaces all of them at once."""

from __future__ import annotations

from collections.abc import Sequence

from vaxdesk.domain.views import VisitRow
from vaxdesk.ui.kit.columns import Column
from vaxdesk.ui.kit.rows_model import RowsModel

_FEW = 50  # rows that come or go; each is told to the table by itself


class LinesModel(RowsModel):
    """A RowsModel for thousands of rows."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__(columns, key=lambda row: row.person.id)

    def show_lines(self, rows: tuple[VisitRow, ...]) -> None:
        """Show these rows in this order."""
        held = {row.person.id for row in self._rows}
        wanted = {row.person.id for row in rows}
        if len(held ^ wanted) > _FEW:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()
        else:
            self.set_rows(rows)
