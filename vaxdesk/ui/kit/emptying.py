"""Takes widgets away so that they are gone from the screen at once, not only when Qt gets round to it."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout


def empty(layout: QLayout, *, keep: int = 0) -> None:
    """Take away what a layout holds, layouts inside it too, but for its last items."""
    while layout.count() > keep:
        item = layout.takeAt(0)
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            empty(inner)
