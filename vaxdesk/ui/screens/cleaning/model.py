"""Looks at everybody on the paper lane, shows what was found, and writes proposals that somebody agreed to."""

from __future__ import annotations

import time
from functools import partial
from typing import Any

from vaxdesk.domain.cleaning.findings import Doubtful, Fix, Survey
from vaxdesk.domain.refusals import Refused
from vaxdesk.ui.jobs import Err, Job
from vaxdesk.ui.kit.paged_model import Page
from vaxdesk.ui.lanes import Lane
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screen import Change, Room
from vaxdesk.ui.screens.cleaning.lists_model import ListsModel
from vaxdesk.ui.screens.cleaning.pairs_model import PairsModel
from vaxdesk.ui.screens.cleaning.ports import CleaningPorts
from vaxdesk.ui.screens.cleaning.state import CleaningState, ProposalRow, Topic
from vaxdesk.ui.state_model import StateModel
from vaxdesk.words import say

_QUICK_S = 1.5  # a look that takes longer is not repeated at every change

Query = tuple[Topic, tuple[Doubtful, ...], frozenset[tuple[Topic, str]]]


class CleaningModel(StateModel[CleaningState]):
    """The page's model; duplicates and police lists have models of their own."""

    def __init__(self, room: Room, ports: CleaningPorts) -> None:
        super().__init__(CleaningState())
        self._room, self._ports = room, ports
        self.pairs, self.lists = PairsModel(room, ports), ListsModel(room, ports)
        self._job: Job | None = None
        self._took = 0.0

    def look(self) -> None:
        """Look at everybody anew; what is shown stays until the answer comes."""
        self.stop()
        started = time.monotonic()
        self.become(looking=True, stale=False, may_clean=self._ports.may_clean())

        def work(job: Job) -> Survey | None:
            return self._ports.survey(lambda: job.cancelled)

        def looked(found: Survey | None) -> None:
            self._took = time.monotonic() - started
            self._looked(found)

        self._job = self._room.lanes.paper.run_long(work, looked, self._failed)
        self.pairs.look()

    def look_again(self) -> None:
        """Something changed: look anew if that is quick, else say that it may be old."""
        if self._took > _QUICK_S:
            self.become(stale=True)
        elif not self.state.total:
            self.look()

    def stop(self) -> None:
        """Nobody waits for the look at hand any more."""
        if self._job is not None:
            self._job.drop()
            self._job.cancel()
            self._job = None
        self.pairs.stop()

    @property
    def reading_lane(self) -> Lane:
        """Where pages are read."""
        return self._room.lanes.db

    def show(self, topic: Topic) -> None:
        """Another topic."""
        self.become(topic=topic)

    def query(self) -> Query:
        """What the list of the topic is to show."""
        return (self.state.topic, self.state.doubts(self.state.topic), self.state.left_out)

    def page(self, query: Query, cursor: Any, limit: int) -> Page:
        """The next people of a list; on the db lane."""
        topic, doubts, left_out = query
        start = cursor or 0
        part = doubts[start : start + limit]
        people = self._ports.views(tuple(one.person for one in part))
        rows = tuple(
            ProposalRow(person=people[one.person], doubt=one,
                        taken=bool(one.proposals) and (topic, one.person) not in left_out)
            for one in part
            if one.person in people
        )  # fmt: skip
        return Page(rows, start + limit if start + limit < len(doubts) else None)

    def toggle(self, row: ProposalRow) -> bool:
        """Tick or untick the proposals of a person; whether they are ticked now."""
        key = (self.state.topic, row.person.id)
        if row.doubt.proposals:
            self.become(left_out=self.state.left_out ^ {key})
        return bool(row.doubt.proposals) and key not in self.state.left_out

    def apply(self) -> None:
        """Write the ticked proposals of the topic, in batches that let other saves through."""
        agreed = self.state.agreed(self.state.topic)
        fixes = tuple(
            Fix(person=one.person, field=each.field, before=each.before, after=each.after)
            for one in agreed
            for each in one.proposals
        )
        if not fixes or self.state.total:
            return
        self.become(done=0, total=len(fixes))
        self._apply(fixes, len(agreed), 0)

    def open_person(self, row: ProposalRow) -> None:
        """The page of a person, where anything can be corrected by hand."""
        self._room.go("person", row.person.id)

    def _apply(self, fixes: tuple[Fix, ...], people: int, start: int) -> None:
        work = partial(self._ports.apply, fixes, start)
        self._room.lanes.db.run(work, partial(self._applied, fixes, people), self._broken)

    def _applied(self, fixes: tuple[Fix, ...], people: int, answer: int | Refused) -> None:
        if isinstance(answer, Refused):
            self._room.notices.warn(refusal_text(answer))
        elif answer < len(fixes):
            self.become(done=answer)
            self._apply(fixes, people, answer)
            return
        else:
            self._room.notices.ok(say("cleaning.applied", n=people))
        self.become(done=0, total=0)
        self._room.publish({Change.PEOPLE})
        self.look()

    def _broken(self, err: Err) -> None:
        self.become(done=0, total=0)
        self._room.notices.failed(err)
        self.look()

    def _looked(self, found: Survey | None) -> None:
        self._job = None
        self.become(looking=False, survey=found or self.state.survey)
        if found:
            self.lists.show_communes(found.communes)

    def _failed(self, err: Err) -> None:
        self._job = None
        self.become(looking=False)
        self._room.notices.failed(err)
