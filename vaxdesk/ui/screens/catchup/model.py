"""The page's intents: look at the stacks, announce one, take one up, have one checked."""

from __future__ import annotations

from functools import partial
from typing import Any

import msgspec

from vaxdesk.domain.catchup.stack import StackView
from vaxdesk.domain.payloads_catchup import Batch
from vaxdesk.domain.refusals import Refused
from vaxdesk.ui import written
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.lanes import Lane
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screen import Change, RawScan, Room
from vaxdesk.ui.screens.catchup.grid import TypingModel
from vaxdesk.ui.screens.catchup.newcomers import NewcomerModel
from vaxdesk.ui.screens.catchup.ports import CatchupPorts
from vaxdesk.ui.screens.catchup.prior import PriorModel
from vaxdesk.ui.screens.catchup.rechecking import RecheckModel
from vaxdesk.ui.screens.catchup.state import CatchupState, Panel
from vaxdesk.ui.state_model import StateModel
from vaxdesk.words import say


class CatchupModel(StateModel[CatchupState]):
    """Stacks of paper; `typing`, `newcomer`, `recheck` and `prior` are the panels behind them."""

    def __init__(self, room: Room, ports: CatchupPorts) -> None:
        super().__init__(CatchupState())
        self._room, self.ports = room, ports
        self.typing = TypingModel(room, ports)
        self.newcomer = NewcomerModel(room, ports)
        self.recheck = RecheckModel(room, ports)
        self.prior = PriorModel(room, ports)
        self.typing.unknown.connect(self._begin_newcomer)
        self.newcomer.entered.connect(self._entered)
        self.recheck.begun.connect(lambda: self.become(panel=Panel.RECHECK))
        self.prior.taken.connect(self._back_from_prior)

    @property
    def eye(self) -> Lane:
        """The lane that looks through cameras."""
        return self._room.lanes.eye

    def open(self, person: str = "") -> None:
        """The screen was opened, perhaps for the prior doses of a person."""
        self.become(today=self.ports.today())
        self.look()
        if person:
            self.prior.begin(person)
            self.become(panel=Panel.PRIOR)

    def look(self) -> None:
        """Ask again for the stacks, and for the rows of the one being typed."""
        self.count()
        if self.state.panel in (Panel.TYPING, Panel.NEWCOMER):
            self.typing.look()

    def count(self) -> None:
        """Ask again for the stacks alone."""
        self._room.lanes.db.run_newest("catchup.stacks", self.ports.stacks, self._came, self._failed)

    def new(self) -> None:
        """Announce a stack; what the last one said is proposed."""
        last = self.state.stacks[0] if self.state.stacks else None
        draft = Batch(day="", product="")
        if last:
            draft = Batch(
                day=last.day, product=last.product, here=last.here, place=last.place, lot_no=last.lot_no,
                expiry=last.expiry, given_by=last.given_by, form=last.form,
            )  # fmt: skip
        self.become(panel=Panel.HEAD, draft=draft, refused=None, busy=False)

    def edit(self, draft: Batch) -> None:
        """Somebody typed into the announcement."""
        self.become(draft=draft, refused=None)

    def announce(self) -> None:
        """Save the announcement and begin to type."""
        if not self.state.busy:
            self.become(busy=True, refused=None)
            self._room.lanes.db.run(partial(self.ports.announce, self.state.draft), self._announced, self._failed)

    def take_up(self, stack: StackView) -> None:
        """Go on typing a stack."""
        self.become(panel=Panel.TYPING, refused=None)
        self.typing.begin(stack)

    def check(self, stack: StackView) -> None:
        """Have a sample of a stack read again by whoever is signed in."""
        self.recheck.begin(stack)

    def recount(self, stack: StackView, sheets: int) -> None:
        """The stack proves higher or lower than announced."""
        work = partial(self.ports.recount, stack.id, sheets=sheets)
        self._room.lanes.db.run(work, self._recounted, self._failed)

    def prior_of_person(self) -> None:
        """Prior doses of the person on the sheet."""
        weighed = self.typing.state.weighed
        if weighed:
            self.prior.begin(weighed.person.id)
            self.become(panel=Panel.PRIOR)

    def back(self) -> None:
        """One step back: from a form to the sheet, from a sheet to nobody, from a stack to the stacks."""
        panel = self.state.panel
        if panel is Panel.TYPING and self.typing.state.at_work:
            self.typing.rest()
        elif panel in (Panel.NEWCOMER, Panel.PRIOR) and self.typing.state.stack:
            self.become(panel=Panel.TYPING)
        elif panel is not Panel.STACKS:
            self.typing.begin(None)
            self.become(panel=Panel.STACKS, refused=None, busy=False)
            self.look()

    # scans and the scan box belong to the sheet in hand, or to a person's prior doses

    def scanned(self, raw: RawScan) -> None:
        """A code was read."""
        if self.state.panel is Panel.PRIOR:
            self.prior.scanned(raw)
        elif self.state.panel in (Panel.TYPING, Panel.NEWCOMER):
            self.become(panel=Panel.TYPING)
            self.typing.scanned(raw)
        else:
            self._room.notices.warn(say("catchup.stack_first"))

    def searched(self, text: str) -> None:
        """Somebody types into the scan box."""
        if self.state.panel is Panel.TYPING:
            self.typing.searched(text)

    def submit(self, text: str) -> None:
        """Enter in the scan box."""
        if self.state.panel is Panel.TYPING:
            self.typing.submit(text)

    def _came(self, stacks: tuple[StackView, ...]) -> None:
        self.become(stacks=stacks)
        self._recounted_elsewhere(stacks)
        waiting = self.state.missing
        self._room.badge("catchup", written.count(waiting) if waiting else "", Tone.WAIT)

    def _announced(self, answer: Any) -> None:
        self.become(busy=False)
        if isinstance(answer, Refused):
            self.become(refused=answer)
            return
        self.look()
        self.take_up(answer.value)

    def _recounted(self, answer: Any) -> None:
        if isinstance(answer, Refused):
            self.become(refused=answer)
            return
        if self.typing.state.stack:
            self.typing.become(stack=answer.value)
        self.look()

    def _recounted_elsewhere(self, stacks: tuple[StackView, ...]) -> None:
        """Another PC may say that the stack in hand is higher or lower."""
        now = self.typing.state.stack
        told = next((one for one in stacks if now and one.id == now.id), None)
        if now and told and told.sheets != now.sheets:
            self.typing.become(stack=msgspec.structs.replace(now, sheets=told.sheets))

    def _begin_newcomer(self, draft: Any) -> None:
        self.newcomer.begin(draft)
        self.become(panel=Panel.NEWCOMER)

    def _entered(self, person: str) -> None:
        self._room.publish({Change.PEOPLE})
        self.become(panel=Panel.TYPING)
        self.typing.pick(person)

    def _back_from_prior(self) -> None:
        if self.typing.state.stack:
            self.become(panel=Panel.TYPING)
            self.typing.weigh_again()
        else:
            self._room.go("person", self.prior.state.person)
            self.become(panel=Panel.STACKS)

    def _failed(self, err: Err) -> None:
        self.become(busy=False)
        self._room.notices.failed(err)
