"""What the dialogs of campaign and task are made of."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from vaxdesk.domain.days import span
from vaxdesk.ui.kit import question
from vaxdesk.ui.kit.buttons import Button
from vaxdesk.ui.kit.date_field import DateField
from vaxdesk.ui.kit.labels import Label, Role


class Form(QDialog):
    """A title, fields two beside each other, and a foot."""

    def __init__(self, parent: QWidget, title: str, fields: tuple[QWidget, ...], agree: Button) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(720)
        self.agree = agree
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        for at, field in enumerate(fields):
            grid.addWidget(field, at // 2, at % 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(26, 22, 26, 20)
        layout.setSpacing(14)
        layout.addWidget(Label(title, Role.SECTION))
        layout.addLayout(grid)
        self.body = layout

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        question.fit(self)


def whole(field: DateField) -> bool:
    """Whether a field is empty or a whole day."""
    day = span(field.value())
    return field.valid and (not field.value() or (day is not None and day.exact))
