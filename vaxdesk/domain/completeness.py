"""Whether a day is whole: people through the door = outcomes recorded = on the server = confirmed by it.

The rule (issue of part 2, number 7): each person received has exactly one outcome, and every entry about their day
and about themselves reaches the server's signed book. A ladder of four rungs; whoever is missing stands at the first
rung they did not reach, so the gaps add up to the difference between door and confirmed.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.delivery import Delivery, least
from vaxdesk.domain.outcomes import Outcome, Stage


class Rung(StrEnum):
    """How far a person's day has come, from the door up."""

    WORDS = nonmember("completeness.rung")

    DOOR = "door"
    OUTCOME = "outcome"
    SENT = "sent"
    CONFIRMED = "confirmed"


class DayPerson(msgspec.Struct, frozen=True, kw_only=True):
    """A person who came through the door: where they stand, and how far each log with entries about them has come.

    Args:
        person: reference.
        stage, outcome: of the visit as folded.
        states: of the newest entry about the person in each log; older ones of a log are never behind.
    """

    person: str
    stage: Stage
    outcome: Outcome | None = None
    states: tuple[Delivery, ...] = ()


class Completeness(msgspec.Struct, frozen=True, kw_only=True):
    """A day's ladder.

    Args:
        counts: people who reached each rung.
        missing: who did not get from the rung before to this one, in the order of their numbers.
        states: how far everything about a person's day has come together, by the person's reference.
        observed: people whose observation is still running.
        alone: this desk has no server; only door and outcomes are asked for.
    """

    day: str = ""
    counts: dict[Rung, int] = {}
    missing: dict[Rung, tuple[str, ...]] = {}
    states: dict[str, Delivery] = {}
    observed: tuple[str, ...] = ()
    alone: bool = False

    @property
    def rungs(self) -> tuple[Rung, ...]:
        """The rungs that are asked for."""
        return (Rung.DOOR, Rung.OUTCOME) if self.alone else tuple(Rung)

    @property
    def whole(self) -> bool:
        """Whether nobody is missing at any rung that is asked for."""
        return not any(self.missing.get(rung) for rung in self.rungs)


def came(stage: Stage) -> bool:
    """Whether somebody at this stage came through the door; a paper issued later brings nobody through it."""
    return stage is not Stage.WAITING


def rung_of(one: DayPerson) -> Rung:
    """The highest rung that a person has reached."""
    if one.outcome is None:
        return Rung.DOOR
    state = least(one.states)
    if state is Delivery.CONFIRMED:
        return Rung.CONFIRMED
    return Rung.SENT if state is Delivery.SENT else Rung.OUTCOME


def completeness(day: str, people: Iterable[DayPerson], *, alone: bool = False) -> Completeness:
    """The ladder of a day."""
    ladder = list(Rung)
    counts = dict.fromkeys(ladder, 0)
    missing: dict[Rung, list[str]] = {rung: [] for rung in ladder[1:]}
    states, observed = {}, []
    for one in people:
        if not came(one.stage):
            continue
        reached = ladder.index(rung_of(one))
        for rung in ladder[: reached + 1]:
            counts[rung] += 1
        if reached + 1 < len(ladder):
            missing[ladder[reached + 1]].append(one.person)
        states[one.person] = least(one.states)
        if one.stage is Stage.INJECTED:
            observed.append(one.person)
    return Completeness(
        day=day,
        counts=counts,
        missing={rung: tuple(who) for rung, who in missing.items()},
        states=states,
        observed=tuple(observed),
        alone=alone,
    )
