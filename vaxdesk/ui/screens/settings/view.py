"""The settings page: its parts as tiles, one part at a time."""

from __future__ import annotations

from vaxdesk.ui.kit.choice import ChoiceField, Option
from vaxdesk.ui.kit.page import Page, scrolling
from vaxdesk.ui.kit.steps import Steps
from vaxdesk.ui.screen import Change, RawScan, ScreenWidget
from vaxdesk.ui.screens.settings.copy import CopyPart
from vaxdesk.ui.screens.settings.model import SettingsModel
from vaxdesk.ui.screens.settings.pc import PcPart
from vaxdesk.ui.screens.settings.scanner import ScannerPart
from vaxdesk.ui.screens.settings.state import Part, SettingsState
from vaxdesk.ui.screens.settings.station import StationPart
from vaxdesk.ui.screens.settings.users import UsersPart
from vaxdesk.words import say

_ICONS = {
    Part.PC: "settings",
    Part.STATION: "home",
    Part.USERS: "users",
    Part.SCANNER: "scan",
    Part.COPY: "disk",
}


class SettingsView(ScreenWidget):
    """Shows a SettingsState."""

    concerns = frozenset((Change.USERS, Change.SETTINGS))

    def __init__(self, model: SettingsModel) -> None:
        super().__init__(look_again=model.look)
        self._model = model
        page = Page(say("settings.title"), parent=self)
        options = tuple(Option(part.value, say(f"{Part.WORDS}.{part.value}"), _ICONS[part]) for part in Part)
        self._tabs = page.add(ChoiceField("", options))
        self._parts = {
            Part.PC: PcPart(model),
            Part.STATION: StationPart(model),
            Part.USERS: UsersPart(model),
            Part.SCANNER: ScannerPart(model),
            Part.COPY: CopyPart(model),
        }
        self._steps = Steps(*self._parts.values())
        page.add(scrolling(self._steps), stretch=1)
        self._tabs.edited.connect(lambda value: model.show(Part(value)))
        model.changed.connect(self.show_state)
        self.show_state(model.state)

    def show_state(self, state: SettingsState) -> None:
        """Show the part at hand."""
        self._tabs.set_value(state.part.value)
        part = self._parts[state.part]
        self._steps.setCurrentWidget(part)
        part.show_state(state)

    def activate(self, subject: object | None = None) -> None:
        if isinstance(subject, str) and subject in tuple(Part):
            self._model.show(Part(subject))
        self._model.look()

    def accept_scan(self, scan: RawScan) -> bool:
        if self._model.state.part is not Part.SCANNER:
            return False
        payload = scan.payload
        self._model.read_next(payload if isinstance(payload, str) else payload.decode("utf-8", "replace"))
        return True
