"""What stands in the way, each with what to do next in plain words."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.domain.clock import ClockState
from vaxdesk.ui.kit.cards import Card, bare
from vaxdesk.ui.kit.emptying import empty
from vaxdesk.ui.kit.labels import Label, Picture, Role
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screens.sending.state import SendingState
from vaxdesk.words import say


class Advice(NamedTuple):
    """One sentence with its sign."""

    tone: Tone
    icon: str
    text: str


def advice(state: SendingState) -> tuple[Advice, ...]:
    """Everything that somebody should know or do, what is worst first."""
    found = [Advice(Tone.WAIT, "warn", say(f"sync.verdict.{code}")) for code in state.refused]
    if state.lacks:
        found.insert(0, Advice(Tone.WAIT, "warn", say("letting_go.lacks")))
    if state.trouble:
        found.append(Advice(Tone.WAIT, "offline", say(f"trouble.{state.trouble}")))
    if state.min_app:
        found.append(Advice(Tone.WAIT, "download", say("sync.result.update_wanted", version=state.min_app)))
    if state.clock is not ClockState.PLAUSIBLE:
        sentence = say(f"{ClockState.WORDS}.{state.clock.value}")
        found.append(Advice(Tone.WAIT, "clock", f"{sentence} {say('sending.clock_next')}"))
    if state.went_back:
        found.append(Advice(Tone.ACCENT, "info", say("sync.result.server_went_back")))
    if state.rescued:
        found.append(Advice(Tone.ACCENT, "info", say("sync.result.rescued", n=state.rescued)))
    return tuple(found)


class Attention(Card):
    """Shows the advice; hidden while there is none."""

    def __init__(self) -> None:
        super().__init__(say("sending.attention"), ground=Tone.WAIT.value, margin=16)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self.body.addLayout(self._rows)
        self._shown: tuple[Advice, ...] = ()

    def show_state(self, state: SendingState) -> None:
        """Show what stands in the way."""
        found = advice(state)
        self.setVisible(bool(found))
        if found == self._shown:
            return
        self._shown = found
        self.set_ground((Tone.WAIT if any(one.tone is Tone.WAIT for one in found) else Tone.ACCENT).value)
        empty(self._rows)
        for one in found:
            self._rows.addWidget(_row(one))


def _row(one: Advice) -> QWidget:
    box = QWidget()
    line = bare(QHBoxLayout(box))
    line.setSpacing(12)
    line.addWidget(Picture(one.icon, one.tone, size=22), 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(Label(one.text, Role.BODY), 1)
    return box
