"""Finishing a vial: how many doses are thrown away, and why."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vaxdesk.domain.picklists import WasteReason
from vaxdesk.domain.views import VialView
from vaxdesk.ui import reasons
from vaxdesk.ui.kit import question
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.choice import ChoiceField
from vaxdesk.ui.kit.fields import TextField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.words import say


class CloseDialog(question.QuestionDialog):
    """`agreed(wasted, why)`; what the vial still holds is proposed as thrown away.

    Args:
        over: the vial has been open too long; then that is the reason proposed.
    """

    agreed = Signal(int, str)

    def __init__(self, parent: QWidget, vial: VialView, *, over: bool) -> None:
        super().__init__(parent, say("injection.close.title", no=vial.no))
        self.setMinimumWidth(600)
        self._most = max(0, vial.doses - vial.given)
        self.wasted = TextField(say("injection.close.wasted"), limit=2)
        self.wasted.set_value(str(self._most))
        self.reason = ChoiceField(say("kit.confirm.reason"), reasons.options(WasteReason), columns=2)
        self.note = TextField(say("kit.confirm.note"))
        if over:
            self.reason.set_value(WasteReason.OPEN_TOO_LONG.value)
        self.agree = Button(say("injection.close.agree"), Kind.PRIMARY, keys="Ctrl+Return")
        self.agree.clicked.connect(self._take)
        for field in (self.wasted, self.reason, self.note):
            field.edited.connect(self._look)
            field.submitted.connect(self._take)
        self._lay_out(vial)
        self._look()
        self.wasted.setFocus()

    def _lay_out(self, vial: VialView) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(26, 22, 26, 20)
        layout.setSpacing(12)
        layout.addWidget(Label(say("injection.close.title", no=vial.no), Role.SECTION))
        layout.addWidget(Label(say("injection.close.text", given=vial.given, doses=vial.doses, lot=vial.lot.number)))
        for field in (self.wasted, self.reason, self.note):
            layout.addWidget(field)
        layout.addLayout(question.foot(self, self.agree))

    def _count(self) -> int | None:
        text = self.wasted.value()
        return int(text) if text.isdigit() and int(text) <= self._most else None

    def _complete(self) -> bool:
        count = self._count()
        return count == 0 or (count is not None and bool(self.reason.value()))

    def _look(self) -> None:
        wrong = self.wasted.value() and self._count() is None
        self.wasted.complain(say("injection.close.too_many", most=self._most) if wrong else "")
        throws = bool(self._count())
        self.reason.setVisible(throws)
        self.note.setVisible(throws)
        self.agree.setEnabled(self._complete())

    def _take(self) -> None:
        count = self._count()
        if not self._complete() or count is None:
            return
        why = reasons.kept(self.reason.value(), self.note.value()) if count else ""
        self.accept()
        self.agreed.emit(count, why)
