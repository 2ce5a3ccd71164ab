"""One large message with what to do next: nobody yet, nobody found, several meant, not readable."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vaxdesk.domain.payloads import Person
from vaxdesk.ui import written
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.labels import Label, Picture, Role
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screens.reception.state import Panel, ReceptionState
from vaxdesk.words import say

_SIGNS = {
    Panel.IDLE: ("scan", Tone.ACCENT),
    Panel.CHOOSE: ("users", Tone.WAIT),
    Panel.NOBODY: ("user-plus", Tone.ACCENT),
    Panel.UNREAD: ("warn", Tone.WAIT),
}


class MessagePanel(QWidget):
    """Shows a state whose panel is IDLE, CHOOSE, NOBODY or UNREAD; the buttons say what is wanted.

    Args:
        elsewhere: whether the server can be asked about somebody unknown here.
    """

    register_wanted = Signal()
    look_up_wanted = Signal()

    def __init__(self, *, elsewhere: bool = False) -> None:
        super().__init__()
        self._sign = Picture("scan", size=48)
        self._title = Label("", Role.TITLE)
        self._text = Label("", Role.BODY)
        self._card = Card(say("reception.on_card"), ground="sunk")
        self._read = Label("", Role.STRONG)
        self._card.add(self._read)
        self._register = Button(say("reception.register_enter"), Kind.PRIMARY, icon="user-plus", large=True)
        self._register.clicked.connect(self.register_wanted)
        self._elsewhere = elsewhere
        self.look_up = Button(say("reception.elsewhere.ask"), icon="globe", keys="Ctrl+F")
        self.look_up.clicked.connect(self.look_up_wanted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(14)
        layout.addStretch(1)
        for widget in (self._sign, self._title, self._text):
            layout.addWidget(widget)
        layout.addWidget(self._card)
        layout.addWidget(self._register, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.look_up, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(2)

    def show_state(self, state: ReceptionState) -> None:
        """Show what there is to say."""
        name, tone = _SIGNS[state.panel]
        self._sign.show_icon(name, tone)
        title, text = _words(state)
        self._title.setText(title)
        self._text.setText(text)
        read = _read(state.draft) if state.panel is Panel.NOBODY and state.scan else ""
        self._read.setText(read)
        self._card.setVisible(bool(read))
        self._register.setVisible(state.panel is Panel.NOBODY)
        self.look_up.setVisible(self._elsewhere and state.panel is Panel.NOBODY and bool(state.draft.doc))
        self.look_up.setEnabled(not state.busy)

    def focus_main(self) -> None:
        """Go to the button that Enter presses, if there is one."""
        if self._register.isVisibleTo(self):
            self._register.setFocus()


def _words(state: ReceptionState) -> tuple[str, str]:
    if state.panel is Panel.UNREAD and state.scan:
        outcome = state.scan.outcome.value
        return say(f"scan.outcome.{outcome}"), say(f"scan.next.{outcome}")
    if state.panel is Panel.NOBODY:
        if state.scan is None:
            why = "hidden" if state.hides else "text"
            return say("reception.nobody.title", text=state.query), say(f"reception.nobody.{why}")
        hint = "similar" if state.people.value == "similar" else "card"
        return say("reception.unknown.title"), say(f"reception.unknown.{hint}")
    return say(f"reception.{state.panel.value}.title"), say(f"reception.{state.panel.value}.text")


def _read(draft: Person) -> str:
    parts = (draft.name, written.day(draft.dob), written.sex(draft.sex), draft.doc or draft.bhyt, draft.tel)
    return "  ·  ".join(part for part in parts if part)
