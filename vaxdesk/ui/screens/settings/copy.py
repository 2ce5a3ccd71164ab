"""The copy of the whole station on a stick, and the second place that each save is copied to."""

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
        self._lost = Label("", Role.SOFT)
        card = Card(say("settings.part.copy"))
        card.add(Label(say("settings.copy_note")))
        card.add(Label(say("settings.copy_restore"), Role.SOFT))
        card.add_row(self._copy)
        card.add(self._copied)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)
        layout.addWidget(self._follow())
        layout.addWidget(self._lost)
        layout.addStretch(1)
        self._copy.clicked.connect(self._ask)

    def show_state(self, state: SettingsState) -> None:
        """Show whether a copy is being made, and where the last one went."""
        province = state.facts is not None and state.facts.province
        self._lost.setText(say("settings.lost_province" if province else "settings.lost_sheet"))
        self._copy.setEnabled(not state.busy)
        self._copied.setText(state.copied)
        self._copied.setVisible(bool(state.copied))
        place = state.pc.second_place
        self._stop.setEnabled(bool(place))
        self._place.setText(say("follow.place", folder=place) if place else say("follow.none"))
        why = say(f"follow.why.{state.second_trouble}") if self._fails(state) else ""
        self._wrong.setText(say("follow.failed", why=why) if why else "")
        self._wrong.setVisible(bool(why))

    def _fails(self, state: SettingsState) -> bool:
        return bool(state.pc.second_place and state.second_trouble)

    def _follow(self) -> Card:
        """The second place: chosen once, then each save goes there by itself."""
        card = Card(say("follow.title"))
        self._choose = Button(say("follow.choose"), icon="disk")
        self._stop = Button(say("follow.stop"), Kind.QUIET)
        self._place, self._wrong = Label("", Role.STRONG), Label("", Role.COMPLAINT)
        card.add(Label(say("follow.note"), Role.SOFT))
        card.add(self._place)
        card.add(self._wrong)
        card.add_row(self._choose, self._stop)
        self._choose.clicked.connect(self._ask_place)
        self._stop.clicked.connect(lambda: self._model.change_pc(second_place=""))
        return card

    def _ask_place(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, say("follow.choose"))
        if folder:
            self._model.change_pc(second_place=folder)

    def _ask(self) -> None:
        name = f"{say('settings.copy_file')}{ENDING}"
        path, _ = QFileDialog.getSaveFileName(self, say("settings.copy"), name, f"vaxdesk (*{ENDING})")
        if path:
            self._model.copy_to(path if path.endswith(ENDING) else path + ENDING)
