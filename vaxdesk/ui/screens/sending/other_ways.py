"""Other ways to the server than this PC's own line: PCs nearby, and a USB stick."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.ui import written
from vaxdesk.ui.kit.buttons import Button
from vaxdesk.ui.kit.cards import Card, bare
from vaxdesk.ui.kit.labels import Label, Picture, Role
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screens.sending.ports import StickPorts
from vaxdesk.ui.screens.sending.state import Neighbour, SendingState
from vaxdesk.words import say


class Neighbours(Card):
    """PCs of the station on the local network; hidden where this PC looks for none."""

    def __init__(self) -> None:
        super().__init__(say("sending.near.title"), margin=16)
        self._none = Label(say("sending.near.none"), Role.SOFT)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self.add(self._none)
        self.body.addLayout(self._rows)
        self._shown: tuple[tuple[Neighbour, ...], int] = ((), 0)

    def show_state(self, state: SendingState) -> None:
        """Show who is near, when the last exchange was, and what they lack."""
        self.setVisible(state.neighbours is not None)
        found = state.neighbours or ()
        self._none.setVisible(not found)
        if (found, state.now) == self._shown:
            return
        self._shown = (found, state.now)
        while self._rows.count():
            old = self._rows.takeAt(0).widget()
            old.hide()
            old.deleteLater()
        for one in found:
            self._rows.addWidget(_row(one, now=state.now))


class Stick(Card):
    """Two buttons: what waits goes out to a stick, the answer comes back from one."""

    def __init__(self, ports: StickPorts) -> None:
        super().__init__(say("sending.stick.title"), margin=16)
        self.add(Label(say("sending.stick.text"), Role.SOFT))
        self.out = Button(say("sending.stick.out"), icon="upload")
        self.back = Button(say("sending.stick.in"), icon="download")
        self.out.clicked.connect(ports.take_out)
        self.back.clicked.connect(ports.bring_in)
        self.add_row(self.out, self.back)


def _row(one: Neighbour, *, now: int) -> QWidget:
    box = QWidget()
    line = bare(QHBoxLayout(box))
    line.setSpacing(10)
    tone = Tone.WAIT if one.behind else Tone.OK
    heard = written.ago(one.last, now=now) if one.last else say("sending.never")
    behind = say("sending.near.behind", n=one.behind) if one.behind else say("sending.near.level")
    line.addWidget(Picture("sync" if one.behind else "check-circle", tone, size=20))
    line.addWidget(Label(one.name, Role.STRONG, wrap=False))
    line.addWidget(Label(f"{heard}  ·  {behind}", Role.SOFT), 1)
    return box
