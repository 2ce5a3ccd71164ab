"""A person on a sheet whom no list has: the short form, and beside it who may be the same."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vaxdesk.domain.identity import Presence
from vaxdesk.ui import written
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.form_page import lay_out_form
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.person_form import PersonForm, Rows
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.registering import FormState
from vaxdesk.words import say

_MOST = 3  # alike people shown at once
PAPER: Rows = (
    (("name", 4), ("dob", 2)),
    (("sex", 2), ("doc", 2), ("tel", 2)),
    (("adr", 4), ("commune", 2)),
)


class NewcomerPanel(QWidget):
    """Shows a FormState."""

    edited = Signal(object)
    save_wanted = Signal()
    same_wanted = Signal()
    left = Signal()

    def __init__(self, product: Callable[[str], str]) -> None:
        super().__init__()
        self._product = product
        self.form = PersonForm(PAPER)
        self._card = Card(say("catchup.alike.title"), ground="wait", margin=16)
        self._people = Label("", Role.BODY)
        self._text = Label("", Role.SMALL)
        self._same = Button(say("catchup.alike.same"), icon="check", keys="Ctrl+E")
        for widget in (self._people, self._text, self._same):
            self._card.add(widget)
        self._refusal = Label("", Role.COMPLAINT)
        self._save = Button(say("catchup.newcomer.save"), Kind.PRIMARY, icon="check", keys="Ctrl+Return", large=True)
        self._leave = Button(say("catchup.leave"), keys="Esc")
        self.form.edited.connect(self.edited)
        self.form.submitted.connect(self._ask)
        self._save.clicked.connect(self._ask)
        self._same.clicked.connect(self.same_wanted)
        self._leave.clicked.connect(self.left)
        side = QVBoxLayout()
        side.setSpacing(12)
        side.addWidget(self._card)
        side.addWidget(Label(say("catchup.newcomer.hint"), Role.SMALL))
        side.addStretch(1)
        lay_out_form(self, self.form, beside=side, wrong=self._refusal, buttons=(self._leave, self._save))
        self._flaws: tuple = ()

    def begin(self, state: FormState) -> None:
        """Show a new form, nothing complained about yet."""
        self.form.begin(state.draft)
        self.show_state(state)

    def show_state(self, state: FormState) -> None:
        """Show draft, flaws and doubts."""
        self.form.show_person(state.draft)
        self._flaws = state.flaws
        self.form.show_flaws(state.flaws, asked=state.asked)
        self._card.setVisible(bool(state.alike))
        self._people.setText("\n".join(map(_line, state.alike[:_MOST])))
        self._text.setText(say("catchup.alike.asked" if state.asked else "catchup.alike.text"))
        self._refusal.setText(refusal_text(state.refused, product=self._product) if state.refused else "")
        self._save.setEnabled(not state.busy)

    def _ask(self) -> None:
        self.save_wanted.emit()
        self.form.focus_first_wrong(self._flaws)


def _line(one: Presence) -> str:
    person = one.person
    return "  ·  ".join(part for part in (person.name, written.day(person.dob), person.doc, person.adr) if part)
