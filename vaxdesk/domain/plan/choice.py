"""By what people are chosen for a session."""

from __future__ import annotations

from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.names import fold
from vaxdesk.domain.views import PersonView


class Way(StrEnum):
    """Ways to choose."""

    WORDS = nonmember("plan.way")

    AREA = "area"
    GROUP = "group"
    DUE = "due"
    ROSTER = "roster"
    CANCELLED = "cancelled"  # whoever lost or missed a place
    HAND = "hand"


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """Args:
    text: of an area (words of commune, hamlet or house), or the code of a group 1..16 (QĐ 3355/QĐ-BYT).
    roster: reference of an imported list.
    people: references, for a choice by hand.
    """

    way: Way
    text: str = ""
    roster: str = ""
    people: tuple[str, ...] = ()


def wants(choice: Choice, person: PersonView) -> bool:
    """Whether a person is of the area or group chosen; the other ways say by themselves who is meant."""
    if choice.way is Way.AREA:
        return lives_in(person, choice.text)
    if choice.way is Way.GROUP:
        return bool(choice.text) and person.grp == choice.text.strip()
    return True


def lives_in(person: PersonView, text: str) -> bool:
    """Whether every word typed stands, whole, in hamlet, commune or district; accents and capitals do not matter."""
    words = fold(text).split()
    there = fold(f"{person.adr} {person.commune} {person.district}").split()
    return bool(words) and set(words) <= set(there) and " ".join(words) in " ".join(there)


def neighbours_first(person: PersonView) -> tuple[str, str, str, str]:
    """Sorting key: those who live together are invited together, within a hamlet by given name as lists are read."""
    name = fold(person.name)
    return fold(person.commune), fold(person.adr), name.rpartition(" ")[2], name
