"""The registration of a walk-in: the form, and beside it the people who may be the same."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.domain.identity import Presence
from vaxdesk.domain.registration import FieldFlaw
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.form_page import lay_out_form
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.person_form import SHORT, PersonForm
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.registering import FormState
from vaxdesk.ui.screens.reception.people_list import presence_face, second_line
from vaxdesk.words import say

_MOST = 3  # alike people shown at once


class FormPanel(QWidget):
    """Shows a `FormState`."""

    edited = Signal(object)
    save_wanted = Signal()
    left = Signal()
    same = Signal(str)
    apart = Signal(str)

    def __init__(self, product: Callable[[str], str]) -> None:
        super().__init__()
        self._product = product
        self._flaws: tuple[FieldFlaw, ...] = ()
        self.form = PersonForm(SHORT)
        self.form.edited.connect(self.edited)
        self.form.submitted.connect(self._ask_save)
        self._alike = AlikeCard()
        self._alike.same.connect(self.same)
        self._alike.apart.connect(self.apart)
        self._hint = Label(say("reception.form.hint"), Role.SMALL)
        self._refusal = Label("", Role.COMPLAINT)
        self._save = Button(say("reception.form.save"), Kind.PRIMARY, icon="check", keys="Ctrl+Return", large=True)
        self._leave = Button(say("reception.form.leave"))
        self._save.clicked.connect(self._ask_save)
        self._leave.clicked.connect(self.left)
        self._lay_out()

    def begin(self, state: FormState) -> None:
        """Show a new registration, nothing complained about yet."""
        self.form.begin(state.draft)
        self.show_state(state)

    def show_state(self, state: FormState) -> None:
        """Show draft, flaws and doubts."""
        self.form.show_person(state.draft)
        self._flaws = state.flaws
        self.form.show_flaws(state.flaws, asked=state.asked)
        self._alike.show_people(state.doubted, asked=state.asked)
        self._refusal.setText(refusal_text(state.refused, product=self._product) if state.refused else "")
        self._save.setEnabled(not state.busy)

    def _ask_save(self) -> None:
        self.save_wanted.emit()
        self.form.focus_first_wrong(self._flaws)

    def _lay_out(self) -> None:
        side = QVBoxLayout()
        side.setSpacing(12)
        side.addWidget(self._alike)
        side.addWidget(self._hint)
        side.addStretch(1)
        lay_out_form(self, self.form, beside=side, wrong=self._refusal, buttons=(self._leave, self._save))


class AlikeCard(Card):
    """People who may be the one being registered, each to be called the same or another."""

    same = Signal(str)
    apart = Signal(str)

    def __init__(self) -> None:
        super().__init__(say("reception.alike.title"), ground="wait", margin=16)
        self._text = Label("", Role.SMALL)
        self.add(self._text)
        self._rows = [_Alike() for _ in range(_MOST)]
        for row in self._rows:
            self.add(row)
            row.same.connect(self.same)
            row.apart.connect(self.apart)

    def show_people(self, people: tuple[Presence, ...], *, asked: bool) -> None:
        """Show those about whom nobody has said yet; `asked`: a save waits for the answer."""
        self.setVisible(bool(people))
        self._text.setText(say("reception.alike.asked" if asked else "reception.alike.text"))
        for at, row in enumerate(self._rows):
            row.show_one(people[at] if at < len(people) else None)


class _Alike(QWidget):
    same = Signal(str)
    apart = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._person = ""
        self._name, self._line = Label("", Role.STRONG), Label("", Role.SMALL)
        yes = Button(say("reception.alike.same"), Kind.PLAIN, icon="check")
        no = Button(say("reception.alike.apart"), Kind.QUIET)
        yes.clicked.connect(lambda: self.same.emit(self._person))
        no.clicked.connect(lambda: self.apart.emit(self._person))
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        buttons.addWidget(yes)
        buttons.addWidget(no)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._name)
        layout.addWidget(self._line)
        layout.addLayout(buttons)

    def show_one(self, one: Presence | None) -> None:
        self.setVisible(one is not None)
        if one:
            self._person = one.person.id
            self._name.setText(one.person.name)
            self._line.setText(f"{second_line(one)}  ·  {presence_face(one).text}")
