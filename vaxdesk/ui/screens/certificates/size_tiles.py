"""Two small tiles that choose the size of the paper."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from vaxdesk.ui.kit.choice import Option, Tile


class SizeTiles(QWidget):
    """`chosen(value)` when one is pressed."""

    chosen = Signal(str)

    def __init__(self, options: Sequence[Option]) -> None:
        super().__init__()
        self.tiles = {option.value: Tile(option.text) for option in options}
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        for value, tile in self.tiles.items():
            tile.setAccessibleName(tile.text().strip())
            tile.clicked.connect(lambda _, one=value: self.chosen.emit(one))
            line.addWidget(tile)

    def show_value(self, value: str) -> None:
        """Show which one is chosen."""
        for name, tile in self.tiles.items():
            tile.show_chosen(on=name == value)
