"""Reception's intents: find a person by code or by words, look at them, go on."""

from __future__ import annotations

from functools import partial
from typing import Any

from vaxdesk.domain.identity import Arrival, Found, Identified, Presence, Several, Unknown
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.refusals import Allowed, Refused
from vaxdesk.domain.scans import Scan
from vaxdesk.domain.views import PersonView
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.screen import RawScan, Room
from vaxdesk.ui.screens.reception.looking_up import LookingUp
from vaxdesk.ui.screens.reception.ports import ReceptionPorts
from vaxdesk.ui.screens.reception.receiving import Receiving
from vaxdesk.ui.screens.reception.registering import WalkInModel
from vaxdesk.ui.screens.reception.state import Panel, People, ReceptionState
from vaxdesk.ui.state_model import StateModel
from vaxdesk.words import say

_NUMBER_DIGITS = 8  # from so many digits on, what was typed is a number and not the beginning of one
_NOBODY = {"found": None, "scan": None, "refused": None, "arrival": None, "arrived": None, "taken": frozenset()}

_FRESH = {"busy": False, "guardian": False, "refused": None, "arrival": None}


class ReceptionModel(StateModel[ReceptionState]):
    """One reception desk; `receiving` saves, `form` registers walk-ins."""

    def __init__(self, room: Room, ports: ReceptionPorts) -> None:
        super().__init__(ReceptionState())
        self._room, self.ports = room, ports
        self._enter_for: str | None = None
        self._looking_at = ""  # the person whose record is awaited; an answer that nobody waits for changes nothing
        self._lately: tuple[Presence, ...] = ()
        self.receiving, self.form = Receiving(room, ports), WalkInModel(room, ports)
        self.elsewhere = LookingUp(room, ports, ended=lambda: self.become(busy=False))
        self.receiving.arrived.connect(self._arrived)
        self.receiving.refused.connect(self._refused)
        self.receiving.saved.connect(self.look_again)
        self.receiving.undone.connect(self._undone)
        self.receiving.failed.connect(self._failed)
        self.form.registered.connect(self.receiving.registered)
        self.form.same.connect(self._look)

    def open(self, person: str = "") -> None:
        """The screen was opened, perhaps for a person."""
        self.become(today=self.ports.today(), now=self.ports.now(), next_screen=self.ports.next_screen())
        self.look_again()
        if person:
            self._look(person)

    def look_again(self) -> None:
        """Something was saved here or elsewhere: who came last, and the person shown."""
        self._room.lanes.db.run_newest("reception.lately", self.ports.lately, self._came, self._failed)
        found = self.state.found
        if found and self.state.panel is Panel.PERSON:
            self._look(found.presence.person.id)
        elif self.state.panel is Panel.NOBODY and self.state.draft.doc in self.elsewhere.awaited:
            self._identify(partial(self.ports.identify, self.state.draft.doc))

    def look_up(self) -> None:
        """Ask the server about the document that nobody here is known by."""
        if self.state.panel is Panel.NOBODY and not self.state.busy:
            self.become(busy=True)
            self.elsewhere.ask(self.state.draft.doc)

    def rest(self) -> None:
        """Back to nobody."""
        self._enter_for, self._looking_at = None, ""
        self.become(panel=Panel.IDLE, busy=False, query="", settled=True, **_last(self._lately), **_NOBODY)

    def scanned(self, raw: RawScan) -> None:
        """A code was read."""
        self.become(busy=True, query="", now=self.ports.now())
        self._identify(partial(self.ports.identify, raw.payload, keyed=raw.keyed))

    def searched(self, text: str) -> None:
        """Somebody types; an empty text goes back to rest."""
        self._enter_for = None
        if not text:
            self.rest()
            return
        self.become(query=text, settled=False, now=self.ports.now())
        then = partial(self._listed, text)
        self._room.lanes.db.run_newest("reception.search", partial(self.ports.search, text), then, self._failed)

    def submit(self, text: str) -> None:
        """Enter after typing: the highlighted person is received, as soon as the search has settled."""
        if text == self.state.query and self.state.settled:
            self.go_on()
        else:
            if text != self.state.query:
                self.searched(text)
            self._enter_for = None if self.state.settled else text

    def move(self, step: int) -> None:
        """Highlight another row of the list."""
        if self.state.rows:
            at = max(self.state.at + step, 0)
            self.pick(self.state.rows[: at + 1][-1].person.id)

    def pick(self, person: str) -> None:
        """Highlight a person of the list and show them."""
        self.become(at=self.state.place_of(person), refused=None)
        self._look(person)

    def take(self, field: str, *, on: bool) -> None:
        """Whether a value of the card goes into the record with the check-in."""
        self.become(taken=self.state.taken | {field} if on else self.state.taken - {field})

    def take_all(self) -> None:
        """All that the card may give."""
        self.become(taken=self.state.takeable)

    def go_on(self) -> None:
        """The main button of the panel shown."""
        panel = self.state.panel
        if panel is Panel.PERSON:
            self.check_in()
        elif panel is Panel.NOBODY:
            self.register(self.state.draft)
        elif panel is Panel.ARRIVED and self.state.next_screen and self.state.arrival:
            self._room.go(self.state.next_screen, self.state.arrival.person)

    def check_in(self) -> None:
        """Receive the person shown; one who was received already goes on to the next screen of this desk."""
        state, found = self.state, self.state.found
        if found is None or state.busy:
            return
        person = found.presence.person
        if state.highlighted and state.highlighted.person.id != person.id:
            return  # the highlighted one is still being looked up: never receive another
        if isinstance(found.check_in, Allowed):
            self.become(busy=True, refused=None)
            self.receiving.check_in(found, taken=state.taken, guardian=state.guardian)
        elif found.presence.no and state.next_screen and not found.presence.outcome:
            self._room.go(state.next_screen, person.id)

    def register(self, draft: Person) -> None:
        """Open the registration form with what is known."""
        self._looking_at = ""
        self.form.begin(draft)
        self.become(panel=Panel.FORM, busy=False)

    def _identify(self, work: partial[Identified]) -> None:
        self._room.lanes.db.run_newest("reception.identify", work, self._identified, self._failed)

    def _look(self, person: str) -> None:
        work = partial(self.ports.look, person, scan=_card_of(self.state, person))
        self._looking_at = person
        self._room.lanes.db.run_newest("reception.identify", work, partial(self._looked, person), self._failed)

    def _looked(self, person: str, found: Found | None) -> None:
        if person != self._looking_at:  # gone on or back to rest meanwhile
            return
        entering, self._enter_for = self._enter_for == self.state.query, None
        if found is None:
            self.rest()
            self._room.notices.warn(say("refusal.reason.person_gone"))
            return
        before = self.state.found.presence.person.id if self.state.found else ""
        if before == found.presence.person.id and isinstance(found.check_in, Allowed):
            self.become(panel=Panel.PERSON, found=found)  # what was ticked stays ticked
        else:
            self._show(found)
        if entering and len(self.state.rows) == 1:  # Enter before the answer came: only where there is no choice
            self.check_in()

    def _show(self, found: Found) -> None:
        fills = frozenset(one.field for one in found.differences if one.fills)
        self.become(panel=Panel.PERSON, found=found, taken=fills, **_FRESH)

    def _identified(self, answer: Identified) -> None:
        if isinstance(answer, Found):
            self.become(**_last(self._lately), scan=answer.scan)
            self._show(answer)
        elif isinstance(answer, Several):
            self.become(busy=False, panel=Panel.CHOOSE, **_several(answer))
        elif isinstance(answer, Unknown):
            self._unknown(answer)
        else:
            self.become(busy=False, panel=Panel.UNREAD, **_last(self._lately), **{**_NOBODY, "scan": answer.scan})

    def _unknown(self, answer: Unknown) -> None:
        if self.state.panel is Panel.FORM:
            self.become(busy=False)
            self.form.fill(answer.draft)
            return
        rows = {"people": People.SIMILAR, "rows": answer.similar, "at": -1} if answer.similar else _last(self._lately)
        self.become(busy=False, panel=Panel.NOBODY, draft=answer.draft, **rows, **{**_NOBODY, "scan": answer.scan})

    def _listed(self, text: str, rows: tuple[Presence, ...]) -> None:
        if text != self.state.query:  # a code was scanned meanwhile, or the box emptied
            return
        found = {"people": People.RESULTS, "rows": rows, "at": 0 if rows else -1}
        self.become(panel=_without_code(self.state.panel), settled=True, scan=None, refused=None, **found)
        if rows:
            self._look(rows[0].person.id)
        elif sum(letter.isdigit() for letter in text) >= _NUMBER_DIGITS:
            self._identify(partial(self.ports.identify, text))
        else:
            self.become(panel=Panel.NOBODY, draft=_named(text), hides=self.ports.hides(), **_NOBODY)

    def _arrived(self, person: PersonView, arrival: Arrival) -> None:
        self._looking_at = ""
        self.become(busy=False, panel=Panel.ARRIVED, **{**_NOBODY, "arrival": arrival, "arrived": person})
        self.look_again()

    def _undone(self) -> None:
        if self.state.panel is Panel.ARRIVED:
            self.rest()
        self.look_again()

    def _refused(self, answer: Refused) -> None:
        self.become(busy=False, refused=answer)
        self.look_again()

    def _came(self, rows: tuple[Presence, ...]) -> None:
        self._lately = rows
        if self.state.people is People.LATELY:
            self.become(rows=rows)

    def _failed(self, err: Err) -> None:
        self._room.notices.failed(err)
        self.become(busy=False, settled=True)


def _named(text: str) -> Person:
    """What a registration begins with; letters without marks are no name yet."""
    return Person(name="" if text.isascii() else text)


def _without_code(panel: Panel) -> Panel:
    """What is shown when the code that was read is spoken of no more."""
    return Panel.IDLE if panel is Panel.UNREAD else panel


def _last(rows: tuple[Presence, ...]) -> dict[str, Any]:
    """The list at the left with who came last."""
    return {"people": People.LATELY, "rows": rows, "at": -1}


def _several(answer: Several) -> dict[str, Any]:
    """The list at the left with those whom a code may mean."""
    rows = tuple(one.presence for one in answer.candidates)
    return {**_NOBODY, "scan": answer.scan, "people": People.CANDIDATES, "rows": rows, "at": -1}


def _card_of(state: ReceptionState, person: str) -> Scan | None:
    """The card that a person is compared with, if one lies before the desk."""
    if state.found and state.found.presence.person.id == person:
        return state.found.scan
    return state.scan if state.people is People.CANDIDATES else None
