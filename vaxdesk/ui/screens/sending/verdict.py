"""How sending stands: one sentence with its sign, and four figures."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.ui import written
from vaxdesk.ui.kit.cards import Card, bare
from vaxdesk.ui.kit.labels import Label, Picture, Role
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screens.sending.state import SendingState
from vaxdesk.words import say

_MINUTE = 60
_FIGURES = ("waiting", "time", "contact", "next")


class Verdict(Card):
    """One sentence with its sign."""

    def __init__(self) -> None:
        super().__init__(margin=18)
        self._text = Label("", Role.TITLE)
        self._note = Label("", Role.SOFT)
        self._pictures = {
            tone: Picture(icon, tone, size=40)
            for tone, icon in ((Tone.OK, "check"), (Tone.WAIT, "clock"), (Tone.ACCENT, "shield"))
        }
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._text)
        texts.addWidget(self._note)
        line = QHBoxLayout()
        line.setSpacing(18)
        for picture in self._pictures.values():
            line.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(texts, 1)
        self.body.addLayout(line)

    def show_state(self, state: SendingState) -> None:
        tone, key = _verdict(state)
        self.set_ground(tone.value)
        for each, picture in self._pictures.items():
            picture.setVisible(each is tone)
        self._text.setText(say(f"sending.verdict.{key}", n=state.waiting))
        self._note.setText(say(f"sending.note.{key}"))


class Figures(QWidget):
    """What waits, how long it will take, when the server last answered, and when the next try is."""

    def __init__(self) -> None:
        super().__init__()
        line = bare(QHBoxLayout(self))
        line.setSpacing(14)
        self._figures = {name: _Figure(say(f"sending.figure.{name}")) for name in _FIGURES}
        for figure in self._figures.values():
            line.addWidget(figure)

    def show_state(self, state: SendingState) -> None:
        """Show the figures."""
        contact = written.ago(state.last_contact, now=state.now) if state.last_contact else say("sending.never")
        server = state.server.partition("://")[2] or say("sending.no_server")
        self._figures["waiting"].show(written.count(state.waiting), _waiting_note(state))
        self._figures["time"].show(time_left(state), say("sending.time_note"))
        self._figures["contact"].show(contact, server)
        self._figures["next"].show(*_next(state))
        self._figures["next"].setVisible(state.enrolled)
        self._figures["time"].setVisible(state.enrolled)

    def said(self, name: str) -> str:
        """The figure of a name as shown."""
        return self._figures[name].said()


class _Figure(Card):
    """A caption, a large figure, a line below."""

    def __init__(self, caption: str) -> None:
        super().__init__()
        self._value = Label("", Role.TITLE, wrap=False)
        self._note = Label("", Role.SMALL)
        self.add(Label(caption, Role.CAPTION))
        self.add(self._value)
        self.add(self._note)

    def show(self, value: str = "", note: str = "") -> None:
        """Show a figure; without arguments, as Qt means it."""
        if value:
            self._value.setText(value)
            self._note.setText(note)
        super().show()

    def said(self) -> str:
        """The figure as shown."""
        return self._value.text()


def time_left(state: SendingState) -> str:
    """How long what waits will take on the line as it was: in minutes, since seconds promise too much."""
    if not state.waiting:
        return say("sending.time.nothing")
    if state.waiting_seconds is None:
        return say("sending.time.unknown")
    if state.waiting_seconds < _MINUTE:
        return say("sending.time.below")
    return say("sending.time.minutes", n=-(-state.waiting_seconds // _MINUTE))


def _verdict(state: SendingState) -> tuple[Tone, str]:
    if not state.enrolled:
        return Tone.ACCENT, "alone"
    if state.refused:
        return Tone.WAIT, "refused"
    if state.waiting and state.trouble:
        return Tone.WAIT, "no_line"
    if state.waiting:
        return Tone.ACCENT, "waiting"
    return Tone.OK, "confirmed"


def _waiting_note(state: SendingState) -> str:
    if not state.waiting:
        return say("sending.nothing_waits")
    since = written.moment(state.waiting_since, now=state.now)
    return say("sending.since", since=since, kb=max(1, state.waiting_bytes // 1000))


def _next(state: SendingState) -> tuple[str, str]:
    if state.sending:
        return say("sending.next.now"), say("sending.next.note")
    if not state.next_at:
        return say("sending.never"), say("sending.next.note")
    if state.next_s < _MINUTE:
        return say("sending.next.soon"), say("sending.next.note")
    return written.clock(state.next_at), say("sending.next.note")
