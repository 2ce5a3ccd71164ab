"""A long list on the screen: the table, what it says when empty, and news that do not make it jump."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from vaxdesk.ui import written
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.columns import Column
from vaxdesk.ui.kit.empty import Empty
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.paged_model import PagedModel, PageSource
from vaxdesk.ui.kit.table import Table
from vaxdesk.ui.lanes import Lane
from vaxdesk.words import say


class PagedTable(QWidget):
    """`look_for(query)` shows what the source finds; nothing is read before."""

    opened = Signal(object)
    picked = Signal(object)
    failed = Signal(object)  # Err

    def __init__(
        self,
        columns: tuple[Column, ...],
        source: PageSource,
        lane: Lane,
        *,
        key: Callable[[Any], Hashable],
        empty: str,
    ) -> None:
        super().__init__()
        self.model = PagedModel(columns, source, lane, key=key)
        self.table = Table(self.model, columns)
        self._query: Any = None
        self._fresh = 0
        self._news = Button("", Kind.QUIET, icon="refresh")
        self._news.clicked.connect(self.look_again)
        self._news.hide()
        self._count = Label("", Role.SMALL)
        self._stack = QStackedLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._news)
        layout.addLayout(self._stack, 1)
        layout.addWidget(self._count)
        self._stack.addWidget(self.table)  # shown at once, so only now that it has a parent: else it is a window
        self._stack.addWidget(Empty("search", empty))
        self.setFocusProxy(self.table)
        self.table.opened.connect(self.opened)
        self.table.picked.connect(self.picked)
        self.model.settled.connect(self._settled)
        self.model.failed.connect(self._failed)

    def look_for(self, query: Any) -> None:
        """Show the rows of a query from its beginning."""
        self._query, self._fresh = query, 0
        self._news.hide()
        self.model.look_for(query)

    def look_again(self) -> None:
        """Read the same query anew."""
        self.look_for(self._query)

    def change_row(self, row: Any) -> None:
        """A row was changed or made elsewhere: shown at once if it is there, else counted as new."""
        if not self.model.change_row(row):
            self._fresh += 1
            self._news.set_words(say("kit.table.news", n=self._fresh))
            self._news.show()

    def _settled(self, rows: int) -> None:
        self._stack.setCurrentIndex(0 if rows else 1)
        known = say("kit.table.all" if self.model.complete else "kit.table.first", n=rows, count=written.count(rows))
        self._count.setText(known if rows else "")

    def _failed(self, err: Err) -> None:
        self._count.setText(say(err.key))
        self.failed.emit(err)
