"""Parts above the rows: the whole in one sentence, the question after a test page, the codes being scanned."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from vaxdesk.domain.readiness.findings import Light, counts, overall
from vaxdesk.domain.scanner_check import SheetStep
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.labels import Label, Picture, Role
from vaxdesk.ui.screens.readiness.rows import ICONS, TONES
from vaxdesk.ui.screens.readiness.state import ReadinessState
from vaxdesk.words import say


class Whole(Card):
    """One sentence about everything, on the ground of the worst light."""

    def __init__(self) -> None:
        super().__init__(margin=12)
        self._picture, self._text = Picture("", size=28), Label("", Role.SECTION)
        self.add_row(self._picture, self._text, stretch_last=True).setStretch(1, 1)

    def show_state(self, state: ReadinessState) -> None:
        """Show the worst light, or that it is still being looked."""
        if state.looking or not state.found:
            self.set_ground("sunk")
            self._picture.show_icon("hourglass", TONES[Light.AMBER])
            self._text.setText(say("readiness.looking"))
            return
        light, number = overall(state.findings), counts(state.findings)
        self.set_ground(TONES[light].value)
        self._picture.show_icon(ICONS[light], TONES[light])
        self._text.setText(say(f"readiness.summary.{light}", n=number[light]))


class Question(Card):
    """Whether the test page came out; `answered(well)`."""

    answered = Signal(bool)

    def __init__(self) -> None:
        super().__init__(ground="accent", margin=12)
        well = Button(say("readiness.out"), Kind.PRIMARY, icon="check")
        bad = Button(say("readiness.not_out"))
        text = Label(say("readiness.printed_question"), Role.STRONG)
        self.add_row(text, well, bad, stretch_last=True).setStretch(0, 1)
        well.clicked.connect(lambda: self.answered.emit(True))
        bad.clicked.connect(lambda: self.answered.emit(False))
        self.hide()


class Scan(Card):
    """Which codes of the test page were read."""

    def __init__(self) -> None:
        super().__init__(ground="accent", margin=12)
        self._steps = {step: Label("", wrap=False) for step in SheetStep}
        lead = Label(say("readiness.scan_fields"), Role.STRONG)
        self.add_row(lead, *self._steps.values(), stretch_last=True).setStretch(0, 1)
        self.hide()

    def show_readings(self, readings: dict[SheetStep, str] | None) -> None:
        """Show what was read, None when nothing is being scanned."""
        self.setVisible(readings is not None)
        for step, label in self._steps.items():
            mark = "✓" if readings and step in readings else "○"
            label.setText(f"{mark} {say(f'{SheetStep.WORDS}.{step}')}")
            label.setAlignment(Qt.AlignmentFlag.AlignVCenter)
