"""A page that is filled in: the form, what helps beside it, and below both what is wrong and the way on."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from vaxdesk.ui.kit.page import scrolling


def lay_out_form(
    panel: QWidget, form: QWidget, *, beside: QLayout, wrong: QWidget, buttons: tuple[QWidget, ...]
) -> None:
    """Lay out a panel; `wrong` takes all the width that the buttons leave."""
    upper = QHBoxLayout()
    upper.setSpacing(16)
    upper.addWidget(scrolling(form), 3)
    upper.addLayout(beside, 1)
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
