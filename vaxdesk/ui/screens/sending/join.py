"""Joining a server: address, one-time code, and what the server said."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from vaxdesk.journal.enrolment import read_invitation
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card, row
from vaxdesk.ui.kit.fields import TextField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.screens.sending.model import SendingModel
from vaxdesk.ui.screens.sending.state import SendingState
from vaxdesk.words import say


class Join(Card):
    """Address, one-time code, and what the server said."""

    def __init__(self, model: SendingModel) -> None:
        super().__init__(say("sync.enrol.title"))
        self._address = TextField(say("sync.enrol.address"), placeholder="https://")
        self._code = TextField(say("sync.enrol.code"), limit=2000)
        self._button = Button(say("sync.enrol.button"), Kind.PRIMARY)
        self._stick = Button(say("usb.button.join"), icon="upload")
        self._refused = Label("", Role.COMPLAINT)
        fields = QWidget()
        line = row(self._address, self._code, self._button, self._stick, spacing=14)
        line.setContentsMargins(0, 0, 0, 0)
        line.setStretch(0, 2)
        line.setStretch(1, 2)
        for button in (self._button, self._stick):
            line.setAlignment(button, Qt.AlignmentFlag.AlignBottom)
        fields.setLayout(line)
        self.add(fields)
        self.add(self._refused)
        self._button.clicked.connect(lambda: model.join(self._address.value(), self._code.value()))
        stick = model.ports.stick
        if stick is None:
            self._stick.hide()
        else:
            self._stick.clicked.connect(lambda: stick.join(self._code.value()))
        for field in (self._address, self._code):
            field.submitted.connect(self._button.click)

    def scanned(self, text: str) -> bool:
        """A code was scanned; an invitation fills the field and joins at once."""
        if read_invitation(text) is None or not self.isVisible():
            return False
        self._code.line.setText(text)
        self._button.click()
        return True

    def show_state(self, state: SendingState) -> None:
        self._button.setEnabled(not state.joining)
        self._refused.setText(say(state.join_refused) if state.join_refused else "")
        self._refused.setVisible(bool(state.join_refused))
