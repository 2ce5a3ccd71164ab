"""A page that is filled in: the form, what helps beside it, and below both what is wrong and the way on."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from vaxdesk.ui.kit.cards import bare
from vaxdesk.ui.kit.page import scrolling


class _Upright(QScrollArea):
    """What stands beside a form: as wide as it needs, and scrolled up and down where large letters need more."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)

    def minimumSizeHint(self) -> QSize:
        wide = self.widget().minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        return QSize(wide, super().minimumSizeHint().height())


def lay_out_form(
    panel: QWidget, form: QWidget, *, beside: QLayout, wrong: QWidget, buttons: tuple[QWidget, ...]
) -> None:
    """Lay out a panel; `wrong` takes all the width that the buttons leave."""
    upper = QHBoxLayout()
    upper.setSpacing(16)
    upper.addWidget(scrolling(form), 3)
    side = QWidget()
    side.setLayout(bare(beside))
    upper.addWidget(_Upright(side), 1)
    foot = QHBoxLayout()
    foot.setSpacing(10)
    foot.addWidget(wrong, 1)
    for button in buttons:
        foot.addWidget(button)
    layout = QVBoxLayout(panel)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(10)
    layout.addLayout(upper, 1)
    layout.addLayout(foot)
