"""Pairs one after the other: shown side by side, decided by one key each, taken back again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from vaxdesk.domain.cleaning.findings import Alike, Merged, PairCase
from vaxdesk.domain.cleaning.standing import Side
from vaxdesk.domain.refusals import Refused
from vaxdesk.ui.jobs import Err, Job
from vaxdesk.ui.notices import Act
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screen import Change, Room
from vaxdesk.ui.screens.cleaning.ports import CleaningPorts
from vaxdesk.ui.screens.cleaning.state import PairsState
from vaxdesk.ui.state_model import StateModel
from vaxdesk.words import say


class PairsModel(StateModel[PairsState]):
    """The model of the duplicates."""

    def __init__(self, room: Room, ports: CleaningPorts) -> None:
        super().__init__(PairsState())
        self._room, self._ports = room, ports
        self._job: Job | None = None

    @property
    def product(self) -> Callable[[str], str]:
        """Names a product by its code."""
        return self._ports.product

    def look(self) -> None:
        """Search anew; pairs that were there keep their place in the row, those that came follow."""
        self.stop()

        def work(job: Job) -> tuple[Alike, ...] | None:
            return self._ports.find(lambda: job.cancelled)

        self.become(may_merge=self._ports.may_merge())
        self._job = self._room.lanes.paper.run_long(work, self._found, self._failed)
        self._room.lanes.db.run_newest("merged", self._ports.merged, lambda found: self.become(merged=found))

    def stop(self) -> None:
        """Nobody waits for the search any more."""
        if self._job is not None:
            self._job.drop()
            self._job.cancel()
            self._job = None

    def move(self, step: int) -> None:
        """To another field in which the records differ."""
        case = self.state.case
        if case and case.differences:
            self.become(cursor=(self.state.cursor + step) % len(case.differences))

    def choose(self, side: Side, field: str = "") -> None:
        """The value of a side stands after a merge, for the field at the cursor or a named one."""
        case = self.state.case
        if not case or not case.differences:
            return
        names = [one.field for one in case.differences]
        at = names.index(field) if field else self.state.cursor
        self.become(chosen={**self.state.chosen, names[at]: side}, cursor=at)

    def same(self) -> None:
        """Both are one person; what was chosen stands."""
        case = self.state.case
        if case and self.state.may_merge and not self.state.busy:
            work = partial(self._ports.merge, case.left.id, case.right.id, self.state.chosen)
            self._decide(work, say("cleaning.pairs.merged", name=case.left.name))

    def differ(self) -> None:
        """They are two people, however alike."""
        case = self.state.case
        if case and self.state.may_merge and not self.state.busy:
            work = partial(self._ports.differ, case.left.id, case.right.id)
            self._decide(work, say("cleaning.pairs.differ", name=case.left.name))

    def later(self) -> None:
        """To the end of the row with this pair."""
        left = self.state.left
        if self.state.case and not self.state.busy:
            self._show((*left[1:], *left[:1]))

    def undo(self) -> None:
        """Take the latest decision of this sitting back."""
        if self.state.decided and not self.state.busy:
            self.take_back(self.state.decided[-1])

    def take_back(self, entry: str) -> None:
        """Take a merge, or that two differ, back."""
        self.become(busy=True)
        self._room.lanes.db.run(partial(self._ports.take_back, entry), partial(self._taken_back, entry), self._failed)

    def toggle_merged(self) -> None:
        """Show merges that stand, or the pairs again."""
        self.become(show_merged=not self.state.show_merged)

    def open_person(self, person: str) -> None:
        """The page of one of them."""
        self._room.go("person", person)

    def unmerge(self, row: Merged) -> None:
        """Take a merge of the list back."""
        if self.state.may_merge and not self.state.busy:
            self.take_back(row.entry)

    def _decide(self, work: Callable[[], str | Refused], told: str) -> None:
        self.become(busy=True)
        self._room.lanes.db.run(work, partial(self._decided, told), self._failed)

    def _decided(self, told: str, answer: str | Refused) -> None:
        self.become(busy=False)
        if isinstance(answer, Refused):
            self._room.notices.warn(refusal_text(answer))
        else:
            self.become(decided=(*self.state.decided, answer))
            self._room.notices.ok(told, Act(say("kit.undo"), partial(self.take_back, answer)))
            self._tell()
        self._show(self.state.left[1:])

    def _taken_back(self, entry: str, answer: str | Refused) -> None:
        self.become(busy=False, decided=tuple(one for one in self.state.decided if one != entry))
        if isinstance(answer, Refused):
            self._room.notices.warn(refusal_text(answer))
        else:
            self._room.notices.ok(say("cleaning.pairs.taken_back"))
        self._tell()
        self.look()

    def _tell(self) -> None:
        self._room.publish({Change.PEOPLE, Change.VISITS})
        self._room.lanes.db.run_newest("merged", self._ports.merged, lambda found: self.become(merged=found))

    def _found(self, found: tuple[Alike, ...] | None) -> None:
        self._job = None
        if found is None:
            return
        self.become(looked=True)
        before = {(one.one, one.other): at for at, one in enumerate(self.state.left)}
        self._show(tuple(sorted(found, key=lambda one: before.get((one.one, one.other), len(before)))))

    def _show(self, left: tuple[Alike, ...]) -> None:
        """Show the first pair; those decided in the meantime are passed over."""
        self.become(left=left)
        if not left:
            self.become(case=None, chosen={}, cursor=0)
            return
        work = partial(self._ports.case, left[0].one, left[0].other)
        self._room.lanes.db.run_newest("pair", work, partial(self._came, left), self._failed)

    def _came(self, left: tuple[Alike, ...], case: PairCase | None) -> None:
        if left != self.state.left:
            return
        if case is None:
            self._show(left[1:])
            return
        old = self.state.case
        same = old is not None and (old.left.id, old.right.id) == (case.left.id, case.right.id)
        kept, cursor = (self.state.chosen, self.state.cursor) if same else ({}, 0)
        chosen = {one.field: kept.get(one.field, one.proposed) for one in case.differences}
        self.become(case=case, chosen=chosen, cursor=min(cursor, max(0, len(case.differences) - 1)))

    def _failed(self, err: Err) -> None:
        self.become(busy=False)
        self._room.notices.failed(err)
