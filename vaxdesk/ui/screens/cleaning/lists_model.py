"""Lists for the commune police: made for a commune, printed and saved, and taken back when they are corrected."""

from __future__ import annotations

from functools import partial
from typing import Any

from vaxdesk.domain.cleaning.answers import Answer, ReturnedList
from vaxdesk.domain.cleaning.findings import CommuneCount
from vaxdesk.domain.cleaning.police import ListKind
from vaxdesk.domain.refusals import Refused
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screen import Change, Room
from vaxdesk.ui.screens.cleaning.ports import CleaningPorts
from vaxdesk.ui.screens.cleaning.state import ListsState, MadeList
from vaxdesk.ui.state_model import StateModel
from vaxdesk.words import say


class ListsModel(StateModel[ListsState]):
    """The model of the lists."""

    def __init__(self, room: Room, ports: CleaningPorts) -> None:
        super().__init__(ListsState())
        self._room, self._ports = room, ports

    def look(self) -> None:
        """Read the lists handed out so far."""
        self.become(may_clean=self._ports.may_clean())
        self._room.lanes.db.run_newest("police", self._ports.lists, lambda found: self.become(lists=found))

    def show_communes(self, communes: tuple[CommuneCount, ...]) -> None:
        """How many people of each commune would stand on lists; the largest is chosen first."""
        known = {one.commune for one in communes}
        largest = max(communes, key=lambda one: one.people, default=None)
        kept = self.state.commune if self.state.commune in known else (largest.commune if largest else None)
        self.become(communes=communes, commune=kept)
        self.look()

    def choose(self, commune: str) -> None:
        """The commune whose list is made."""
        self.become(commune=commune)

    def toggle_kind(self, kind: ListKind) -> None:
        """One of the three kinds, in or out."""
        self.become(kinds=self.state.kinds ^ {kind})

    def make(self) -> None:
        """Make the list; it is numbered and written down."""
        state = self.state
        if state.commune is None or not state.people or state.busy:
            return
        self.become(busy=True, made=None)
        kinds = tuple(kind for kind in ListKind if kind in state.kinds)
        work = partial(self._ports.gather, state.commune, kinds)
        self._room.lanes.paper.run(work, self._gathered, self._failed)

    def print_made(self) -> None:
        """Print the list that was made."""
        if self.state.made:
            self._ports.print_list(self.state.made)

    def save_made(self, path: str) -> None:
        """Write its workbook."""
        made = self.state.made
        if made:
            self._room.lanes.paper.run(
                partial(self._ports.write_sheet, made, path),
                lambda _: self._room.notices.ok(say("cleaning.lists.saved", file=path)),
                self._room.notices.failed,
            )

    def read_back(self, path: str) -> None:
        """Read a workbook that came back; nothing is written."""
        self.become(busy=True)
        self._room.lanes.paper.run(partial(self._ports.look_at, path), self._looked, self._failed)

    def toggle(self, answer: Answer) -> bool:
        """Take a row, or leave it; whether it is taken now."""
        if answer.may_take:
            self.become(taken=self.state.taken ^ {answer.row})
        return answer.row in self.state.taken

    def signed_by(self, name: str) -> None:
        """Who signed for the police."""
        self.become(by=name)

    def discard(self) -> None:
        """Leave the file; nothing was written."""
        self.become(returned=None, taken=frozenset())

    def take(self) -> None:
        """Write the rows that are ticked."""
        returned = self.state.returned
        if returned and self.state.taken and not self.state.busy:
            self.become(busy=True)
            self._take(returned, tuple(sorted(self.state.taken)), 0)

    def _take(self, returned: ReturnedList, rows: tuple[int, ...], start: int) -> None:
        work = partial(self._ports.take, returned, rows, self.state.by, start)
        self._room.lanes.db.run(work, partial(self._taken, returned, rows), self._failed)

    def _taken(self, returned: ReturnedList, rows: tuple[int, ...], answer: int | Refused) -> None:
        if isinstance(answer, Refused):
            self.become(busy=False)
            self._room.notices.warn(refusal_text(answer))
        elif answer < len(rows):
            self._take(returned, rows, answer)
        else:
            self.become(busy=False, returned=None, taken=frozenset())
            self._room.notices.ok(say("cleaning.lists.taken", n=len(rows), no=returned.sheet.no))
            self._room.publish({Change.PEOPLE})
            self.look()

    def _gathered(self, gathered: Any) -> None:
        self._room.lanes.db.run(partial(self._ports.hand_out, gathered), self._made, self._failed)

    def _made(self, answer: MadeList | Refused) -> None:
        self.become(busy=False)
        if isinstance(answer, Refused):
            self._room.notices.warn(refusal_text(answer))
        else:
            self.become(made=answer)
            self.look()

    def _looked(self, answer: ReturnedList | Refused) -> None:
        self.become(busy=False)
        if isinstance(answer, Refused):
            self._room.notices.warn(refusal_text(answer))
        else:
            self.become(returned=answer, taken=frozenset(one.row for one in answer.to_take))

    def _failed(self, err: Err) -> None:
        self.become(busy=False)
        self._room.notices.failed(err)
