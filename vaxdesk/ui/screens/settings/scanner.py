"""The scanner test: print the sheet, scan its three codes into three fields, read the verdict."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vaxdesk.domain.scanner_check import ScannerVerdict, SheetStep
from vaxdesk.ui.kit.buttons import Button
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.fields import TextField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screens.settings.model import SettingsModel
from vaxdesk.ui.screens.settings.state import SettingsState
from vaxdesk.words import say


class ScannerPart(QWidget):
    """Scans go to the first field still empty; a scanner too slow to be known as one types into the field in focus."""

    def __init__(self, model: SettingsModel) -> None:
        super().__init__()
        card = Card(say("settings.part.scanner"))
        card.add(Label(say("settings.scanner_note"), Role.SOFT))
        self._fields = {step: TextField(say(f"{SheetStep.WORDS}.{step.value}")) for step in SheetStep}
        for field in self._fields.values():
            card.add(field)
        self._again = Button(say("settings.scanner_again"), icon="refresh")
        card.add_row(self._again)
        self._verdict = Card()
        self._what = Label("", Role.SECTION)
        self._remedy = Label()
        self._verdict.add(self._what)
        self._verdict.add(self._remedy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        layout.addWidget(card)
        layout.addWidget(self._verdict)
        layout.addStretch(1)
        self._wire(model)

    def show_state(self, state: SettingsState) -> None:
        """Show what was read so far and the verdict."""
        for step, field in self._fields.items():
            if step in state.readings:
                field.line.setText(state.readings[step].strip())
        self._verdict.setVisible(state.verdict is not None)
        if state.verdict is not None:
            fine = state.verdict is ScannerVerdict.FINE
            self._verdict.set_ground((Tone.OK if fine else Tone.WAIT).value)
            self._what.setText(say(f"{ScannerVerdict.WORDS}.{state.verdict.value}"))
            self._remedy.setText(say(f"scan.remedy.{state.verdict.value}"))

    def _wire(self, model: SettingsModel) -> None:
        steps = tuple(SheetStep)
        for at, step in enumerate(steps):
            field = self._fields[step]
            following = self._fields[steps[at + 1]] if at + 1 < len(steps) else self._again
            # The raw text of the line: the field's own value is tidied, and what is tested here is what arrives.
            field.submitted.connect(lambda step=step, field=field: model.read_step(step, field.line.text()))
            field.submitted.connect(following.setFocus)
        self._again.clicked.connect(model.begin_scanner_test)
        self._again.clicked.connect(self._clear)

    def _clear(self) -> None:
        for field in self._fields.values():
            field.set_value("")
        self._fields[SheetStep.DIGITS].setFocus()
