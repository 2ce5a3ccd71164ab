"""Old communes that became several: choices are remembered; people are brought over when somebody asks for it."""

from __future__ import annotations

from vaxdesk.domain.refusals import Refused
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screen import Change, Room
from vaxdesk.ui.screens.places.ports import UnitPorts
from vaxdesk.ui.screens.places.state import UnitsState
from vaxdesk.ui.state_model import StateModel
from vaxdesk.words import say


class UnitsModel(StateModel[UnitsState]):
    """The model of the tab of units."""

    def __init__(self, room: Room, ports: UnitPorts) -> None:
        super().__init__(UnitsState())
        self._room, self._ports = room, ports
        self._moved = 0

    def look(self) -> None:
        """Read which old communes people are written in."""
        self._room.lanes.db.run_newest("units", self._ports.waiting, self._shown)

    def open(self, code: str) -> None:
        """Look at one commune: what it became, and who is written there."""
        found = next((one for one in self.state.communes if one.code == code), None)
        proposed = found.choice.chosen if found and found.choice else ""
        self.become(at=code, people=(), chosen=proposed, area="", basis="")
        if code:
            self._room.lanes.db.run_newest("people", lambda: self._ports.people_of(code), self._people)

    def fill(self, **values: str) -> None:
        """The new commune, the part of the old one, and why."""
        self.become(**values)

    def choose(self) -> None:
        """Remember the choice; nobody is changed."""
        state = self.state
        if not state.at or not state.chosen or state.busy:
            return
        self.become(busy=True)
        self._room.lanes.db.run(
            lambda: self._ports.choose(state.at, state.chosen, state.basis, state.area), self._chosen, self._broken
        )

    def bring_over(self) -> None:
        """Correct the people of the commune to the new ones, as it was chosen."""
        if not self.state.at or self.state.busy:
            return
        self._moved = 0
        self._next(self.state.at)

    def _next(self, code: str) -> None:
        self.become(busy=True)
        self._room.lanes.db.run(
            lambda: self._ports.bring_over(code), lambda answer: self._brought(code, answer), self._broken
        )

    def _brought(self, code: str, answer: int | Refused) -> None:
        if isinstance(answer, Refused):
            self.become(busy=False)
            if not self._moved:
                self._room.notices.warn(refusal_text(answer))
                return
        else:
            self._moved += answer
            self._next(code)  # batch by batch, so that saves get through in between
            return
        self._room.notices.ok(say("places_page.brought_over", n=self._moved))
        self._room.publish({Change.PEOPLE})
        self.look()

    def _chosen(self, answer: str | Refused) -> None:
        self.become(busy=False)
        if isinstance(answer, Refused):
            self._room.notices.warn(refusal_text(answer))
            return
        self._room.notices.ok(say("places_page.choice_kept"))
        self.become(area="", basis="")
        self.look()

    def _shown(self, communes: tuple) -> None:
        self.become(communes=communes)
        if self.state.at not in [one.code for one in communes]:
            self.open(communes[0].code if communes else "")
        else:
            self._room.lanes.db.run_newest("people", lambda: self._ports.people_of(self.state.at), self._people)

    def _people(self, people: tuple) -> None:
        self.become(people=people)

    def _broken(self, err: Err) -> None:
        self.become(busy=False)
        self._room.notices.failed(err)
