"""One person at the injection table: name and dose large, notices, vaccine and handling, and the one main button."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.ui import written
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card, bare
from vaxdesk.ui.kit.chips import ChipFace
from vaxdesk.ui.kit.labels import Elided, Label, Picture, Role
from vaxdesk.ui.kit.page import scrolling
from vaxdesk.ui.kit.person_card import birth_line, show_chips
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.saying import dose_line
from vaxdesk.ui.screens.injection.answer_card import AnswerCard
from vaxdesk.ui.screens.injection.handling_card import HandlingCard
from vaxdesk.ui.screens.injection.notes_card import NotesCard
from vaxdesk.ui.screens.injection.state import InjectionState
from vaxdesk.ui.screens.injection.vaccine_card import VaccineCard
from vaxdesk.words import say

_FRESH = 24 * 3600  # seconds since the district was heard from; older knowledge is marked
_CONCLUSIONS = {"eligible": (Tone.OK, "check-circle"), "caution": (Tone.WAIT, "warn")}


class PersonHead(Card):
    """The name so large that it can be read out across the table."""

    def __init__(self) -> None:
        super().__init__(margin=12)
        self.body.setSpacing(0)
        self.chips = QHBoxLayout()
        self.chips.setSpacing(6)
        self._name, self._line = Elided("", Role.DISPLAY), Elided("", Role.STRONG)
        self._doses = Elided("", Role.SOFT)
        line = QHBoxLayout()
        line.addWidget(self._name, 1)
        line.addLayout(self.chips)
        self.body.addLayout(line)
        for label in (self._line, self._doses):
            self.add(label)

    def show_state(self, state: InjectionState, *, product: Callable[[str], str]) -> None:
        """Who stands at the table, and what they had before."""
        sheet = state.sheet
        if sheet is None:
            return
        self._name.setText(sheet.person.name)
        parts = (birth_line(sheet.person, today=state.today), sheet.person.doc)
        self._line.setText("  ·  ".join(part for part in parts if part))
        doses = " · ".join(dose_line(one, product=product) for one in sheet.doses)
        self._doses.setText(say("injection.doses", doses=doses) if doses else say("injection.no_doses"))
        faces = [ChipFace(say("injection.number", no=sheet.visit.no), Tone.ACCENT, "user")] if sheet.visit.no else []
        if sheet.visit.conclusion in _CONCLUSIONS:
            tone, icon = _CONCLUSIONS[sheet.visit.conclusion]
            faces.insert(0, ChipFace(say(f"clinical.conclusion_short.{sheet.visit.conclusion}"), tone, icon))
        show_chips(self.chips, faces)


class TableView(QWidget):
    """Everything about the person shown."""

    elsewhere = Signal(str)  # key of the screen where a refusal is mended

    def __init__(self) -> None:
        super().__init__()
        self.head, self.answer, self.notes = PersonHead(), AnswerCard(), NotesCard()
        self.vaccine, self.handling = VaccineCard(), HandlingCard()
        self.main = Button("", Kind.PRIMARY, icon="injection", keys="Ctrl+Return")
        self.decline = Button(say("injection.decline.button"), Kind.QUIET, icon="hand")
        self._heard, self._heard_mark = Label("", Role.SMALL), Picture("", Tone.WAIT, size=20)
        self.answer.elsewhere.connect(self.elsewhere)
        self._lay_out()

    def show_state(self, state: InjectionState, *, product: Callable[[str], str]) -> None:
        """Show a sheet; `product` names a product by its code."""
        if state.sheet is None:
            return
        self.head.show_state(state, product=product)
        self.answer.show_state(state, product=product)
        self.notes.show_state(state, product=product)
        self.vaccine.show_state(state, product=product)
        self.handling.show_state(state)
        self.main.set_words(say("injection.give" if state.met else "injection.call"))
        able = state.sheet.ready and state.against is None
        self.main.setEnabled(not state.busy and (able or not state.met))
        self.decline.setVisible(state.against is None)
        self._show_heard(state)

    def _lay_out(self) -> None:
        work = QWidget()
        inside = bare(QVBoxLayout(work))
        inside.setSpacing(10)
        inside.addWidget(self.notes)
        both = QHBoxLayout()
        both.setSpacing(10)
        both.addWidget(self.vaccine, 5, Qt.AlignmentFlag.AlignTop)
        both.addWidget(self.handling, 4, Qt.AlignmentFlag.AlignTop)
        inside.addLayout(both)
        inside.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._heard_mark)
        foot.addWidget(self._heard, 1)
        foot.addWidget(self.decline)
        foot.addWidget(self.main)
        layout = bare(QVBoxLayout(self))
        layout.setSpacing(10)
        layout.addWidget(self.head)
        layout.addWidget(self.answer)
        layout.addWidget(scrolling(work), 1)
        layout.addLayout(foot)

    def _show_heard(self, state: InjectionState) -> None:
        """How old the knowledge of doses given elsewhere is: what nobody has heard cannot be ruled out here."""
        heard = state.sheet.last_contact if state.sheet else 0
        old = not heard or state.now - heard > _FRESH
        self._heard.set_role(Role.ADVICE if old else Role.SMALL)
        self._heard_mark.show_icon("warn" if old else "", Tone.WAIT)
        self._heard_mark.setVisible(old)
        if heard:
            self._heard.setText(say("injection.heard", ago=written.ago(heard, now=state.now)))
        else:
            self._heard.setText(say("injection.heard_never"))
