"""Fills slots in order with those who may be invited; nothing is decided until the lead agrees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import msgspec

from vaxdesk.domain.plan.capacity import Shortage
from vaxdesk.domain.plan.fitness import Fit, LeftOut
from vaxdesk.domain.plan.shortlist import Left
from vaxdesk.domain.views import PersonView


class Placed(msgspec.Struct, frozen=True):
    """A person in a slot; `replaces` are standing lines of a list that the place supersedes, `fit` what is meant."""

    person: PersonView
    slot: str
    replaces: tuple[str, ...] = ()
    fit: Fit | None = None


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """Who would come when, and who would not come and why; `chosen` is how many were looked at."""

    plan: str
    chosen: int
    placed: tuple[Placed, ...] = ()
    left: dict[LeftOut, Left] = {}
    warnings: tuple[Shortage, ...] = ()

    def in_slot(self, hour: str) -> int:
        """How many would be added to a slot."""
        return sum(one.slot == hour for one in self.placed)

    def meant(self) -> Counter[Fit]:
        """How many would get what as which dose."""
        return Counter(one.fit for one in self.placed if one.fit)


class Allotted(msgspec.Struct, frozen=True, kw_only=True):
    """What an allotment wrote: the new lines, and those of lists that they superseded; enough to take it back."""

    lines: tuple[str, ...]
    replaced: tuple[str, ...] = ()


def free_places(slots: Mapping[str, int], filled: Mapping[str, int]) -> list[str]:
    """The hour of each free place, in order; an overfull slot has none."""
    return [hour for hour in sorted(slots) for _ in range(slots[hour] - filled.get(hour, 0))]
