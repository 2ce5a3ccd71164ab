"""How a case stands for whoever works through the list."""

from __future__ import annotations

from enum import StrEnum, nonmember


class CaseState(StrEnum):
    """In the order of the list: what a site has answered first, what waits for a site's answer last."""

    WORDS = nonmember("district_cases.state")

    ANSWERED = "answered"
    OPEN = "open"
    WAITING = "waiting"


def state_of(*, asked: int, answered: int) -> CaseState:
    """By the questions that stand about a case, and how many of these have an answer."""
    if asked > answered:
        return CaseState.WAITING
    return CaseState.ANSWERED if answered else CaseState.OPEN
