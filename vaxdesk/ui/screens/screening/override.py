"""The doctor's own conclusion: which one, why, and until when for a deferral."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vaxdesk.domain.outcomes import Conclusion
from vaxdesk.domain.picklists import OverrideReason
from vaxdesk.ui import reasons
from vaxdesk.ui.kit import question
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.choice import ChoiceField, Option
from vaxdesk.ui.kit.date_field import DateField
from vaxdesk.ui.kit.fields import TextField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.words import say


class Override(question.QuestionDialog):
    """`agreed(conclusion, why, until)`; the conclusion by rule gives an empty text, so that the rule holds again.

    Args:
        proposed: the conclusion by rule; empty where the form leaves the choice to the doctor.
        chosen: what stands now.
        free: conclusions that need no reason.
    """

    agreed = Signal(str, str, str)

    def __init__(self, parent: QWidget, *, proposed: str, chosen: str, free: frozenset[str]) -> None:
        super().__init__(parent, say("screening.override.title"))
        self.setMinimumWidth(620)
        self._proposed, self._free = proposed, free
        options = [Option(one.value, say(f"clinical.conclusion_short.{one.value}")) for one in Conclusion]
        self._conclusion = ChoiceField(say("screening.override.conclusion"), options, columns=3)
        self._reason = ChoiceField(say("kit.confirm.reason"), reasons.options(OverrideReason), columns=2)
        self._note = TextField(say("kit.confirm.note"))
        self._until = DateField(say("screening.override.until"))
        self._agree = Button(say("screening.override.agree"), Kind.PRIMARY, keys="Ctrl+Return")
        self._agree.clicked.connect(self._take)
        self._conclusion.set_value(chosen)
        for field in (self._conclusion, self._reason, self._note, self._until):
            field.edited.connect(self._look)
            field.submitted.connect(self._take)
        self._lay_out()
        self._look()
        self._conclusion.setFocus()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(26, 22, 26, 20)
        layout.setSpacing(12)
        layout.addWidget(Label(say("screening.override.title"), Role.SECTION))
        for field in (self._conclusion, self._until, self._reason, self._note):
            layout.addWidget(field)
        layout.addLayout(question.foot(self, self._agree))

    def _complete(self) -> bool:
        conclusion = self._conclusion.value()
        if not conclusion or not self._until.valid:
            return False
        if conclusion == self._proposed or conclusion in self._free:
            return True
        reason = self._reason.value()
        return bool(reason) and (reason != OverrideReason.OTHER_GROUND or bool(self._note.value()))

    def _look(self) -> None:
        conclusion = self._conclusion.value()
        needs = bool(conclusion) and conclusion != self._proposed and conclusion not in self._free
        self._reason.setVisible(needs)
        self._note.setVisible(needs)
        self._until.setVisible(conclusion == Conclusion.DEFER)
        self._agree.setEnabled(self._complete())
        self.layout().activate()
        question.fit(self)

    def _take(self) -> None:
        if not self._complete():
            return
        conclusion = self._conclusion.value()
        by_rule = conclusion == self._proposed
        why = reasons.kept(self._reason.value(), self._note.value()) if not by_rule else ""
        until = self._until.value() if conclusion == Conclusion.DEFER else ""
        self.accept()
        self.agreed.emit("" if by_rule and not until else conclusion, why, until)
