"""How good a password is, in words and by a bar, while it is typed."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from vaxdesk.domain import passwords
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.words import say


class Strength(QWidget):
    """Says what is still missing, that it would do, or that it is good."""

    def __init__(self) -> None:
        super().__init__()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, passwords.ADVISED)
        self._words = Label("", Role.SMALL)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._bar)
        layout.addWidget(self._words)

    def show_password(self, password: str, *, refused: bool = False) -> None:
        """Judge a password as it stands; `refused` once it was sent and not taken."""
        fault = passwords.fault(password) if password else None
        length = len(password)
        if not password:
            role, key = Role.SMALL, "entrance.strength.rule"
        elif fault:
            role, key = Role.COMPLAINT if refused else Role.ADVICE, f"{fault.WORDS}.{fault.value}"
        elif length < passwords.ADVISED:
            role, key = Role.ADVICE, "entrance.strength.enough"
        else:
            role, key = Role.GOOD, "entrance.strength.good"
        self._bar.setValue(min(length, passwords.ADVISED))
        self._words.set_role(role)
        self._words.setText(say(key, least=passwords.SHORTEST, advised=passwords.ADVISED))
