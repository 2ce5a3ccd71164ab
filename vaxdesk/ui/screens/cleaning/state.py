"""What the cleaning page shows."""

from __future__ import annotations

from enum import StrEnum, nonmember
from typing import Any

import msgspec

from vaxdesk.domain.cleaning.answers import ReturnedList
from vaxdesk.domain.cleaning.findings import Alike, CommuneCount, Doubtful, Merged, PairCase, Survey
from vaxdesk.domain.cleaning.police import ListKind, PoliceListView
from vaxdesk.domain.cleaning.standing import Side
from vaxdesk.domain.views import PersonView


class Topic(StrEnum):
    """What is cleaned."""

    WORDS = nonmember("cleaning.topic")

    NUMBERS = "numbers"
    NAMES = "names"
    PAIRS = "pairs"
    LISTS = "lists"


class CleaningState(msgspec.Struct, frozen=True, kw_only=True):
    """`left_out` are people whose proposals somebody unticked, by topic; `done` of `total` proposals are written.

    `stale`: something changed since the last look, which takes too long to be repeated unasked.
    """

    topic: Topic = Topic.NUMBERS
    looking: bool = False
    stale: bool = False
    survey: Survey | None = None
    left_out: frozenset[tuple[Topic, str]] = frozenset()
    done: int = 0
    total: int = 0
    may_clean: bool = True

    def doubts(self, topic: Topic) -> tuple[Doubtful, ...]:
        """The people of a topic with something to look at, proposals first."""
        found = self.survey or Survey()
        return {Topic.NUMBERS: found.numbers, Topic.NAMES: found.names}.get(topic, ())

    def agreed(self, topic: Topic) -> tuple[Doubtful, ...]:
        """Those whose proposals would be written now."""
        return tuple(one for one in self.doubts(topic) if one.proposals and (topic, one.person) not in self.left_out)


class ProposalRow(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the list: the person, what is odd, and whether its proposals are to be written."""

    person: PersonView
    doubt: Doubtful
    taken: bool


class PairsState(msgspec.Struct, frozen=True, kw_only=True):
    """`left` are the pairs not decided yet, the one shown first; `cursor` is the difference that keys choose for.

    `decided` are entries of this sitting, the latest last, for undoing.
    """

    looked: bool = False
    busy: bool = False
    left: tuple[Alike, ...] = ()
    case: PairCase | None = None
    chosen: dict[str, Side] = {}
    cursor: int = 0
    decided: tuple[str, ...] = ()
    merged: tuple[Merged, ...] = ()
    show_merged: bool = False
    may_merge: bool = True


class MadeList(msgspec.Struct, frozen=True, kw_only=True):
    """A list that was made just now; `handed` goes back to the ports that write and print it."""

    no: str
    people: int
    commune: str = ""
    handed: Any = None


class ListsState(msgspec.Struct, frozen=True, kw_only=True):
    """`commune` is the one chosen; None for none yet. `returned` is a file that came back and waits to be taken."""

    busy: bool = False
    communes: tuple[CommuneCount, ...] = ()
    commune: str | None = None
    kinds: frozenset[ListKind] = frozenset(ListKind)
    made: MadeList | None = None
    lists: tuple[PoliceListView, ...] = ()
    returned: ReturnedList | None = None
    taken: frozenset[int] = frozenset()
    by: str = ""
    may_clean: bool = True

    @property
    def people(self) -> int:
        """How many people would stand on the list that is chosen."""
        found = next((one for one in self.communes if one.commune == self.commune), None)
        return sum(found.counts.get(kind, 0) for kind in self.kinds) if found else 0
