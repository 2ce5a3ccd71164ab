"""Cards: the white sheets on which a screen lays things out."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from vaxdesk.ui.kit.labels import Label, Role, restyle


class Card(QFrame):
    """A rounded sheet with an optional heading; `ground` is plain, sunk or the value of a tone."""

    def __init__(self, title: str = "", *, ground: str = "plain", margin: int = 20) -> None:
        super().__init__()
        self.setProperty("card", ground)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(margin, margin - 2, margin, margin - 2)
        self.body.setSpacing(10)
        self.title = Label(title, Role.SECTION)
        self.body.addWidget(self.title)
        self.title.setVisible(bool(title))

    def add(self, widget: QWidget, *, stretch: int = 0) -> QWidget:
        """Put a widget below the others; returns it."""
        self.body.addWidget(widget, stretch)
        return widget

    def add_row(self, *widgets: QWidget, stretch_last: bool = False) -> QHBoxLayout:
        """Put widgets side by side below the others, pushed to the left."""
        line = row(*widgets)
        if not stretch_last:
            line.addStretch(1)
        self.body.addLayout(line)
        return line

    def set_ground(self, ground: str) -> None:
        """Change the colour of the sheet."""
        if self.property("card") != ground:
            self.setProperty("card", ground)
            restyle(self)


def row(*widgets: QWidget, spacing: int = 10) -> QHBoxLayout:
    """Widgets side by side."""
    line = QHBoxLayout()
    line.setSpacing(spacing)
    for widget in widgets:
        line.addWidget(widget)
    return line


def column(*widgets: QWidget, spacing: int = 10) -> QVBoxLayout:
    """Widgets one below the other."""
    line = QVBoxLayout()
    line.setSpacing(spacing)
    for widget in widgets:
        line.addWidget(widget)
    return line


def bare(layout: QLayout) -> QLayout:
    """A layout without margins."""
    layout.setContentsMargins(0, 0, 0, 0)
    return layout
