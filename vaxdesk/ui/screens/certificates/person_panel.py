"""One person's certificate: who, where it stands, the doses in their places, the next appointment."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.domain import times
from vaxdesk.domain.papers import CertificateSheet, SheetDose
from vaxdesk.ui import written
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.columns import Column
from vaxdesk.ui.kit.labels import Label, Picture, Role
from vaxdesk.ui.kit.person_card import PersonStrip
from vaxdesk.ui.kit.rows_model import RowsModel
from vaxdesk.ui.kit.table import Table
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screens.certificates.ports import CertificatesPorts
from vaxdesk.ui.screens.certificates.state import CertificatesState
from vaxdesk.words import say


def _columns(product: Callable[[str], str]) -> tuple[Column, ...]:
    return (
        Column("certificates.column.slot", lambda one: say(f"paper.certificate.slot.{one.slot}"), 136, strong=True),
        Column("certificates.column.date", lambda one: written.day(one.dose.date), width=124),
        Column("certificates.column.vaccine", lambda one: product(one.product) if one.product else one.vaccine),
        Column("certificates.column.lot", lambda one: one.dose.lot, width=116),
    )


class PersonPanel(QWidget):
    """`slot_picked(slot)` when a dose is chosen by hand, `entered` on Enter in the table."""

    slot_picked = Signal(int)
    entered = Signal()

    def __init__(self, ports: CertificatesPorts) -> None:
        super().__init__()
        self._ports = ports
        self._strip = PersonStrip()
        self._state = Card(margin=14)
        self._picture, self._text = Picture("check-circle", Tone.OK), Label("", Role.STRONG)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self._picture)
        line.addWidget(self._text, 1)
        self._state.body.addLayout(line)
        self._code = Label("", Role.SMALL)
        self._state.add(self._code)
        columns = _columns(ports.product)
        self._rows = RowsModel(columns, key=lambda one: one.slot)
        self.doses = Table(self._rows, columns)
        self._left_out = Label("", Role.ADVICE)
        self._next = Label("", Role.BODY)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for widget in (self._strip, self._state):
            layout.addWidget(widget)
        layout.addWidget(self.doses, 1)
        layout.addWidget(self._left_out)
        layout.addWidget(self._next)
        self.doses.picked.connect(lambda one: self.slot_picked.emit(one.slot) if one else None)
        self.doses.opened.connect(lambda _: self.entered.emit())

    def show_state(self, state: CertificatesState) -> None:
        """Show the person of a state."""
        sheet = state.sheet
        if sheet is None:
            return
        self._strip.show_person(sheet.person, today=state.today)
        self._show_standing(state, sheet)
        self._code.setText(code_told(sheet))
        self._code.setVisible(sheet.printable)
        with QSignalBlocker(self.doses):
            self._rows.set_rows(sheet.doses)
            self._mark(sheet.doses, state.slot)
        self._left_out.setText(say("certificates.left_out", n=len(sheet.left_out)) if sheet.left_out else "")
        self._left_out.setVisible(bool(sheet.left_out))
        self._next.setText(self._appointment(sheet))

    def _show_standing(self, state: CertificatesState, sheet: CertificateSheet) -> None:
        if state.refused is not None:
            ground, face, text = "wait", ("warn", Tone.WAIT), refusal_text(state.refused, product=self._ports.product)
        elif not sheet.doses:
            ground, face, text = "wait", ("warn", Tone.WAIT), say("certificates.no_doses")
        elif state.due:
            ground, face, text = "accent", ("certificate", Tone.ACCENT), say("certificates.due")
        else:
            ground, face, text = "ok", ("check-circle", Tone.OK), issued_told(sheet, now=state.now)
        self._state.set_ground(ground)
        self._picture.show_icon(*face)
        self._text.setText(text)

    def _mark(self, doses: tuple[SheetDose, ...], slot: int) -> None:
        at = next((at for at, one in enumerate(doses) if one.slot == slot), -1)
        model = self.doses.selectionModel()
        if at >= 0 and self.doses.currentIndex().row() != at:
            whole = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            model.setCurrentIndex(self._rows.index(at, 0), whole)

    def _appointment(self, sheet: CertificateSheet) -> str:
        if sheet.upcoming is None:
            return say("certificates.no_next") if sheet.doses else ""
        dose = say(f"clinical.dose_name.{sheet.upcoming.kind.value}", kind_no=sheet.upcoming.kind_no)
        return say("certificates.next", dose=dose, day=written.long_day(sheet.upcoming.day))


def issued_told(sheet: CertificateSheet, *, now: int) -> str:
    """When the paper was issued here, or that the centre alone confirms what was given elsewhere."""
    if sheet.signed is not None and not sheet.code:
        return say("certificates.signed", at=written.moment(sheet.signed.signed_at, now=now))
    return say("certificates.issued", at=written.moment(sheet.issued_at, now=now))


def code_told(sheet: CertificateSheet) -> str:
    """Which code the paper gets: the centre's, or that of the site until it has come."""
    if sheet.signed is None:
        return say("certificates.code.site")
    until = written.day(times.day_of(sheet.signed.until))
    return say("certificates.code.centre", n=sheet.signed.number, of=sheet.signed.series, until=until)
