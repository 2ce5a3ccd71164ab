"""The strip below the top bar while the computer's clock is in doubt."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from vaxdesk.domain.clock import ClockState
from vaxdesk.ui.kit.buttons import Button
from vaxdesk.ui.kit.labels import Label, Picture, Role, restyle
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.standing import Standing
from vaxdesk.words import say


class ClockBanner(QFrame):
    """Red until somebody has confirmed today's date, amber afterwards; recording goes on in both."""

    day_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("clockBanner")
        self._picture = Picture("clock", Tone.WAIT, size=22)
        self._text = Label("", Role.BODY)
        self._confirm = Button(say("shell.clock_button"))
        self._confirm.clicked.connect(self.day_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 6, 16, 6)
        layout.setSpacing(12)
        layout.addWidget(self._picture)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._confirm)
        self.hide()

    def show_standing(self, standing: Standing) -> None:
        """Show or hide the strip."""
        doubt = standing.clock is not ClockState.PLAUSIBLE
        open_ = not standing.day_confirmed
        tone = Tone.HARM if open_ else Tone.WAIT
        if self.property("tone") != tone.value:
            self.setProperty("tone", tone.value)
            restyle(self)
        self._picture.show_icon("clock", tone)
        what = say(f"{ClockState.WORDS}.{standing.clock.value}")
        self._text.setText(f"{what} {say('shell.clock_confirm' if open_ else 'shell.clock_confirmed')}")
        self._confirm.setVisible(open_)
        self.setVisible(doubt)
