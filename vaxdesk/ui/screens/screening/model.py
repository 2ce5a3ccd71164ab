"""The screening desk's intents: take a person, fill the form, save, let go, undo."""

from __future__ import annotations

from functools import partial
from typing import Any

from vaxdesk.domain.identity import Presence
from vaxdesk.domain.outcomes import Conclusion
from vaxdesk.domain.payloads import Screen
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.step_views import Incomplete, ScreeningSheet
from vaxdesk.domain.views import PersonView, VisitRow
from vaxdesk.ui.finder import Finder
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screen import Change, Room
from vaxdesk.ui.screens.screening.filling import FillingModel, begun, filled, first_place, typed_of
from vaxdesk.ui.screens.screening.ports import ScreeningPorts
from vaxdesk.ui.screens.screening.state import BLANK
from vaxdesk.ui.turn import Turn, TurnWords
from vaxdesk.words import say

_NOBODY: dict[str, Any] = {
    "sheet": None, "refused": None, "draft": BLANK, "typed": {}, "settled": frozenset(), "assessed": None,
    "missing": (), "asked": False,
}  # fmt: skip
_TURN = TurnWords(declined="screening.declined", undone="screening.undone")
_GOES_ON = (Conclusion.ELIGIBLE, Conclusion.CAUTION)


class ScreeningModel(FillingModel):
    """One screening desk."""

    def __init__(self, room: Room, ports: ScreeningPorts) -> None:
        super().__init__()
        self._room, self._ports = room, ports
        self.finder = Finder(room, identify=ports.identify, search=ports.search)
        self.finder.met.connect(self.pick)
        self.finder.listed.connect(self._listed)
        self.finder.vaccine.connect(lambda _: room.notices.info(say("scan.next.vaccine_box")))
        self.turn = Turn(room, ports, words=_TURN, changes=frozenset({Change.VISITS}))
        self.turn.ended.connect(self._ended)
        self.turn.undone.connect(self.pick)
        self.turn.saved.connect(self.look)
        self.turn.refused.connect(self._refused)
        self.turn.failed.connect(self._failed)

    @property
    def product(self) -> str:
        """Name of what the station gives today; empty when not known."""
        code = self.state.sheet.product if self.state.sheet else ""
        return self._ports.product(code) if code else ""

    def name_of(self, product: str) -> str:
        """Name of a product by its code."""
        return self._ports.product(product)

    def open(self, person: str = "") -> None:
        """The screen was opened, perhaps for a person."""
        if person:
            self.pick(person)
        self.look()

    def look(self) -> None:
        """Who waits; when nobody is shown, the next one is taken."""
        self.become(today=self._ports.today())
        self._room.lanes.db.run_newest("screening.queue", self._ports.queue, self._came, self._failed)

    def look_again(self) -> None:
        """Something changed elsewhere: the queue, and the person shown unless the form is being filled."""
        self.look()
        untouched = self.state.sheet is not None and not self.state.typed and not self.state.draft.answers
        if untouched:
            self.pick(self.state.person)

    def pick(self, person: str) -> None:
        """Show a person's sheet."""
        self.become(busy=True)
        work = partial(self._ports.sheet, person)
        self._room.lanes.db.run_newest("screening.sheet", work, self._shown, self._failed)

    def save(self) -> None:
        """Save the form and go on to the next person; what is missing is marked instead."""
        state = self.state
        if state.busy or state.sheet is None or state.closed:
            return
        self.become(asked=True, refused=None)
        if state.missing:
            self.go_on()
            return
        self.become(busy=True)
        sheet = state.sheet
        work = partial(self._ports.save, sheet.person.id, state.draft, product=sheet.product)
        self._room.lanes.db.run(work, partial(self._saved, sheet), self._failed)

    def decline(self, why: str) -> None:
        """The person shown does not want the dose."""
        sheet = self.state.sheet
        if sheet and not self.state.busy:
            self.become(busy=True)
            self.turn.decline(sheet.person, why)

    def undo_screening(self) -> None:
        """Ask for the reason to take back the screening of the person shown."""
        sheet = self.state.sheet
        if sheet and sheet.visit.screen:
            self.turn.undo_wanted.emit(sheet.visit.screen.id, sheet.person.name)

    def send_to(self, screen: str) -> None:
        """Open another screen for the person shown."""
        if self.state.person:
            self._room.go(screen, self.state.person)

    def _came(self, rows: tuple[VisitRow, ...]) -> None:
        self.become(waiting=rows)
        self._room.badge("screening", str(len(rows)) if rows else "", Tone.ACCENT)
        if rows and self.state.sheet is None and self.state.refused is None and not self.state.busy:
            self.pick(rows[0].person.id)

    def _listed(self, people: tuple[Presence, ...] | None) -> None:
        self.become(found=people)

    def _shown(self, sheet: ScreeningSheet | Refused) -> None:
        if isinstance(sheet, Refused):
            self.become(busy=False, found=None, **{**_NOBODY, "refused": sheet})
            return
        form = begun(sheet, self._ports.today())
        typed = typed_of(sheet, form)
        state = {**_NOBODY, "sheet": sheet, "typed": typed, **filled(sheet, form, typed)}
        self.become(busy=False, found=None, **state)
        if not self.state.closed:
            self.wanted.emit(first_place(sheet))

    def _saved(self, sheet: ScreeningSheet, answer: Any) -> None:
        if isinstance(answer, Refused):
            self._refused(answer)
            return
        if isinstance(answer, Incomplete):
            self.become(busy=False, missing=answer.missing)
            self.go_on()
            return
        kept: Screen = answer.value
        words = {"name": sheet.person.name, "conclusion": say(f"clinical.conclusion_short.{kept.conclusion}")}
        self.turn.end(sheet.person, say("screening.saved", **words), entry=answer.refs[-1])
        follows = self._ports.next_screen()
        if follows and kept.conclusion in _GOES_ON and not self.state.waiting:
            self._room.go(follows, sheet.person.id)

    def _ended(self, person: PersonView) -> None:
        waiting = tuple(row for row in self.state.waiting if row.person.id != person.id)
        self.become(busy=False, waiting=waiting, **_NOBODY)

    def _refused(self, answer: Refused) -> None:
        self.become(busy=False, refused=answer)

    def _failed(self, err: Err) -> None:
        self.become(busy=False)
        self._room.notices.failed(err)
