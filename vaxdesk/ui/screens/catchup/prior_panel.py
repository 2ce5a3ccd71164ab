"""Doses of elsewhere for a person: typed from a paper or scanned from a certificate, then taken in together."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from vaxdesk.domain.catchup.prior import PriorDose
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.choice import ChoiceField, Option
from vaxdesk.ui.kit.date_field import DateField
from vaxdesk.ui.kit.fields import Field, TextField
from vaxdesk.ui.kit.form_page import lay_out_form
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.person_card import birth_line
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.saying import dose_line
from vaxdesk.ui.screens.catchup.sheet_card import fresh_text, told_text
from vaxdesk.ui.screens.catchup.state import PriorState
from vaxdesk.words import say


class PriorPanel(QWidget):
    """Shows a PriorState; Enter in the last field adds the dose."""

    edited = Signal(object)
    add_wanted = Signal()
    take_wanted = Signal()
    left = Signal()

    def __init__(self, product: Callable[[str], str], products: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._product = product
        self._name, self._birth = Label("", Role.TITLE), Label("", Role.STRONG)
        self._on_record = Label("", Role.BODY)
        self._date = DateField(say("catchup.prior.date"))
        self._vaccine = ChoiceField(say("catchup.prior.product"), [Option(*one) for one in products], columns=4)
        self._lot = TextField(say("catchup.prior.lot"), limit=40)
        self._place = TextField(say("catchup.prior.place"))
        self._number = TextField(say("catchup.prior.number"), limit=2)
        self._refusal = Label("", Role.COMPLAINT)
        self._waiting = Card(say("catchup.prior.waiting"), ground="accent", margin=16)
        self._known = Card(say("catchup.prior.known"), ground="sunk", margin=16)
        self._waiting_text, self._known_text = Label("", Role.BODY), Label("", Role.BODY)
        self._waiting.add(self._waiting_text)
        self._known.add(self._known_text)
        self._add = Button(say("catchup.prior.add"), icon="plus", keys="Ctrl+T")
        self._take = Button(say("catchup.prior.take"), Kind.PRIMARY, icon="check", keys="Ctrl+Return", large=True)
        self._leave = Button(say("catchup.leave"), keys="Esc")
        self._lay_out()
        self._wire()
        self.setFocusProxy(self._date)

    def show_state(self, state: PriorState) -> None:
        """Show the person, the dose being typed, and those that wait."""
        offered = state.offered
        if offered:
            self._name.setText(offered.person.name)
            self._birth.setText(birth_line(offered.person, today=state.today))
            lines = [dose_line(one, product=self._product) for one in offered.doses]
            self._on_record.setText("\n".join(lines) or say("catchup.no_doses"))
        draft = state.draft
        for field, value in (
            (self._date, draft.date), (self._vaccine, draft.product), (self._lot, draft.lot),
            (self._place, draft.place), (self._number, str(draft.n or "")),
        ):  # fmt: skip
            field.set_value(value)
        fresh, known = (offered.fresh, offered.known) if offered else ((), ())
        self._waiting.setVisible(bool(fresh))
        self._known.setVisible(bool(known))
        self._waiting_text.setText(fresh_text(fresh, self._product) if fresh else "")
        self._known_text.setText(told_text(known, self._product))
        self._take.setEnabled(bool(fresh) and not state.busy)
        self._refusal.setText(refusal_text(state.refused, product=self._product) if state.refused else "")

    def _draft(self) -> PriorDose:
        number = self._number.value()
        return PriorDose(
            date=self._date.value(),
            product=self._vaccine.value(),
            lot=self._lot.value().upper(),
            place=self._place.value(),
            n=int(number) if number.isascii() and number.isdigit() else 0,
        )

    @property
    def _fields(self) -> tuple[Field, ...]:
        return (self._date, self._vaccine, self._lot, self._place, self._number)

    def _next(self, field: Field) -> None:
        at = self._fields.index(field) + 1
        if at < len(self._fields):
            self._fields[at].setFocus()
        else:
            self.add_wanted.emit()
            self._date.setFocus()

    def _wire(self) -> None:
        for field in self._fields:
            field.edited.connect(lambda _: self.edited.emit(self._draft()))
            field.submitted.connect(lambda one=field: self._next(one))
        self._add.clicked.connect(self.add_wanted)
        self._take.clicked.connect(self.take_wanted)
        self._leave.clicked.connect(self.left)

    def _lay_out(self) -> None:
        form = QWidget()
        grid = QGridLayout(form)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setSpacing(10)
        for widget, line, at, span in (
            (self._name, 0, 0, 4), (self._birth, 1, 0, 4), (self._on_record, 2, 0, 4), (self._date, 3, 0, 2),
            (self._number, 3, 2, 2), (self._vaccine, 4, 0, 4), (self._lot, 5, 0, 2), (self._place, 5, 2, 2),
        ):  # fmt: skip
            grid.addWidget(widget, line, at, 1, span)
        grid.setRowStretch(6, 1)
        side = QVBoxLayout()
        side.setSpacing(12)
        for widget in (self._waiting, self._known, Label(say("catchup.prior.hint"), Role.SMALL)):
            side.addWidget(widget)
        side.addStretch(1)
        buttons = (self._leave, self._add, self._take)
        lay_out_form(self, form, beside=side, wrong=self._refusal, buttons=buttons)
