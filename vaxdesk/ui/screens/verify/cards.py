"""A checked certificate as a card: the answer large, why, whom it names, what to mind; and whose record it is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from vaxdesk import phrases_verdict as phrases
from vaxdesk.certificates.checked import Checked
from vaxdesk.certificates.verdict import Verdict
from vaxdesk.domain.certificate_reasons import CertificateReason
from vaxdesk.domain.identity import Presence
from vaxdesk.ui import written
from vaxdesk.ui.kit.buttons import Button
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.labels import Label, Picture, Role, rule
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screens.verify.state import VerifyState
from vaxdesk.words import say

_ICONS = {Tone.OK: "check-circle", Tone.HARM: "ban", Tone.WAIT: "info"}
_WORDS = {Tone.OK: "verifier.verdict.ok", Tone.HARM: "verifier.verdict.harm", Tone.WAIT: "verifier.verdict.wait"}
_MOST_PEOPLE = 4


def tone(found: Verdict) -> Tone:
    """Whether it holds, does not, or nobody could be asked (decision 0037): unreadable, or a signer not on the list."""
    if found.valid:
        return Tone.OK
    unsure = all(one.unreadable or one is CertificateReason.KEY_UNKNOWN for one in found.reasons)
    return Tone.WAIT if unsure else Tone.HARM


class VerdictCard(Card):
    """One certificate."""

    def __init__(self, found: Verdict) -> None:
        answer = tone(found)
        super().__init__(ground=answer.value, margin=16)
        head = Label(say(_WORDS[answer]), Role.DISPLAY)
        self.add_row(Picture(_ICONS[answer], answer, size=40), head, stretch_last=True).setStretch(1, 1)
        for one in found.reasons:
            self.add(Label(phrases.reason(one, found), Role.STRONG))
        if found.person is not None:
            self.add(rule())
            self.add(Label(found.person.name, Role.TITLE))
            self.add(Label(say("verify.compare", dob=written.day(found.person.dob) or found.person.dob), Role.BODY))
        for line in (*map(phrases.dose, found.doses), *map(phrases.result, found.results)):
            self.add(Label(line.strip(), Role.BODY))
        for one in found.cautions:
            self.add(Label(phrases.caution(one, found), Role.ADVICE))
        self.add(Label(phrases.source(found), Role.SMALL))


class RecordCard(Card):
    """Whose record a certificate is here, and how many of its doses are not in it; `picked(person)` of several."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__(margin=14)
        self._text = Label("", Role.STRONG)
        self._more = Label("", Role.BODY)
        self._choice = QVBoxLayout()
        self.add(self._text)
        self.add(self._more)
        self.body.addLayout(self._choice)
        self._buttons: dict[str, Button] = {}

    def show_state(self, state: VerifyState) -> None:
        """Shows it; hidden while there is no certificate with doses that holds."""
        first = state.first
        shown = first is not None and first.verdict.valid and bool(first.verdict.doses)
        self.setVisible(shown)
        if first is None or not shown:
            return
        whose = state.whose
        self._offer(first if whose is None and first.people else None)
        if whose is None:
            key = "verify.several" if first.people else "verify.nobody"
            self._text.setText(say(key))
            self._more.setText("" if first.people else say("verify.nobody_hint"))
        else:
            self._text.setText(say("verify.record", who=_line(whose)))
            self._more.setText(say("verify.lacking" if state.lacking else "verify.complete", n=state.lacking))
        self._more.setVisible(bool(self._more.text()))

    def _offer(self, several: Checked | None) -> None:
        people = several.people[:_MOST_PEOPLE] if several else ()
        if [one.person.id for one in people] == list(self._buttons):
            return
        for button in self._buttons.values():
            self._choice.removeWidget(button)
            button.deleteLater()
        self._buttons = {one.person.id: Button(_line(one), icon="user") for one in people}
        for person, button in self._buttons.items():
            self._choice.addWidget(button)
            button.clicked.connect(lambda _=False, person=person: self.picked.emit(person))


def _line(one: Presence) -> str:
    parts = (one.person.name, written.day(one.person.dob), one.person.doc)
    return " · ".join(part for part in parts if part)
