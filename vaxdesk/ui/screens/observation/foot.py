"""The foot of the page: what may be done for whoever is highlighted, and who was released last."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.ui.kit.buttons import Button, IconButton, Kind
from vaxdesk.ui.kit.cards import Card, row
from vaxdesk.ui.kit.labels import Elided, Label, Picture, Role
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screens.observation.state import OVER, ObservationState
from vaxdesk.words import say


class Foot(QWidget):
    """Buttons for the highlighted person and for the one released last."""

    release_wanted = Signal()
    reaction_wanted = Signal()
    certificate_wanted = Signal()
    undo_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._refused = Label("", Role.COMPLAINT)
        self._react = Button(say("observation.react"), Kind.HARM, icon="aefi", keys="Ctrl+R")
        self._release = Button(say("observation.release"), Kind.PRIMARY, icon="check", keys="Ctrl+Return")
        self._react.clicked.connect(self.reaction_wanted)
        self._release.clicked.connect(self.release_wanted)
        self._last = Card(ground="ok", margin=6)
        self._last_text = Elided("", Role.BODY)
        self._certificate = Button(say("observation.certificate"), icon="certificate", keys="Ctrl+G")
        self._undo = IconButton("undo", say("kit.undo"))
        self._certificate.clicked.connect(self.certificate_wanted)
        self._undo.clicked.connect(self.undo_wanted)
        self._lay_out()

    def show_state(self, state: ObservationState) -> None:
        """Show what may be done."""
        one = state.highlighted
        self._refused.setText(refusal_text(state.refused) if state.refused else "")
        self._refused.setVisible(state.refused is not None)
        over = one is not None and state.alarm(one) in OVER
        self._release.set_words(say("observation.release" if over or one is None else "observation.release_early"))
        self._release.set_kind(Kind.PRIMARY if over else Kind.PLAIN)
        for button in (self._release, self._react):
            button.setEnabled(one is not None and not state.busy)
        last = state.released
        self._last.setVisible(last is not None and state.refused is None)
        if last:
            words = "observation.last_transferred" if last.transferred else "observation.last"
            self._last_text.setText(say(words, no=last.no, name=last.name))
            self._certificate.setVisible(not last.transferred)

    def _lay_out(self) -> None:
        line = row(Picture("check-circle", Tone.OK), self._last_text, self._certificate, self._undo)
        line.setStretch(1, 1)
        self._last.body.addLayout(line)
        left = QVBoxLayout()
        left.addWidget(self._last)
        left.addWidget(self._refused)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(left, 1)
        layout.addWidget(self._react)
        layout.addWidget(self._release)
