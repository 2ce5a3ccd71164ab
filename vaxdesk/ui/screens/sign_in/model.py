"""Opens the store with a password, or with the recovery words and a new password."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from PySide6.QtCore import Signal

from vaxdesk.domain import passwords
from vaxdesk.trouble import TroubleCode
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.lanes import Lane
from vaxdesk.ui.screens.sign_in.state import Door, RecoverRequest, SignInState, Step
from vaxdesk.ui.state_model import StateModel

_WORD_LETTERS = 24


class SignInModel(StateModel[SignInState]):
    """Both callables run on the db lane, open the store and return what the composition root needs to go on.

    Args:
        lane: the db lane.
        door: who may sign in.
        unlock: `unlock(login, password)`; Trouble WRONG_PASSWORD is said on the page, others go to `failed`.
        recover: `recover(RecoverRequest)`; the same.
        last: login of who was here last, chosen at first.
    """

    opened = Signal(object)
    failed = Signal(object)  # Err: the store itself cannot be opened

    def __init__(
        self,
        lane: Lane,
        door: Door,
        *,
        unlock: Callable[[str, str], object],
        recover: Callable[[RecoverRequest], object],
        last: str = "",
    ) -> None:
        logins = [tile.login for tile in door.people]
        super().__init__(SignInState(door=door, chosen=last if last in logins else logins[0] if logins else ""))
        self._lane, self._unlock, self._recover = lane, unlock, recover

    def choose(self, login: str) -> None:
        """Another person."""
        self.become(chosen=login, refused="", marked=False)

    def look_at(self, password: str) -> None:
        """The password is being typed: look for traces of an input method."""
        self.become(marked=password != _without_marks(password), refused="")

    def sign_in(self, password: str) -> None:
        """Try to open."""
        if self.state.busy or not password or not self.state.chosen:
            return
        login = self.state.chosen
        self.become(busy=True, refused="")
        self._lane.run(lambda: self._unlock(login, password), self._open, self._fail)

    def forgot(self) -> None:
        """To the recovery words."""
        self.become(step=Step.RECOVER, refused="", marked=False)

    def back(self) -> None:
        """Back to the password."""
        self.become(step=Step.PASSWORD, refused="", fault=None, different=False, short=0)

    def recover(self, words: str, password: str, again: str) -> None:
        """Open with the recovery words and set a new password, if all three are complete."""
        letters = sum(letter.isalnum() for letter in words)
        fault, different = passwords.fault(password), password != again
        short = letters if letters < _WORD_LETTERS else 0
        self.become(fault=fault, different=different, short=short, refused="" if letters else "entrance.fault.empty")
        if fault or different or letters < _WORD_LETTERS or self.state.busy:
            return
        request = RecoverRequest(login=self.state.chosen, words=words, password=password)
        self.become(busy=True)
        self._lane.run(lambda: self._recover(request), self._open, self._fail)

    def _open(self, opened: object) -> None:
        self.become(busy=False, refused="")
        self.opened.emit(opened)

    def _fail(self, err: Err) -> None:
        wrong = err.trouble is not None and err.trouble.code is TroubleCode.WRONG_PASSWORD
        page = "sign_in" if self.state.step is Step.PASSWORD else "recover"
        refused = f"entrance.{page}.wrong" if wrong else err.key
        self.become(busy=False, refused=refused, tries=self.state.tries + 1)
        if not wrong:
            self.failed.emit(err)


def _without_marks(text: str) -> str:
    plain = unicodedata.normalize("NFD", text).replace("đ", "d").replace("Đ", "D")
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
