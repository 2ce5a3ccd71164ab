"""What cleaning finds, as it crosses from the desk to screens: doubts, counts, pairs, merges."""

from __future__ import annotations

import msgspec

from vaxdesk.domain.cleaning.duplicates import Explanation, Reason
from vaxdesk.domain.cleaning.numbers import Proposal
from vaxdesk.domain.cleaning.police import ListKind, VerifiedView
from vaxdesk.domain.cleaning.standing import Difference, Side
from vaxdesk.domain.registration import FieldFlaw
from vaxdesk.domain.views import DoseView, PersonView


class Doubtful(msgspec.Struct, frozen=True, gc=False):
    """A person with what is odd, and what could be put right by rule."""

    person: str
    flaws: tuple[FieldFlaw, ...] = ()
    proposals: tuple[Proposal, ...] = ()


class CommuneCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many people of a commune would stand on each list."""

    commune: str
    counts: dict[ListKind, int]

    @property
    def people(self) -> int:
        """On all lists together."""
        return sum(self.counts.values())


class Survey(msgspec.Struct, frozen=True, kw_only=True):
    """What one look at everybody found."""

    people: int = 0
    numbers: tuple[Doubtful, ...] = ()
    names: tuple[Doubtful, ...] = ()
    communes: tuple[CommuneCount, ...] = ()

    def on_lists(self, kind: ListKind) -> int:
        """How many people would stand on the lists of a kind."""
        return sum(one.counts.get(kind, 0) for one in self.communes)


class Fix(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal that somebody agreed to: set a field of a person anew, if it still says what it said."""

    person: str
    field: str
    before: str
    after: str


class Alike(msgspec.Struct, frozen=True, gc=False):
    """A pair of records, the older reference first; `score` as of `Explanation`."""

    one: str
    other: str
    reason: Reason
    score: int


class PairCase(msgspec.Struct, frozen=True, kw_only=True):
    """A pair as people decide it: both records, why they may be one, where they differ, all doses of both."""

    left: PersonView
    right: PersonView
    why: Explanation | None
    differences: tuple[Difference, ...]
    doses_left: tuple[DoseView, ...] = ()
    doses_right: tuple[DoseView, ...] = ()
    verified: dict[Side, VerifiedView] = {}

    @property
    def together(self) -> tuple[DoseView, ...]:
        """Doses as they would stand after a merge, by day."""
        return tuple(sorted((*self.doses_left, *self.doses_right), key=lambda one: (one.date, one.at)))


class Merged(msgspec.Struct, frozen=True, kw_only=True):
    """A merge that stands: its entry, the record shown, and the other one."""

    entry: str
    person: PersonView
    other: PersonView
