"""Vaccine on the table: open vials with their clocks, lots to open; one of them is what the dose comes from."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vaxdesk.domain.refusals import Allowed, Refused
from vaxdesk.domain.step_views import Stock
from vaxdesk.domain.vials import SOON
from vaxdesk.domain.views import LotView, VialView
from vaxdesk.ui import written
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card, bare, row
from vaxdesk.ui.kit.chips import Chip, ChipFace
from vaxdesk.ui.kit.labels import Elided, Label, Picture, Role
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screens.injection.state import InjectionState
from vaxdesk.words import say

Names = Callable[[str], str]


class SourceRow(Card):
    """A vial or a lot; pressing it, or Space on it, draws from it."""

    chosen = Signal()

    def __init__(self, ref: str) -> None:
        super().__init__(margin=8)
        self.ref = ref
        self._title, self._line = Elided("", Role.STRONG), Elided("", Role.SMALL)
        self._mark, self.chip = Picture("", Tone.ACCENT, size=22), Chip()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._title)
        texts.addWidget(self._line)
        line = self.add_row(self._mark, stretch_last=True)
        line.addLayout(texts, 1)
        line.addWidget(self.chip)

    def show_source(self, title: str, line: str, face: ChipFace, *, on: bool) -> None:
        """Show what it is, how long it may be used, and whether the dose comes from it."""
        self._title.setText(title)
        self._line.setText(line)
        self._mark.show_icon("check-circle" if on else "vial", Tone.ACCENT if on else Tone.NEUTRAL)
        self.chip.show_face(face)
        self.set_ground("accent" if on else "plain")
        self.setAccessibleName(f"{title}, {line}, {face.text}")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        del event
        self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.chosen.emit()
        else:
            super().keyPressEvent(event)


class VaccineCard(Card):
    """The list, what is wrong with the chosen one, and the buttons for lots and vials."""

    vial_chosen = Signal(str)
    lot_chosen = Signal(str)
    lot_wanted = Signal()
    opened = Signal(str)  # reference of a lot
    close_wanted = Signal(str)  # reference of a vial

    def __init__(self) -> None:
        super().__init__(margin=12)
        self.body.setSpacing(6)
        self._rows: dict[str, SourceRow] = {}
        self._list = QWidget()
        self._column = bare(QVBoxLayout(self._list))
        self._column.setSpacing(6)
        self._wrong, self._empty = Label("", Role.COMPLAINT), Label(say("injection.no_lots"), Role.SOFT)
        self.add_lot = Button(say("injection.lot.button"), Kind.QUIET, icon="plus")
        self.open_vial = Button(say("injection.open_vial"), Kind.QUIET, icon="unlock")
        self.close_vial = Button(say("injection.close.button"), Kind.QUIET, icon="lock")
        self._vial = self._lot = ""
        self.add_lot.clicked.connect(self.lot_wanted)
        self.open_vial.clicked.connect(lambda: self.opened.emit(self._lot))
        self.close_vial.clicked.connect(lambda: self.close_wanted.emit(self._vial))
        head = row(Label(say("injection.vaccine"), Role.SECTION, wrap=False), spacing=2)
        head.addStretch(1)
        for button in (self.open_vial, self.close_vial, self.add_lot):
            head.addWidget(button)
        self.body.addLayout(head)
        for widget in (self._empty, self._list, self._wrong):
            self.add(widget)

    def show_state(self, state: InjectionState, *, product: Names) -> None:
        """Vials and lots, and which of them the dose comes from."""
        sheet = state.sheet
        if sheet is None:
            return
        self._vial, self._lot = sheet.vial.id if sheet.vial else "", sheet.lot.id if sheet.lot else ""
        chosen = self._vial or self._lot
        lots = [one for one in sheet.stock.lots if one.id in sheet.stock.usable or one.id == chosen]
        opened = sorted(sheet.stock.vials, key=lambda one: one.id not in sheet.stock.usable)
        self._keep([*((one.id, self.vial_chosen) for one in opened), *((one.id, self.lot_chosen) for one in lots)])
        for vial in opened:
            face = vial_face(vial, sheet.stock, now=state.now)
            self._rows[vial.id].show_source(_title(vial, product), _vial_line(vial), face, on=vial.id == chosen)
        for lot in lots:
            title = say("injection.new_vial", product=product(lot.product))
            face = _lot_face(lot, sheet.stock)
            self._rows[lot.id].show_source(title, _lot_line(lot), face, on=lot.id == chosen)
        self._empty.setVisible(not self._rows)
        wrong = state.stock_refused or (sheet.draw if self._rows and isinstance(sheet.draw, Refused) else None)
        self._wrong.setText(refusal_text(wrong, product=product) if wrong else "")
        self._wrong.setVisible(wrong is not None)
        self.open_vial.setVisible(bool(self._lot) and not self._vial and isinstance(sheet.draw, Allowed))
        self.close_vial.setVisible(bool(self._vial))

    def rows(self) -> tuple[SourceRow, ...]:
        """The rows shown, vials first."""
        return tuple(self._rows.values())

    def _keep(self, wanted: list[tuple[str, object]]) -> None:
        """Make the list hold exactly these rows."""
        if [ref for ref, _ in wanted] == list(self._rows):
            return
        for old in self._rows.values():
            self._column.removeWidget(old)
            old.deleteLater()
        self._rows = {}
        for ref, signal in wanted:
            line = SourceRow(ref)
            line.chosen.connect(lambda ref=ref, signal=signal: signal.emit(ref))
            self._rows[ref] = line
            self._column.addWidget(line)


def vial_face(vial: VialView, stock: Stock, *, now: int) -> ChipFace:
    """How long an open vial may still be used."""
    left = stock.closes.get(vial.id, 0) - now
    if left <= 0:
        return ChipFace(say("injection.vial.over"), Tone.HARM, "alarm")
    hours, minutes = divmod(-(-left // 60), 60)
    text = say("injection.vial.hours", h=hours, m=minutes) if hours else say("injection.vial.minutes", m=minutes)
    return ChipFace(text, Tone.WAIT if left <= SOON else Tone.OK, "clock")


def _title(vial: VialView, product: Names) -> str:
    return say("injection.vial.title", product=product(vial.lot.product), no=vial.no)


def _vial_line(vial: VialView) -> str:
    left = max(0, vial.doses - vial.given)
    return say("injection.vial.line", lot=vial.lot.number, left=left, doses=vial.doses)


def _lot_line(lot: LotView) -> str:
    thawed = lot.usable_until == lot.fridge_until
    key = "line_thaw" if thawed else "line_unknown" if lot.thaw_unknown else "line"
    return say(f"injection.lot.{key}", lot=lot.number, expiry=written.day(lot.usable_until or lot.expiry))


def _lot_face(lot: LotView, stock: Stock) -> ChipFace:
    if lot.id in stock.usable:
        return ChipFace(say("injection.lot.closed"), Tone.NEUTRAL, "box")
    if lot.frozen:
        return ChipFace(say("stock.face.frozen"), Tone.WAIT, "thermometer")
    return ChipFace(say("injection.lot.expired"), Tone.HARM, "calendar")
