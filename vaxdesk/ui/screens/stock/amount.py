"""An amount of vaccine: whole vials and single doses, with what that makes and what is there beside it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vaxdesk.ui.kit.cards import bare, row
from vaxdesk.ui.kit.fields import TextField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.words import say


class Amount(QWidget):
    """`doses()` is None while something is no whole number. `have` below 0: nothing is said of what is there."""

    edited = Signal()
    submitted = Signal()

    def __init__(self, per_vial: int, *, have: int = -1) -> None:
        super().__init__()
        self._per, self._have = max(1, per_vial), have
        self.vials = TextField(say("stock.amount.vials", per=self._per), limit=5)
        self.loose = TextField(say("stock.amount.loose"), limit=5)
        self._sum = Label("", Role.STRONG)
        for field in (self.vials, self.loose):
            field.edited.connect(self._look)
            field.submitted.connect(self.submitted)
        layout = bare(QVBoxLayout(self))
        layout.setSpacing(6)
        layout.addLayout(row(self.vials, self.loose, spacing=14))
        layout.addWidget(self._sum)
        self.setFocusProxy(self.vials)
        self._look()

    def doses(self) -> int | None:
        """What both fields make; None for what is no amount."""
        vials, loose = whole(self.vials.value()), whole(self.loose.value())
        return None if vials is None or loose is None else vials * self._per + loose

    def set_doses(self, doses: int) -> None:
        """Propose an amount."""
        vials, loose = divmod(doses, self._per)
        self.vials.set_value(str(vials))
        self.loose.set_value(str(loose) if loose else "")
        self._look()

    def set_have(self, have: int) -> None:
        """What is there now."""
        self._have = have
        self._look()

    def _look(self) -> None:
        doses = self.doses()
        if doses is None:
            text = say("stock.amount.wrong")
        elif self._have < 0:
            text = say("stock.amount.sum", doses=doses)
        else:
            text = say("stock.amount.of", doses=doses, have=self._have)
        self._sum.setText(text)
        self.edited.emit()


def whole(text: str) -> int | None:
    """A whole number from 0 on, 0 for nothing; None for what is none."""
    if not text:
        return 0
    return int(text) if text.isascii() and text.isdigit() else None
