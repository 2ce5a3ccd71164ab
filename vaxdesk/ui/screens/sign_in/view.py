"""The sign-in page: who you are, your password, and the way back in when it is forgotten."""

from __future__ import annotations

from vaxdesk.ui.frame.entrance import Entrance
from vaxdesk.ui.kit.busy import Busy
from vaxdesk.ui.kit.steps import Steps
from vaxdesk.ui.screens.sign_in.model import SignInModel
from vaxdesk.ui.screens.sign_in.password_page import PasswordPage
from vaxdesk.ui.screens.sign_in.recover_page import RecoverPage
from vaxdesk.ui.screens.sign_in.state import SignInState, Step
from vaxdesk.words import say


class SignInView(Entrance):
    """Shows a SignInState."""

    def __init__(self, model: SignInModel) -> None:
        super().__init__(station=model.state.door.name, width=560)
        self._model = model
        self._password = PasswordPage(model)
        self._recover: RecoverPage | None = None
        self._steps = Steps(self._password)
        self.card.add(self._steps)
        self._busy = Busy(self.card)
        self.setFocusProxy(self._password)
        model.changed.connect(self.show_state)
        self.show_state(model.state)

    def show_state(self, state: SignInState) -> None:
        """Everything shown follows from the state."""
        page = self._password if state.step is Step.PASSWORD else self._recover_page()
        page.show_state(state)
        self._steps.go_to(page)
        self._busy.show_busy(say("entrance.sign_in.opening") if state.busy else "")

    def _recover_page(self) -> RecoverPage:
        if self._recover is None:  # rarely needed, and every start would wait for it
            self._recover = RecoverPage(self._model)
            self._steps.addWidget(self._recover)
        return self._recover
