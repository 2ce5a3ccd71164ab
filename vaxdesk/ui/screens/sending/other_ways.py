"""Other ways to the server than this PC's own line: PCs nearby, and a USB stick."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.ui import written
from vaxdesk.ui.kit.buttons import Button
from vaxdesk.ui.kit.cards import Card, bare
from vaxdesk.ui.kit.emptying import empty
from vaxdesk.ui.kit.labels import Label, Picture, Role
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screens.sending.ports import StickPorts
from vaxdesk.ui.screens.sending.state import Near, Neighbour, SendingState
from vaxdesk.words import say

_ENDED = {False: ("check-circle", Tone.OK), True: ("warn", Tone.WAIT)}


class Neighbours(Card):
    """PCs of the station on the local network: who is there, what each lacks, and what stands in the way."""

    def __init__(self) -> None:
        super().__init__(say("sending.near.title"), margin=16)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self.body.addLayout(self._rows)
        self._shown: tuple[Near | None, int] = (None, 0)

    def show_state(self, state: SendingState) -> None:
        """Show the neighbours; the last sign of life is told anew when the figures are read."""
        self.setVisible(state.near is not None)
        if state.near is None or (state.near, state.now) == self._shown:
            return
        self._shown = (state.near, state.now)
        empty(self._rows)
        for row in _rows(state.near, now=state.now):
            self._rows.addWidget(row)


class Stick(Card):
    """What waits goes out to a stick, the answer comes back from one; files of other stations go over this line."""

    def __init__(self, ports: StickPorts) -> None:
        super().__init__(say("sending.stick.title"), margin=16)
        self.add(Label(say("sending.stick.text"), Role.SOFT))
        self.out = Button(say("sending.stick.out"), icon="upload")
        self.back = Button(say("sending.stick.in"), icon="download")
        self.carry = Button(say("usb.button.carry"), icon="sync")
        self.out.clicked.connect(ports.take_out)
        self.back.clicked.connect(ports.bring_in)
        self.carry.clicked.connect(ports.carry)
        self._sign = Picture(*_ENDED[False])
        self._told = Label("", Role.STRONG)
        self.add_row(self.out, self.back, self.carry)
        self.result = QWidget()
        line = bare(QHBoxLayout(self.result))
        line.setSpacing(10)
        line.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._told, 1)
        self.add(self.result)

    def show_state(self, state: SendingState) -> None:
        """Who has not joined has nothing to send, and no server to bring files to; an answer to a wish is read."""
        self.out.setEnabled(state.enrolled)
        self.carry.setEnabled(state.enrolled)
        self._told.setText(state.stick)
        self.result.setVisible(bool(state.stick))
        self._sign.show_icon(*_ENDED[state.stick_failed])


def _rows(near: Near, *, now: int) -> list[QWidget]:
    if near.off:
        return [Label(say(near.off), Role.SOFT)]
    rows = [_peer(one, now=now) for one in near.peers] or [Label(say("sending.near.none"), Role.SOFT)]
    return rows + [_row("warn", Tone.WAIT, Label(say(key))) for key in near.notes]


def _peer(one: Neighbour, *, now: int) -> QWidget:
    level = not (one.behind or one.ahead)
    parts = [written.ago(one.last, now=now)] if one.last else []
    if one.ahead:
        parts.append(say("sending.near.ahead", n=one.ahead))
    if one.behind:
        parts.append(say("sending.near.behind", n=one.behind))
    if level:
        parts.append(say("sending.near.level"))
    words = (Label(one.name, Role.STRONG, wrap=False), Label("  ·  ".join(parts), Role.SOFT))
    return _row("check-circle" if level else "sync", Tone.OK if level else Tone.ACCENT, *words)


def _row(icon: str, tone: Tone, *words: QWidget) -> QWidget:
    box = QWidget()
    line = bare(QHBoxLayout(box))
    line.setSpacing(10)
    line.addWidget(Picture(icon, tone, size=20), 0, Qt.AlignmentFlag.AlignTop)
    for word in words[:-1]:
        line.addWidget(word)
    line.addWidget(words[-1], 1)
    return box
