"""The station as papers print it."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.fields import PhoneField, TextField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.screens.settings.model import SettingsModel
from vaxdesk.ui.screens.settings.state import SettingsState
from vaxdesk.words import say

_ROWS = (("name", "code"), ("address", "phone"), ("commune", "province"), ("head", ""))


class StationPart(QWidget):
    """Corrected by a new entry; the old facts stay in the journal."""

    def __init__(self, model: SettingsModel) -> None:
        super().__init__()
        self._fields = {name: _field(name) for pair in _ROWS for name in pair if name}
        self._save = Button(say("settings.save"), Kind.PRIMARY, icon="check", keys="Ctrl+Return")
        card = Card(say("settings.part.station"))
        card.add(Label(say("settings.station_note"), Role.SOFT))
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(12)
        for row, pair in enumerate(_ROWS):
            for column, name in enumerate(pair):
                if name:
                    grid.addWidget(self._fields[name], row, column)
        card.body.addLayout(grid)
        card.add_row(self._save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)
        layout.addStretch(1)
        self._save.clicked.connect(
            lambda: model.change_station({name: field.value() for name, field in self._fields.items()})
        )
        self._shown: object = None

    def show_state(self, state: SettingsState) -> None:
        """Show the facts; what is being typed is not overwritten by the same facts."""
        if state.facts is None:
            return
        station = state.facts.station
        if station != self._shown:
            self._shown = station
            for name, field in self._fields.items():
                field.set_value(getattr(station, name))
        self._save.setEnabled(state.facts.may_manage and not state.busy)


def _field(name: str) -> TextField:
    label = say(f"settings.station.{name}")
    return PhoneField(label) if name == "phone" else TextField(label)
