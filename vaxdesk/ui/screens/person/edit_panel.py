"""The correction of a record: the form, the reason, and a word on what becomes of the old data."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from vaxdesk.domain.registration import CorrectionReason
from vaxdesk.ui import reasons
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import column
from vaxdesk.ui.kit.choice import ChoiceField
from vaxdesk.ui.kit.fields import AreaField
from vaxdesk.ui.kit.form_page import lay_out_form
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.person_form import WHOLE, PersonForm
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screens.person.state import PersonState
from vaxdesk.words import say


class EditPanel(QWidget):
    """Shows a state that is `editing`."""

    edited = Signal(object)
    reason_chosen = Signal(str)
    save_wanted = Signal(str)  # the note
    left = Signal()

    def __init__(self, product: Callable[[str], str]) -> None:
        super().__init__()
        self._product = product
        self.form = PersonForm(WHOLE)
        self.form.edited.connect(self.edited)
        self._reason = ChoiceField(say("person.editing.why"), reasons.options(CorrectionReason), columns=1)
        self._reason.edited.connect(self.reason_chosen)
        self._note = AreaField(say("kit.confirm.note"), lines=2)
        self._refusal = Label("", Role.COMPLAINT)
        self._save = Button(say("person.editing.save"), Kind.PRIMARY, icon="check", keys="Ctrl+Return", large=True)
        self._leave = Button(say("person.editing.leave"))
        self._save.clicked.connect(lambda: self.save_wanted.emit(self._note.value()))
        self._leave.clicked.connect(self.left)
        self._lay_out()

    def begin(self, state: PersonState) -> None:
        """Show a new correction, nothing complained about yet."""
        self.form.begin(state.draft)
        self._note.set_value("")
        self.show_state(state)
        self.form.setFocus()

    def show_state(self, state: PersonState) -> None:
        """Show draft, flaws and reason."""
        self.form.show_person(state.draft)
        self.form.show_flaws(state.flaws, asked=state.asked)
        self._reason.set_value(state.reason)
        self._reason.complain(say("refusal.reason.reason_needed") if state.asked and not state.reason else "")
        self._refusal.setText(refusal_text(state.refused, product=self._product) if state.refused else "")
        self._save.setEnabled(not state.busy)

    def _lay_out(self) -> None:
        side = column(self._reason, self._note, Label(say("person.editing.text"), Role.SMALL), spacing=4)
        side.addStretch(1)
        lay_out_form(self, self.form, beside=side, wrong=self._refusal, buttons=(self._leave, self._save))
