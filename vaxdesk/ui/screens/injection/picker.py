"""A drop-down for what rarely changes: closed list of values, chosen with the arrows or a click."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy

_NARROWEST = 150


class Picker(QComboBox):
    """A drop-down that the wheel of a mouse passing over it does not change."""

    picked = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(_NARROWEST)
        self.setAccessibleName(name)
        self.activated.connect(lambda at: self.picked.emit(self.itemData(at)))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def show_values(self, values: tuple[tuple[str, str], ...], chosen: str) -> None:
        """Show (value, text) pairs and which is chosen."""
        if [(self.itemData(at), self.itemText(at)) for at in range(self.count())] != list(values):
            self.clear()
            for value, text in values:
                self.addItem(text, value)
        self.setCurrentIndex(self.findData(chosen))
