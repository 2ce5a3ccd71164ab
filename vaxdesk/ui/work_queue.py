"""The people before a desk: who waits, or who was searched for, at the left of the work."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from vaxdesk.domain.identity import Presence
from vaxdesk.domain.views import VisitRow
from vaxdesk.ui import queue_rows
from vaxdesk.ui.kit.queue_list import QueueList
from vaxdesk.words import say


class Queued(Protocol):
    """What the queue shows of a screen's state."""

    @property
    def waiting(self) -> tuple[VisitRow, ...]:
        """Who waits, by number."""

    @property
    def found(self) -> tuple[Presence, ...] | None:
        """Who was searched for; None while nobody searches."""

    @property
    def person(self) -> str:
        """Reference of the person at work, empty for nobody."""


class WorkQueue(QueueList):
    """The queue of a desk; `picked(person)` by a click, or by Alt ↑ ↓ anywhere on the screen.

    Args:
        title: words key of the heading, counted by `n`.
        empty: words key of what is said when nobody waits.
    """

    def __init__(self, *, title: str, empty: str) -> None:
        super().__init__()
        self._title_key, self._empty_key = title, empty

    def stand_beside(self, screen: QWidget, *pages: QWidget) -> QStackedWidget:
        """Take the left side of a screen and its keys of the queue; returns the right side, made of pages."""
        screen.setObjectName("page")
        right = QStackedWidget()
        for page in pages:
            right.addWidget(page)
        layout = QHBoxLayout(screen)
        layout.setContentsMargins(20, 16, 20, 14)
        layout.setSpacing(14)
        layout.addWidget(self)
        layout.addWidget(right, 1)
        for keys, step in (("Alt+Down", 1), ("Alt+Up", -1)):
            shortcut = QShortcut(keys, screen)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._step, step))
        return right

    def show_people(self, state: Queued) -> None:
        """Show who was searched for, else who waits; the person at work is marked."""
        if state.found is not None:
            rows, title = queue_rows.found(state.found), say("finding.results")
        else:
            rows = queue_rows.waiting(state.waiting)
            title = say(self._title_key, n=len(rows))
        empty = say(self._empty_key if state.found is None else "finding.nobody_found")
        self.show_rows(title, rows, current=state.person, empty=empty)

    def _step(self, step: int) -> None:
        key = self.neighbour(step)
        if key:
            self.picked.emit(key)
