"""Which paper of a session: the list, the slips, the sheet with the team; or a workbook."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from vaxdesk.ui.kit import question
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.choice import ChoiceField, Option
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.words import say

BOOK = "book"
PAPERS = ("invitations", "slips", "session", BOOK)
_OF_NOBODY = ("session",)


class PrintDialog(QDialog):
    """Args:
    people: how many are invited; without any only the sheet can be had.
    then: told the kind chosen.
    """

    def __init__(self, parent: QWidget | None, people: int, then: Callable[[str], None]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("plan.papers"))
        self.setMinimumWidth(520)
        kinds = PAPERS if people else _OF_NOBODY
        self.kind = ChoiceField("", [_option(kind) for kind in kinds], columns=1)
        self.kind.set_value(kinds[0])
        self.agree = Button(say("plan.go_on"), Kind.PRIMARY, keys="Ctrl+Return")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(26, 22, 26, 20)
        layout.setSpacing(14)
        layout.addWidget(Label(say("plan.papers"), Role.SECTION))
        layout.addWidget(self.kind)
        layout.addLayout(question.foot(self, self.agree))
        self._then = then
        self.agree.clicked.connect(self._take)
        self.kind.submitted.connect(self._take)
        self.kind.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        question.fit(self)

    def _take(self) -> None:
        kind = self.kind.value()
        then = self._then
        question.agreed(self, lambda: then(kind))


def _option(kind: str) -> Option:
    return Option(kind, say(f"plan.print.{kind}"), "download" if kind == BOOK else "paper")
