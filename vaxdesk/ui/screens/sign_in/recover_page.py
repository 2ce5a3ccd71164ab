"""The recovery words from the lead's envelope or the province's answer, and a new password."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.fields import PasswordField, TextField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.strength import Strength
from vaxdesk.ui.screens.sign_in.model import SignInModel
from vaxdesk.ui.screens.sign_in.state import SignInState
from vaxdesk.words import say


class RecoverPage(QWidget):
    """Shows what is still wrong beside each field."""

    def __init__(self, model: SignInModel) -> None:
        super().__init__()
        self._model = model
        self._what = Label("", Role.SOFT)
        self._province = Label("", Role.SOFT)
        self._rows = Label("", Role.TITLE)
        self._words = TextField(say("entrance.recover.words"), hint=say("entrance.recover.words_hint"), limit=40)
        self._password = PasswordField(say("entrance.recover.password"))
        self._again = PasswordField(say("entrance.recover.again"))
        self._strength = Strength()
        self._password.edited.connect(lambda _: self._strength.show_password(self._password.value()))
        for field in (self._words, self._password, self._again):
            field.submitted.connect(self._go)
        go = Button(say("entrance.recover.go"), Kind.PRIMARY, icon="key", large=True)
        go.clicked.connect(self._go)
        back = Button(say("entrance.recover.back"), Kind.QUIET, icon="chevron-left", keys="Esc")
        back.clicked.connect(model.back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(Label(say("entrance.recover.title"), Role.TITLE))
        for widget in (self._what, self._province, self._rows):
            layout.addWidget(widget)
        for widget in (self._words, self._password, self._strength, self._again, go):
            layout.addWidget(widget)
        layout.addWidget(back, 0, Qt.AlignmentFlag.AlignHCenter)
        self.setFocusProxy(self._words)

    def show_state(self, state: SignInState) -> None:
        """Show whose password it will be, and what is wrong."""
        name = next((tile.name for tile in state.door.people if tile.login == state.chosen), "")
        self._what.setText(say("entrance.recover.what", name=name))
        rows = state.door.question.split()
        self._province.setText(say("entrance.recover.province"))
        self._rows.setText("\n".join(rows))
        for label in (self._province, self._rows):
            label.setVisible(bool(rows))
        short = say("entrance.recover.short", n=state.short) if state.short else ""
        self._words.complain(short or (say(state.refused) if state.refused else ""))
        self._password.mark_wrong(wrong=state.fault is not None)
        self._strength.show_password(self._password.value(), refused=state.fault is not None)
        self._again.complain(say("entrance.fault.not_the_same") if state.different else "")

    def _go(self) -> None:
        self._model.recover(self._words.value(), self._password.value(), self._again.value())
