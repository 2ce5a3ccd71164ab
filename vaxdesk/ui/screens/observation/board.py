"""All tiles in as many columns as the window is wide; tiles are kept, only their words change."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from vaxdesk.ui.kit.page import scrolling
from vaxdesk.ui.screens.observation.state import ObservationState
from vaxdesk.ui.screens.observation.tile import PersonTile

_WIDTH = 360
_KEYS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
_TAKES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Board(QWidget):
    """One stop for Tab; arrows move the highlight, Enter or Space releases. Signals carry the person's reference."""

    picked = Signal(str)
    release_wanted = Signal(str)
    moved = Signal(int)

    def __init__(self, product: Callable[[str], str]) -> None:
        super().__init__()
        self._product = product
        self._tiles: list[PersonTile] = []
        self._ids: tuple[str, ...] = ()
        self._columns = 3
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        content = QWidget()
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, 6, 0)
        inner.addLayout(self._grid)
        inner.addStretch(1)
        self._area: QScrollArea = scrolling(content)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._area)

    def show_state(self, state: ObservationState) -> None:
        """Show the people; the tile of the highlighted one is kept in view."""
        shown = state.shown
        self._keep(len(shown))
        before, self._ids = self._ids, tuple(one.id for one in shown)
        for tile, one in zip(self._tiles, shown, strict=False):
            product = self._product(one.row.product)
            tile.show_person(one, now=state.now, product=product, picked=one.id == state.at)
        if state.at in self._ids and (before != self._ids or not self._seen(state.at)):
            self._area.ensureWidgetVisible(self._tiles[self._ids.index(state.at)], 0, 12)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _KEYS:
            across, down = _KEYS[Qt.Key(event.key())]
            self.moved.emit(across + down * self._columns)
        elif event.key() in _TAKES and not event.modifiers() and not event.isAutoRepeat():
            self.release_wanted.emit("")
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = max(1, (self.width() + 12) // _WIDTH)
        if columns != self._columns:
            self._columns = columns
            self._place()

    def _seen(self, person: str) -> bool:
        tile = self._tiles[self._ids.index(person)]
        return not tile.visibleRegion().isEmpty()

    def _keep(self, wanted: int) -> None:
        before = len(self._tiles)
        while len(self._tiles) < wanted:
            tile = PersonTile()
            number = len(self._tiles)
            tile.picked.connect(lambda n=number: self._press(n))
            tile.release_wanted.connect(lambda n=number: self.release_wanted.emit(self._ids[n]))
            self._tiles.append(tile)
        if before < wanted:
            self._place()
        for number, tile in enumerate(self._tiles):
            tile.setVisible(number < wanted)

    def _press(self, number: int) -> None:
        self.setFocus()
        self.picked.emit(self._ids[number])

    def _place(self) -> None:
        for number, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, number // self._columns, number % self._columns)
        for at in range(max(self._columns, self._grid.columnCount())):
            self._grid.setColumnStretch(at, 1 if at < self._columns else 0)
