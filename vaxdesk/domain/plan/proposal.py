"""Fills slots in order with those who may be invited; nothing is decided until the lead agrees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from vaxdesk.domain.plan.capacity import Shortage
from vaxdesk.domain.plan.fitness import LeftOut
from vaxdesk.domain.views import PersonView


class Placed(msgspec.Struct, frozen=True):
    """A person in a slot; `replaces` are standing lines of a list that the place supersedes."""

    person: PersonView
    slot: str
    replaces: tuple[str, ...] = ()


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """Who would come when, and who would not come and why; `chosen` is how many were looked at."""

    plan: str
    chosen: int
    placed: tuple[Placed, ...] = ()
    left: dict[LeftOut, tuple[PersonView, ...]] = {}
    warnings: tuple[Shortage, ...] = ()

    def in_slot(self, hour: str) -> int:
        """How many would be added to a slot."""
        return sum(one.slot == hour for one in self.placed)


class Allotted(msgspec.Struct, frozen=True, kw_only=True):
    """What an allotment wrote: the new lines, and those of lists that they superseded; enough to take it back."""

    lines: tuple[str, ...]
    replaced: tuple[str, ...] = ()


def fill(
    people: Iterable[PersonView], *, slots: Mapping[str, int], filled: Mapping[str, int]
) -> tuple[tuple[tuple[PersonView, str], ...], tuple[PersonView, ...]]:
    """People in the free places of the slots by hour, and those for whom there is none."""
    free = [hour for hour in sorted(slots) for _ in range(slots[hour] - filled.get(hour, 0))]
    all_of = tuple(people)
    return tuple(zip(all_of, free, strict=False)), all_of[len(free) :]
