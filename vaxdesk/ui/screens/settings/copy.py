"""The copy of the whole station on a stick."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.screens.settings.model import SettingsModel
from vaxdesk.ui.screens.settings.state import SettingsState
from vaxdesk.words import say

ENDING = ".vaxbackup"


class CopyPart(QWidget):
    """One button; the copy is encrypted and opens with any password of the station."""

    def __init__(self, model: SettingsModel) -> None:
        super().__init__()
        self._model = model
        self._copy = Button(say("settings.copy"), Kind.PRIMARY, icon="disk", large=True)
        self._copied = Label("", Role.GOOD)
        card = Card(say("settings.part.copy"))
        card.add(Label(say("settings.copy_note")))
        card.add(Label(say("settings.copy_restore"), Role.SOFT))
        card.add_row(self._copy)
        card.add(self._copied)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)
        layout.addStretch(1)
        self._copy.clicked.connect(self._ask)

    def show_state(self, state: SettingsState) -> None:
        """Show whether a copy is being made, and where the last one went."""
        self._copy.setEnabled(not state.busy)
        self._copied.setText(state.copied)
        self._copied.setVisible(bool(state.copied))

    def _ask(self) -> None:
        name = f"{say('settings.copy_file')}{ENDING}"
        path, _ = QFileDialog.getSaveFileName(self, say("settings.copy"), name, f"vaxdesk (*{ENDING})")
        if path:
            self._model.copy_to(path if path.endswith(ENDING) else path + ENDING)
