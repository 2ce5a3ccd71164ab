"""What every dialog that asks for a decision ends with, and how high it has to be."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from vaxdesk.ui.kit.buttons import Button
from vaxdesk.words import say


class QuestionDialog(QDialog):
    """A dialog that asks: gone when it is closed, and when it opens as large as what it says."""

    def __init__(self, parent: QWidget | None, title: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        fit(self)


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
    """Makes a dialog wide enough for what does not wrap and as high as what does.

    Qt reckons without the further lines of a text that wraps, and opens no dialog wider than two thirds of the screen.
    """
    wide = max(dialog.width(), dialog.layout().sizeHint().width())
    dialog.resize(wide, dialog.layout().totalHeightForWidth(wide))
