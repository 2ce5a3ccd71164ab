"""Lists taken in so far."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vaxdesk.domain.times import ZONE
from vaxdesk.ui import written
from vaxdesk.ui.kit.columns import Column
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.rows_model import RowsModel
from vaxdesk.ui.kit.table import Table
from vaxdesk.ui.screens.roster.state import Imported
from vaxdesk.words import say

_COLUMNS = (
    Column("roster_page.column.file", lambda one: one.file, strong=True),
    Column("roster_page.column.day", lambda one: written.day(one.day), width=120),
    Column("roster_page.column.accepted", lambda one: written.count(one.accepted), width=110, right=True),
    Column("roster_page.column.problems", lambda one: written.count(one.problems), width=90, right=True),
    Column("roster_page.column.duplicates", lambda one: written.count(one.duplicates), width=110, right=True),
    Column("roster_page.column.taken", lambda one: _moment(one.stamp), width=170),
)


class Earlier(QWidget):
    """A heading and the table; nothing while there are none."""

    def __init__(self) -> None:
        super().__init__()
        self._heading = Label(say("roster_page.earlier"), Role.SECTION)
        self._model = RowsModel(_COLUMNS, key=lambda one: (one.file, one.stamp))
        self._table = Table(self._model, _COLUMNS)
        self._none = Label(say("roster_page.none_yet"), Role.SOFT)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        for widget in (self._heading, self._none):
            layout.addWidget(widget)
        layout.addWidget(self._table, 1)
        layout.addStretch(0)

    def show_lists(self, lists: tuple[Imported, ...]) -> None:
        """Show the lists, newest first."""
        self._model.set_rows(lists)
        self._table.setVisible(bool(lists))
        self._none.setVisible(not lists)


def _moment(stamp: int) -> str:
    at = datetime.fromtimestamp(stamp, ZONE)
    return f"{at:%H:%M}  {written.day(at.date().isoformat())}"
