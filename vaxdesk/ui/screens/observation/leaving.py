"""The question when somebody with a reaction leaves: home after observation, or taken to emergency care."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from vaxdesk.domain.picklists import EarlyReason, LeaveState
from vaxdesk.ui import reasons
from vaxdesk.ui.kit import question
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import row
from vaxdesk.ui.kit.choice import ChoiceField, Option
from vaxdesk.ui.kit.fields import AreaField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.words import say

_STATES = ((LeaveState.REACTION, "home"), (LeaveState.TRANSFERRED, "outward"))


class LeavingDialog(QDialog):
    """`agreed(state, why)`; whoever goes home before the time needs a reason too."""

    agreed = Signal(str, str)

    def __init__(self, parent: QWidget | None, *, name: str, minutes_left: int) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("observation.leaving.title"))
        self.setMinimumWidth(860)
        self._early = minutes_left > 0
        options = [Option(one.value, say(f"observation.leaving.{one.value}"), icon) for one, icon in _STATES]
        self._state = ChoiceField(say("observation.leaving.state"), options, columns=1)
        self._reason = ChoiceField(say("kit.confirm.reason"), reasons.options(EarlyReason), columns=2)
        self._note = AreaField(say("kit.confirm.note"), lines=2)
        self._agree = Button(say("observation.release"), Kind.PRIMARY, keys="Ctrl+Return")
        leave = Button(say("kit.confirm.leave"), keys="Esc")
        leave.clicked.connect(self.reject)
        self._agree.clicked.connect(self._take)
        self._state.edited.connect(self._look)
        self._state.submitted.connect(self._take)
        self._reason.edited.connect(self._look)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(26, 24, 26, 20)
        layout.setSpacing(14)
        left = say("observation.leaving.left", n=minutes_left) if self._early else ""
        for label in (Label(name, Role.SECTION), Label(left, Role.ADVICE)):
            layout.addWidget(label)
            label.setVisible(bool(label.text()))
        for field in (self._state, self._reason, self._note):
            layout.addWidget(field)
        layout.addStretch(1)
        foot = row(leave, self._agree)
        foot.insertStretch(0, 1)
        layout.addLayout(foot)
        self._state.setFocus()
        self._look()

    def _asks_reason(self) -> bool:
        return self._early and self._state.value() == LeaveState.REACTION

    def _complete(self) -> bool:
        return bool(self._state.value()) and (not self._asks_reason() or bool(self._reason.value()))

    def _look(self, *_: object) -> None:
        self._reason.setVisible(self._asks_reason())
        self.layout().activate()
        question.fit(self)
        self._agree.setEnabled(self._complete())

    def _take(self) -> None:
        if not self._complete():
            return
        reason = self._reason.value() if self._asks_reason() else ""
        self.accept()
        self.agreed.emit(self._state.value(), reasons.kept(reason, self._note.value()))
