"""The lease has lapsed: what that means, what to read out by telephone, and the code that shows older records again."""

from __future__ import annotations

from PySide6.QtCore import Qt

from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card, row
from vaxdesk.ui.kit.fields import TextField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screens.sending.model import SendingModel
from vaxdesk.ui.screens.sending.state import SendingState
from vaxdesk.words import say

_CODE = 320  # room for a code in groups


class LeaseCard(Card):
    """Hidden while the lease holds; whoever may not unlock it is told whom to ask."""

    def __init__(self, model: SendingModel) -> None:
        super().__init__(say("sending.lease.title"), ground=Tone.WAIT.value, margin=16)
        self._text = Label(say("sending.lease.text"))
        self._tell = Label("", Role.STRONG)
        self.code = TextField(say("sending.lease.code"), limit=40)
        self.unlock = Button(say("sending.lease.button"), Kind.PRIMARY, icon="unlock")
        self._ask = Label(say("sending.lease.ask_lead"), Role.SOFT)
        self._refused = Label("", Role.COMPLAINT)
        self.code.setMinimumWidth(_CODE)
        line = row(self.code, self.unlock, spacing=14)
        line.setAlignment(self.unlock, Qt.AlignmentFlag.AlignBottom)
        line.addStretch(1)
        for widget in (self._text, self._tell):
            self.add(widget)
        self.body.addLayout(line)
        for widget in (self._ask, self._refused):
            self.add(widget)
        self.unlock.clicked.connect(lambda: model.unlock(self.code.value()))
        self.code.submitted.connect(self.unlock.click)

    def show_state(self, state: SendingState) -> None:
        """Show what to read out, or whom to ask."""
        lease = state.lease
        self.setVisible(lease is not None and lease.lapsed)
        if lease is None or not lease.lapsed:
            self.code.set_value("")
            return
        self._tell.setText(say("sending.lease.tell", device=lease.device, number=lease.number))
        for widget in (self._tell, self.code, self.unlock):
            widget.setVisible(lease.may_unlock)
        self._ask.setVisible(not lease.may_unlock)
        self.unlock.setEnabled(not lease.busy)
        self._refused.setText(lease.refused)
        self._refused.setVisible(bool(lease.refused))
