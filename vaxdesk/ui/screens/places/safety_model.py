"""The safety self-assessment: what is due, a part being filled in, what was filled in before."""

from __future__ import annotations

from vaxdesk.domain.places.checklist import Part, Safety, latest
from vaxdesk.domain.places.views import CheckedList
from vaxdesk.domain.refusals import Refused
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screen import Change, Room
from vaxdesk.ui.screens.places.ports import SafetyPorts
from vaxdesk.ui.screens.places.state import SafetyState
from vaxdesk.ui.state_model import StateModel
from vaxdesk.words import say


class SafetyModel(StateModel[SafetyState]):
    """The model of the tab of safety."""

    def __init__(self, room: Room, ports: SafetyPorts) -> None:
        super().__init__(SafetyState())
        self._room, self._ports = room, ports

    def look(self) -> None:
        """Read how it stands."""
        self._room.lanes.db.run_newest("safety", self._ports.stands, self._shown)

    def begin(self, part: Part) -> None:
        """Fill a part in; part A begins with the facts of the station, and with what was written the last time."""
        safety = self.state.safety
        if safety is None:
            return
        answers: dict[str, str] = {}
        if part is Part.A:
            last = latest(safety.done, part)
            answers = dict(last.answers) if last else {}
            answers |= {item.key: safety.facts[item.fact] for item in safety.form.part[part].item if item.fact}
        self.become(part=part, answers=answers, notes={}, seen=None)

    def answer(self, key: str, answer: str) -> None:
        """An item is answered."""
        self.become(answers={**self.state.answers, key: answer})

    def note(self, key: str, text: str) -> None:
        """Something is noted beside an item."""
        self.become(notes={**self.state.notes, key: text})

    def leave(self) -> None:
        """Back to the overview; nothing is saved."""
        self.become(part=None, seen=None)

    def see(self, done: CheckedList) -> None:
        """Look at a list filled in before."""
        self.become(seen=done, part=None)

    def save(self) -> None:
        """Save the part for today."""
        state = self.state
        if state.part is None or state.busy:
            return
        self.become(busy=True)
        self._room.lanes.db.run(
            lambda: self._ports.fill_in(state.part, state.answers, state.notes), self._saved, self._broken
        )

    def print_seen(self) -> None:
        """Show the paper of the list that is looked at."""
        if self.state.seen is not None:
            self._ports.print_list(self.state.seen.id)

    def _saved(self, answer: str | Refused) -> None:
        self.become(busy=False)
        if isinstance(answer, Refused):
            self._room.notices.warn(refusal_text(answer))
            return
        self._room.notices.ok(say("places_page.checklist_saved"))
        self.become(part=None)
        self._room.publish({Change.PLACES})
        self._room.lanes.db.run_newest("safety", self._ports.stands, lambda safety: self._shown(safety, see=answer))

    def _shown(self, safety: Safety, *, see: str = "") -> None:
        wanted = see or (self.state.seen.id if self.state.seen else "")
        self.become(safety=safety, seen=next((one for one in safety.done if one.id == wanted), None))
        late = sum(due.wanted for due in safety.due.values())
        self._room.badge("places", str(late) if late else "", Tone.WAIT)

    def _broken(self, err: Err) -> None:
        self.become(busy=False)
        self._room.notices.failed(err)
