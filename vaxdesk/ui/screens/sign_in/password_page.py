"""Tiles of the people, and the password of the chosen one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.caps import CapsWatch
from vaxdesk.ui.kit.fields import PasswordField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.people_tiles import PeopleTiles
from vaxdesk.ui.kit.shake import shake
from vaxdesk.ui.screens.sign_in.model import SignInModel
from vaxdesk.ui.screens.sign_in.state import SignInState
from vaxdesk.words import say


class PasswordPage(QWidget):
    """Enter opens; a wrong password shakes once and says what may be the matter."""

    def __init__(self, model: SignInModel) -> None:
        super().__init__()
        self._model = model
        self._tries = 0
        self._tiles = PeopleTiles()
        self._tiles.chosen.connect(self._choose)
        self._password = PasswordField(say("entrance.sign_in.password"))
        self._password.edited.connect(model.look_at)
        self._password.submitted.connect(self._go)
        self._caps = CapsWatch(self._password.line)
        self._caps.changed.connect(lambda: self.show_state(model.state))
        go = Button(say("entrance.sign_in.go"), Kind.PRIMARY, icon="unlock", large=True)
        go.clicked.connect(self._go)
        forgot = Button(say("entrance.sign_in.forgot"), Kind.QUIET)
        forgot.clicked.connect(model.forgot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(Label(say("entrance.sign_in.title"), Role.TITLE))
        layout.addWidget(self._tiles)
        layout.addWidget(self._password)
        layout.addWidget(go)
        layout.addWidget(forgot, 0, Qt.AlignmentFlag.AlignHCenter)
        self.setFocusProxy(self._password)

    def show_state(self, state: SignInState) -> None:
        """Show people, choice, and what is said about the password."""
        self._tiles.show_people([(tile.login, tile.name) for tile in state.door.people], chosen=state.chosen)
        if state.tries > self._tries:
            self._tries = state.tries
            self._password.set_value("")
            self._password.setFocus()
            shake(self._password)
        advice = [say("entrance.sign_in.caps")] if self._caps.on else []
        advice += [say("entrance.sign_in.telex")] if state.marked else []
        if state.refused:
            self._password.complain(" ".join([say(state.refused), *advice]))
        else:
            self._password.complain("")
            self._password.advise(" ".join(advice))

    def _choose(self, login: str) -> None:
        self._password.set_value("")
        self._model.choose(login)
        self._password.setFocus()

    def _go(self) -> None:
        self._model.sign_in(self._password.value())
