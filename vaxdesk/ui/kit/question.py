"""What every dialog that asks for a decision ends with, and how high it has to be."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout

from vaxdesk.ui.kit.buttons import Button
from vaxdesk.words import say


def foot(dialog: QDialog, agree: Button) -> QHBoxLayout:
    """The last row: leave, which rejects the dialog, then what it is for."""
    leave = Button(say("kit.confirm.leave"), keys="Esc")
    leave.clicked.connect(dialog.reject)
    line = QHBoxLayout()
    line.addStretch(1)
    line.addWidget(leave)
    line.addWidget(agree)
    return line


def agreed(dialog: QDialog, then: Callable[[], None]) -> None:
    """Closes a dialog, and goes on when it is gone.

    While its widgets die, no lane should work for what follows: PySide 6.12 takes their wrappers apart in steps, and
    a garbage collection that another thread begins between two of them ends the program.
    """
    context = dialog.parentWidget() or dialog
    dialog.accept()
    QTimer.singleShot(0, context, then)


def fit(dialog: QDialog) -> None:
    """Makes a dialog high enough for its texts: Qt reckons without the lines of one that wraps."""
    needed = dialog.layout().totalHeightForWidth(dialog.width())
    dialog.resize(dialog.width(), max(dialog.height(), needed))
