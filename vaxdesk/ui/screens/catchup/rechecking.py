"""The check's intents: read the sheets of a sample again one by one, see what differs, mend it."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from vaxdesk.domain.catchup.checking import Difference, Field, Reread
from vaxdesk.domain.catchup.stack import StackView, TypedSheet
from vaxdesk.domain.catchup.views import Rechecked
from vaxdesk.domain.refusals import Refused
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screen import Change, Room
from vaxdesk.ui.screens.catchup.keeping import Keeping
from vaxdesk.ui.screens.catchup.ports import CatchupPorts
from vaxdesk.ui.screens.catchup.state import RecheckState
from vaxdesk.ui.state_model import StateModel


class RecheckModel(StateModel[RecheckState]):
    """A second person's look at a stack."""

    begun = Signal()

    def __init__(self, room: Room, ports: CatchupPorts) -> None:
        super().__init__(RecheckState())
        self._room, self.ports = room, ports
        self._keeping = Keeping(room, ports)
        self._keeping.mended.connect(self._mended)

    def begin(self, stack: StackView) -> None:
        """Ask for the sample; whoever typed the stack is refused."""
        then = partial(self._chosen, stack)
        self._room.lanes.db.run(partial(self.ports.sample, stack.id), then, self._failed)

    def read(self, who: str, what: str) -> None:
        """The sheet in hand says so; the next one."""
        now = self.state.current
        if now is None or self.state.busy or not (who.strip() and what.strip()):
            return
        read = (*self.state.read, Reread(entry=now.entry, who=who, what=what))
        self.become(read=read, at=self.state.at + 1)
        if self.state.at >= len(self.state.sample):
            self._finish()

    def mend(self, row: TypedSheet) -> None:
        """Put the lot as it was read again in place of what was saved."""
        lots = [one.read for one in self.differences(row) if one.field is Field.LOT]
        if not lots or row.entry in self.state.mended:
            return
        self._keeping.mend_lot(row, lots[0])

    def differences(self, row: TypedSheet) -> tuple[Difference, ...]:
        """Where the sheet of a row says otherwise."""
        found = self.state.found
        return tuple(one for one in found.differences if one.entry == row.entry) if found else ()

    def open_person(self, row: TypedSheet) -> None:
        """Where the person is wrong, the record is looked at."""
        self._room.go("person", row.person.id)

    def _chosen(self, stack: StackView, answer: Any) -> None:
        if isinstance(answer, Refused):
            self._room.notices.warn(refusal_text(answer, product=self.ports.product))
            return
        self.become(
            busy=False, stack=stack, sample=answer, at=0, read=(), found=None, mended=frozenset(), refused=None
        )
        self.begun.emit()

    def _finish(self) -> None:
        self.become(busy=True)
        work = partial(self.ports.check, self.state.stack.id, self.state.read)
        self._room.lanes.db.run(work, self._checked, self._failed)

    def _checked(self, answer: Any) -> None:
        self.become(busy=False)
        if isinstance(answer, Refused):
            self.become(refused=answer)
            return
        found: Rechecked = answer.value
        self.become(found=found)
        self._room.publish({Change.VISITS})

    def _mended(self, row: TypedSheet, _now: TypedSheet) -> None:
        self.become(mended=self.state.mended | {row.entry})

    def _failed(self, err: Err) -> None:
        self.become(busy=False)
        self._room.notices.failed(err)
