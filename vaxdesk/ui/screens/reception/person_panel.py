"""One person at reception: who it is, what the card says otherwise, what is known of doses, and the check-in."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.domain.comparing import FieldDifference
from vaxdesk.domain.identity import Found
from vaxdesk.domain.outcomes import Stage
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.registration import is_minor
from vaxdesk.domain.scans import ScanOutcome
from vaxdesk.domain.views import DoseView
from vaxdesk.ui import written
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.chips import ChipFace
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.page import scrolling
from vaxdesk.ui.kit.person_card import Difference, Differences, PersonCard
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screens.reception.people_list import presence_face
from vaxdesk.ui.screens.reception.state import People, ReceptionState
from vaxdesk.ui.verified_sign import verified_face
from vaxdesk.words import say

_LOOK_AGAIN = (ScanOutcome.READ_DOUBTFUL, ScanOutcome.MANGLED, ScanOutcome.READ_MASKED, ScanOutcome.UNVERIFIED)
_MAY_DECLINE = (Stage.RECEIVED, Stage.SCREENED)


class PersonPanel(QWidget):
    """Shows a state whose panel is PERSON; its signals are what the nurse wants."""

    check_in_wanted = Signal()
    taken_changed = Signal(str, bool)
    take_all_wanted = Signal()
    guardian_changed = Signal(bool)
    decline_wanted = Signal()
    person_wanted = Signal()

    def __init__(self, product: Callable[[str], str]) -> None:
        super().__init__()
        self._product = product
        self._taken: frozenset[str] = frozenset()
        self._ask = _Notice("wait")
        self._refusal = _Notice("wait")
        self._look = _Notice("wait")
        self._person = PersonCard()
        self._differences = Differences()
        self._all = Button(say("reception.take_all"), icon="id-card", keys="Ctrl+D")
        self._guardian = QCheckBox(say("reception.guardian_present"))
        self._doses = Card(say("reception.doses"), ground="sunk")
        self._lines = Label("", Role.BODY)
        self._contact = Label("", Role.ADVICE)
        self._doses.add(self._lines)
        self._doses.add(self._contact)
        self._main = Button(say("reception.check_in"), Kind.PRIMARY, icon="check", large=True)
        self._decline = Button(say("reception.decline"), Kind.PLAIN, icon="hand")
        self._page = Button(say("reception.open_person"), Kind.QUIET, icon="user")
        self._lay_out()
        self._wire()

    def show_state(self, state: ReceptionState) -> None:
        """Show the person found."""
        found = state.found
        if found is None:
            return
        self._taken = state.taken
        presence = found.presence
        faces = [verified_face(presence.verified), presence_face(presence)]
        if presence.no:
            faces.insert(0, ChipFace(say("reception.queue_no", no=presence.no), Tone.ACCENT))
        self._person.show_person(presence.person, today=state.today, faces=faces)
        self._show_notices(state, found)
        self._differences.show_differences(tuple(map(_shown, found.differences)), taken=state.taken)
        self._differences.setVisible(bool(found.differences))
        self._show_doses(found, now=state.now)
        self._show_foot(state, found)

    def focus_main(self) -> None:
        """Go to the button that Enter presses."""
        (self._main if self._main.isVisibleTo(self) else self._page).setFocus()

    def _show_notices(self, state: ReceptionState, found: Found) -> None:
        self._ask.show_text(say("reception.is_it") if state.people is People.CANDIDATES else "")
        refused = state.refused or (found.check_in if isinstance(found.check_in, Refused) else None)
        self._refusal.show_text(refusal_text(refused, product=self._product) if refused else "")
        texts = []
        if found.scan and found.scan.outcome in _LOOK_AGAIN:
            outcome = found.scan.outcome.value
            texts.append(f"{say(f'scan.outcome.{outcome}')} {say(f'scan.next.{outcome}')}")
            texts += [say(f"scan.document.{one.value}") for one in found.scan.findings]
        self._look.show_text("\n".join(texts))

    def _show_doses(self, found: Found, *, now: int) -> None:
        lines = [_dose(dose, self._product) for dose in found.doses]
        self._lines.setText("\n".join(lines) or say("reception.no_doses"))
        if found.last_contact:
            text = say("reception.heard", ago=written.ago(found.last_contact, now=now))
        else:
            text = say("reception.never_heard")
        self._contact.setText(text)

    def _show_foot(self, state: ReceptionState, found: Found) -> None:
        free = not isinstance(found.check_in, Refused)
        stage = found.presence.stage
        on = bool(state.next_screen) and stage is Stage.RECEIVED and not found.presence.outcome
        self._main.setVisible(free or on)
        self._main.set_words(say("reception.check_in" if free else "reception.next_screen"))
        self._main.setEnabled(not state.busy)
        more = any(one.values and one.field not in state.taken for one in found.differences)
        self._all.setVisible(free and more)
        self._decline.setVisible(stage in _MAY_DECLINE and not found.presence.outcome)
        minor = free and is_minor(found.presence.person.dob, state.today)
        self._guardian.setVisible(minor)
        if self._guardian.isChecked() != state.guardian:
            self._guardian.setChecked(state.guardian)

    def _tell_taken(self) -> None:
        for field in self._differences.taken() ^ self._taken:
            self.taken_changed.emit(field, field in self._differences.taken())

    def _wire(self) -> None:
        self._main.clicked.connect(self.check_in_wanted)
        self._all.clicked.connect(self.take_all_wanted)
        self._differences.changed.connect(self._tell_taken)
        self._guardian.clicked.connect(self.guardian_changed)
        self._decline.clicked.connect(self.decline_wanted)
        self._page.clicked.connect(self.person_wanted)

    def _lay_out(self) -> None:
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 12, 0)
        inner.setSpacing(10)
        for widget in (self._ask, self._refusal, self._person, self._look, self._differences, self._doses):
            inner.addWidget(widget)
        inner.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        for button in (self._main, self._all, self._decline, self._page):
            foot.addWidget(button)
        foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(scrolling(body), 1)
        layout.addWidget(self._guardian)
        layout.addLayout(foot)


class _Notice(Card):
    def __init__(self, ground: str) -> None:
        super().__init__(ground=ground, margin=14)
        self._label = Label("", Role.BODY)
        self.add(self._label)

    def show_text(self, text: str) -> None:
        self._label.setText(text)
        self.setVisible(bool(text))


def _shown(one: FieldDifference) -> Difference:
    label = say(f"reception.field.{one.field}")
    return Difference(one.field, label, _said(one.field, one.card), _said(one.field, one.record))


def _said(field: str, value: str) -> str:
    if field == "dob":
        return written.day(value)
    return written.sex(value) if field == "sex" else value


def _dose(dose: DoseView, product: Callable[[str], str]) -> str:
    name = product(dose.product) if dose.product else dose.product_text
    parts = (written.day(dose.date) or say("reception.dose_without_day"), name, dose.lot)
    return "  ·  ".join(part for part in parts if part)
