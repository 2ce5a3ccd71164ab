"""The intents about doses of elsewhere: typed from a paper or told by a certificate, then taken into the history."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from vaxdesk.domain.catchup.prior import PriorDose
from vaxdesk.domain.catchup.views import Offered
from vaxdesk.domain.identity import Identified
from vaxdesk.domain.names import fold
from vaxdesk.domain.refusals import Refused
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screen import Change, RawScan, Room
from vaxdesk.ui.screens.catchup.ports import CatchupPorts
from vaxdesk.ui.screens.catchup.state import PriorState
from vaxdesk.ui.state_model import StateModel
from vaxdesk.words import say


class PriorModel(StateModel[PriorState]):
    """Doses of elsewhere for one person."""

    taken = Signal()

    def __init__(self, room: Room, ports: CatchupPorts) -> None:
        super().__init__(PriorState())
        self._room, self.ports = room, ports

    def begin(self, person: str) -> None:
        """Begin for a person."""
        fresh = PriorState(today=self.ports.today(), person=person)
        self.become(**{name: getattr(fresh, name) for name in PriorState.__struct_fields__})
        self._offer()

    def edit(self, draft: PriorDose) -> None:
        """Somebody typed."""
        self.become(draft=draft, refused=None)

    def add(self) -> None:
        """The dose that was typed waits with the others; an empty one means that all are there."""
        draft = self.state.draft
        if not draft.date:
            self.take()
            return
        self.become(doses=(*self.state.doses, draft), draft=PriorDose(date="", place=draft.place))
        self._offer()

    def scanned(self, raw: RawScan) -> None:
        """A certificate was scanned: its doses wait with the others."""
        work = partial(self.ports.identify, raw.payload, keyed=raw.keyed)
        self._room.lanes.db.run_newest("catchup.prior", work, self._identified, self._failed)

    def take(self) -> None:
        """Take in what is new."""
        offered = self.state.offered
        if self.state.busy or offered is None:
            return
        if not offered.fresh:
            self.taken.emit()
            return
        self.become(busy=True)
        work = partial(self.ports.take, self.state.person, offered.fresh)
        self._room.lanes.db.run(work, self._took, self._failed)

    def _identified(self, answer: Identified) -> None:
        scan = answer.scan
        if scan is None or not scan.doses:
            self._room.notices.warn(say("catchup.no_certificate"))
            return
        person = self.state.offered.person if self.state.offered else None
        if person is None or fold(scan.name) != fold(person.name):
            self._room.notices.warn(say("catchup.other_name", name=scan.name))
            return
        self.become(doses=(*self.state.doses, *self.ports.told(scan)))
        self._offer()

    def _offer(self) -> None:
        work = partial(self.ports.offer, self.state.person, self.state.doses)
        self._room.lanes.db.run_newest("catchup.offer", work, self._offered, self._failed)

    def _offered(self, answer: Offered | Refused) -> None:
        if isinstance(answer, Refused):
            self.become(refused=answer)
        else:
            self.become(offered=answer)

    def _took(self, answer: Any) -> None:
        self.become(busy=False)
        if isinstance(answer, Refused):
            self._room.notices.warn(refusal_text(answer, product=self.ports.product))
            return
        name = self.state.offered.person.name if self.state.offered else ""
        self._room.notices.ok(say("catchup.prior_taken", n=answer.value, name=name))
        self._room.publish({Change.VISITS, Change.PEOPLE})
        self.taken.emit()

    def _failed(self, err: Err) -> None:
        self.become(busy=False)
        self._room.notices.failed(err)
