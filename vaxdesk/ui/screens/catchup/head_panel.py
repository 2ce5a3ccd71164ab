"""The announcement of a stack: what all its sheets share, said once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from vaxdesk.domain.payloads_catchup import Batch
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.choice import ChoiceField, Option
from vaxdesk.ui.kit.date_field import DateField
from vaxdesk.ui.kit.fields import Field, TextField
from vaxdesk.ui.kit.form_page import lay_out_form
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screens.catchup.state import CatchupState
from vaxdesk.words import say

_HERE, _ELSEWHERE = "here", "elsewhere"
Named = Sequence[tuple[str, str]]


class HeadPanel(QWidget):
    """Shows and edits a Batch; Enter goes on to the next field, in the last one it announces."""

    edited = Signal(object)
    announce_wanted = Signal()
    left = Signal()

    def __init__(self, product: Callable[[str], str], products: Named, forms: Named) -> None:
        super().__init__()
        self._product = product
        where = (Option(_HERE, say("catchup.head.here")), Option(_ELSEWHERE, say("catchup.head.elsewhere")))
        self._day = DateField(say("catchup.head.day"))
        self._sheets = TextField(say("catchup.head.sheets"), limit=4)
        self._where = ChoiceField(say("catchup.head.where"), where)
        self._place = TextField(say("catchup.head.place"))
        self._vaccine = ChoiceField(say("catchup.head.product"), [Option(*one) for one in products], columns=4)
        self._lot = TextField(say("catchup.head.lot"), limit=40)
        self._expiry = DateField(say("catchup.head.expiry"))
        self._given_by = TextField(say("catchup.head.given_by"))
        self._form = ChoiceField(say("catchup.head.form"), [Option(*one) for one in forms])
        self._refusal = Label("", Role.COMPLAINT)
        self._save = Button(say("catchup.head.save"), Kind.PRIMARY, icon="check", keys="Ctrl+Return", large=True)
        self._leave = Button(say("catchup.leave"), keys="Esc")
        self._lay_out()
        self._wire()
        self.setFocusProxy(self._day)

    def show_state(self, state: CatchupState) -> None:
        """Show the draft, and why it was not saved."""
        draft = state.draft
        for field, value in (
            (self._day, draft.day), (self._vaccine, draft.product), (self._lot, draft.lot_no),
            (self._expiry, draft.expiry), (self._given_by, draft.given_by), (self._place, draft.place),
            (self._form, draft.form), (self._sheets, str(draft.sheets or "")),
            (self._where, _HERE if draft.here else _ELSEWHERE),
        ):  # fmt: skip
            field.set_value(value)
        self._place.setEnabled(not draft.here)
        self._refusal.setText(refusal_text(state.refused, product=self._product) if state.refused else "")
        self._save.setEnabled(not state.busy)

    def _draft(self) -> Batch:
        sheets = self._sheets.value()
        return Batch(
            day=self._day.value(),
            product=self._vaccine.value(),
            here=self._where.value() != _ELSEWHERE,
            place=self._place.value(),
            lot_no=self._lot.value(),
            expiry=self._expiry.value(),
            given_by=self._given_by.value(),
            form=self._form.value(),
            sheets=int(sheets) if sheets.isascii() and sheets.isdigit() else 0,
        )

    @property
    def _fields(self) -> tuple[Field, ...]:
        return (
            self._day, self._sheets, self._given_by, self._where, self._place, self._vaccine, self._lot, self._expiry,
            self._form,
        )  # fmt: skip

    def _next(self, field: Field) -> None:
        open_ = [one for one in self._fields if one.isEnabled()]
        at = open_.index(field) + 1
        if at < len(open_):
            open_[at].setFocus()
        else:
            self.announce_wanted.emit()

    def _wire(self) -> None:
        for field in self._fields:
            field.edited.connect(lambda _: self.edited.emit(self._draft()))
            field.submitted.connect(lambda one=field: self._next(one))
        self._save.clicked.connect(self._ask)
        self._leave.clicked.connect(self.left)

    def _ask(self) -> None:
        self.edited.emit(self._draft())
        self.announce_wanted.emit()

    def _lay_out(self) -> None:
        form = QWidget()
        grid = QGridLayout(form)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for field, line, at, span in (
            (self._day, 0, 0, 2), (self._sheets, 0, 2, 1), (self._given_by, 0, 3, 3), (self._where, 1, 0, 3),
            (self._place, 1, 3, 3), (self._vaccine, 2, 0, 6), (self._lot, 3, 0, 3), (self._expiry, 3, 3, 3),
            (self._form, 4, 0, 6),
        ):  # fmt: skip
            grid.addWidget(field, line, at, 1, span)
        for column in range(6):
            grid.setColumnStretch(column, 1)
        grid.setRowStretch(5, 1)
        side = QVBoxLayout()
        side.addWidget(Label(say("catchup.head.hint"), Role.SMALL))
        side.addStretch(1)
        lay_out_form(self, form, beside=side, wrong=self._refusal, buttons=(self._leave, self._save))
