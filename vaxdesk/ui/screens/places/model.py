"""The page's model: which part is shown, and the model of each."""

from __future__ import annotations

import msgspec

from vaxdesk.ui.screen import Room
from vaxdesk.ui.screens.places.lists_model import ListsModel
from vaxdesk.ui.screens.places.ports import PlacesPorts
from vaxdesk.ui.screens.places.safety_model import SafetyModel
from vaxdesk.ui.screens.places.state import LISTS, Tab
from vaxdesk.ui.screens.places.units_model import UnitsModel
from vaxdesk.ui.state_model import StateModel


class PlacesState(msgspec.Struct, frozen=True):
    """Which part is shown."""

    tab: Tab = Tab.FACILITY


class PlacesModel(StateModel[PlacesState]):
    """Facilities, areas, staff, units to choose, safety."""

    def __init__(self, room: Room, ports: PlacesPorts) -> None:
        super().__init__(PlacesState())
        self.lists = ListsModel(room, ports.lists)
        self.units = UnitsModel(room, ports.units)
        self.safety = SafetyModel(room, ports.safety)

    def look(self) -> None:
        """Read what is shown, and what of the self-assessment is due, for the badge at the rail."""
        for part in dict.fromkeys((self._part(), self.safety)):
            part.look()

    def show(self, tab: Tab) -> None:
        """Another part."""
        self.become(tab=tab)
        if tab in LISTS:
            self.lists.show(LISTS[tab])
        self.look()

    def _part(self) -> ListsModel | UnitsModel | SafetyModel:
        if self.state.tab in LISTS:
            return self.lists
        return self.units if self.state.tab is Tab.UNITS else self.safety
