"""A sheet that two PCs typed: what each says, and which of them the paper bears out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from vaxdesk.domain import times
from vaxdesk.domain.catchup.sheet import NOON, Happened
from vaxdesk.domain.catchup.stack import TypedSheet
from vaxdesk.domain.catchup.twice import Twice
from vaxdesk.ui.kit import question
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.choice import ChoiceField, Option
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.saying import dose_name
from vaxdesk.words import say


class AskTwice(QDialog):
    """Calls `settle(entry)` when it is gone; where all say the same, Enter is enough."""

    def __init__(self, parent: QWidget | None, pair: Twice, settle: Callable[[str], None]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(pair.stands.person.name)
        self.setMinimumWidth(620)
        self._settle = settle
        same = len(pair.versions) == 1
        options = [Option(row.entry, version_text(row)) for row in pair.versions]
        self._which = ChoiceField("", options, columns=1)
        self._go = Button(say("catchup.twice.keep"), Kind.PRIMARY, icon="check", keys="Ctrl+Return")
        self._go.clicked.connect(self._agree)
        self._which.edited.connect(lambda _: self._show())
        self._which.submitted.connect(self._agree)
        if same:
            self._which.set_value(pair.stands.entry)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(26, 22, 26, 18)
        layout.setSpacing(12)
        layout.addWidget(Label(pair.stands.person.name, Role.SECTION))
        layout.addWidget(Label(say("catchup.twice.same" if same else "catchup.twice.differ"), Role.BODY))
        layout.addWidget(Label("\n".join(map(_where, pair.rows)), Role.SOFT))
        layout.addWidget(self._which)
        layout.addLayout(question.foot(self, self._go))
        self._which.setFocus()
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        question.fit(self)

    def _show(self) -> None:
        self._go.setEnabled(bool(self._which.value()))

    def _agree(self) -> None:
        entry = self._which.value()
        if entry:
            question.agreed(self, partial(self._settle, entry))


def version_text(row: TypedSheet) -> str:
    """What an entry says, all that two of them may differ in."""
    if row.known:
        return say("catchup.twice.known")
    if row.happened is not Happened.INJECTED:
        return say(f"catchup.happened.{row.happened.value}")
    clock = times.clock_of(row.at) if row.at else ""
    site = say(f"clinical.site.{row.site}") if row.site else ""
    reaction = say("catchup.twice.reaction", reaction=say(f"catchup.reaction.{row.reaction}")) if row.reaction else ""
    said = (dose_name(row.kind, row.kind_no), row.lot_no, site, "" if clock == NOON else clock, reaction)
    return "  ·  ".join(part for part in said if part)


def _where(row: TypedSheet) -> str:
    return say("catchup.twice.where", no=row.sheet, desk=row.desk or say("catchup.twice.this_pc"))
