"""The frame of a screen: title row, body, action bar at the foot."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from vaxdesk.ui.kit.labels import Label, Role

W = TypeVar("W", bound=QWidget)


class Page(QWidget):
    """Fills its parent screen; the body scrolls only if told to."""

    def __init__(self, title: str, subtitle: str = "", *, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._title = Label(title, Role.TITLE, wrap=False)
        self._subtitle = Label(subtitle, Role.SOFT)
        if not subtitle:
            self._subtitle.hide()
        self._head = QHBoxLayout()
        self._head.setSpacing(10)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._title)
        names.addWidget(self._subtitle)
        self._head.addLayout(names, 1)
        self.body = QVBoxLayout()
        self.body.setSpacing(14)
        self._foot = _Foot()
        self._lay_out(parent)

    def add(self, widget: W, *, stretch: int = 0) -> W:
        """Put a widget below the others in the body; returns it."""
        self.body.addWidget(widget, stretch)
        return widget

    def add_layout(self, layout: QLayout, *, stretch: int = 0) -> None:
        """Put a layout below the others in the body."""
        self.body.addLayout(layout, stretch)

    def head(self, widget: W) -> W:
        """Put a widget at the right of the title; returns it."""
        self._head.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        return widget

    def foot(self, widget: W, *, left: bool = False) -> W:
        """Put a widget into the action bar, at the right unless `left`; returns it."""
        self._foot.put(widget, left=left)
        return widget

    def set_title(self, title: str, subtitle: str = "") -> None:
        """Change the words of the title row."""
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        self._subtitle.setVisible(bool(subtitle))

    def _lay_out(self, parent: QWidget) -> None:
        outer = QVBoxLayout(parent)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 18, 24, 14)
        layout.setSpacing(14)
        layout.addLayout(self._head)
        layout.addLayout(self.body, 1)
        layout.addWidget(self._foot)


class _Foot(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self._left = QHBoxLayout()
        self._right = QHBoxLayout()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 0)
        layout.addLayout(self._left)
        layout.addStretch(1)
        layout.addLayout(self._right)
        for side in (self._left, self._right):
            side.setSpacing(10)
        self.hide()

    def put(self, widget: QWidget, *, left: bool) -> None:
        (self._left if left else self._right).addWidget(widget)
        self.show()


def scrolling(content: QWidget) -> QScrollArea:
    """A widget in a frame that scrolls up and down."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    content.setObjectName("scrolled")
    area.setWidget(content)
    return area
