"""Judges two records: one person surely, likely, or not; and by what. The one comparison of desk, checks and district.

Each field is compared in levels, each level has a weight in bits (Fellegi and Sunter), and their sum is the evidence.
What the sum cannot see is held by `_may_be_sure`: twins, a father and a son of one name, and namesakes differ in one
thing that matters, and agree in all that counts together.
"""

from __future__ import annotations

from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.likeness import Recorded
from vaxdesk.domain.matching import fields, names
from vaxdesk.domain.matching.fields import Successors
from vaxdesk.domain.matching.levels import FIELDS, Level
from vaxdesk.domain.matching.weights import Weights


class Verdict(StrEnum):
    """What two records are to each other: joined by rule, a case for people, or nothing."""

    WORDS = nonmember("matching.verdict")

    SURE = "sure"
    LIKELY = "likely"
    NONE = "none"


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """Two records compared. `bits` is the evidence; `levels` by field as in `FIELDS`."""

    verdict: Verdict
    bits: float
    levels: dict[str, Level]

    @property
    def score(self) -> int:
        """How likely they are one person, in whole hundredths, rounded down."""
        return int(100 / (1 + 2 ** -max(-40.0, min(40.0, self.bits))))

    @property
    def said(self) -> str:
        """The levels in one line, for the facts of an issue: `name=same dob=slip`; what is unknown is left out."""
        return " ".join(f"{name}={level}" for name, level in self.levels.items() if level is not Level.UNKNOWN)


class Judge:
    """Compares records by weights.

    Args:
        successors: the communes of 2025-07 that one of 2021 went into, by code.
    """

    def __init__(self, weights: Weights, successors: Successors) -> None:
        self._weights = weights
        self._successors = successors
        self._bits = [weights.fields[name] for name in FIELDS]

    def compare(self, one: Recorded, other: Recorded) -> Match:
        """What two records are to each other."""
        levels = (
            names.compared(one.name, other.name),
            fields.births(one.dob, other.dob),
            fields.sexes(one.sex, other.sex),
            fields.documents(one, other),
            fields.insurances(one.bhyt, other.bhyt),
            fields.telephones(one.tel, other.tel),
            fields.hamlets(one.adr, other.adr),
            fields.communes(one, other, self._successors),
        )
        bits = self._weights.start + self._rarity(one, other, levels[0])
        for weight, level in zip(self._bits, levels, strict=True):
            bits += weight.get(level, 0.0)
        found = dict(zip(FIELDS, levels, strict=True))
        return Match(verdict=self._verdict(bits, found), bits=round(bits, 2), levels=found)

    def weighed(self, one: Recorded, other: Recorded, match: Match) -> dict[str, float]:
        """What each field says for one person, or against it, in bits; the name with how rare it is."""
        found = {
            name: weight.get(match.levels[name], 0.0) for name, weight in zip(FIELDS, self._bits, strict=True)
        }
        found["name"] += self._rarity(one, other, match.levels["name"])
        return found

    def _rarity(self, one: Recorded, other: Recorded, level: Level) -> float:
        if level in names.TWO:
            return 0.0
        known = self._weights.names
        return known.share * names.rarity(one.name, other.name, known.bits, unknown=known.unknown, most=known.most)

    def _verdict(self, bits: float, levels: dict[str, Level]) -> Verdict:
        if bits >= self._weights.sure and _may_be_sure(levels):
            return Verdict.SURE
        return Verdict.LIKELY if bits >= self._weights.likely else Verdict.NONE


_ONE_NAME = frozenset((Level.SAME, Level.UNMARKED, Level.MARKS, Level.ORDER, Level.PARTLY))
_ONE_DAY = frozenset((Level.SAME, Level.FIRST, Level.YEAR))


def _may_be_sure(levels: dict[str, Level]) -> bool:
    """Whether nobody needs to look, if the sum says so too.

    With one number of an identity card: the words of the name, and no two days of birth. Without: the name to the mark,
    the day of birth, and the insurance number or the telephone. A word misheard, or a mark, is how twins differ.
    """
    name, dob, doc = levels["name"], levels["dob"], levels["doc"]
    if levels["sex"] is Level.DIFFERS:
        return False
    if doc is Level.SAME:
        return name in _ONE_NAME and dob in _ONE_DAY
    tied = Level.SAME in (levels["bhyt"], levels["tel"])
    return name is Level.SAME and dob is Level.SAME and tied and doc is Level.UNKNOWN
