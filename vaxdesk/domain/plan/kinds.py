"""The doses that a session is meant for: kind and number, as the columns of QĐ 43/QĐ-BYT tell them apart."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum, nonmember


class SessionDose(StrEnum):
    """A kind of dose with its number; the values are the keys of the report's columns."""

    WORDS = nonmember("plan.dose")

    PRIMARY_1 = "primary_1"
    PRIMARY_2 = "primary_2"
    PRIMARY_3 = "primary_3"
    ADDITIONAL_1 = "additional_1"
    BOOSTER_1 = "booster_1"
    BOOSTER_2 = "booster_2"


def is_meant(kinds: Iterable[str], *, kind: str, number: int) -> bool:
    """Whether a dose is one of these; none named: any is. A kind without a number means all of that kind."""
    named = frozenset(kinds)
    return not named or kind in named or f"{kind}_{number}" in named


def numbered(kinds: Iterable[str]) -> tuple[SessionDose, ...]:
    """The doses that are meant, one by one; a kind without a number stands for all of it."""
    named = frozenset(kinds)
    return tuple(one for one in SessionDose if one.value in named or one.value.rpartition("_")[0] in named)


def is_known(kind: str) -> bool:
    """Whether a session may name this."""
    return bool(numbered((kind,)))
