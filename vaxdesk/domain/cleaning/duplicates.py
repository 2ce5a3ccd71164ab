"""Why two records may be one person, in parts that can be said: what agrees, what differs, how much that weighs.

The kinds are those by which communes compare (facts 5.4): one document; one name and birth date; one name in one
hamlet; and what is merely alike. Whether it is enough says `domain.matching`, as for checks and the district; whether
records are the same is for a person to say.
"""

from __future__ import annotations

from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.likeness import Recorded
from vaxdesk.domain.matching.judge import Judge, Verdict
from vaxdesk.domain.matching.levels import Level
from vaxdesk.domain.matching.slips import slip_apart

FIELDS = ("name", "dob", "sex", "doc", "old_doc", "bhyt", "tel", "adr", "commune")


class Reason(StrEnum):
    """Why a pair is proposed, strongest first."""

    WORDS = nonmember("cleaning.reason")

    SAME_DOCUMENT = "same_document"
    SAME_NAME_BIRTH = "same_name_birth"
    SAME_HAMLET = "same_hamlet"
    SIMILAR = "similar"


class Part(StrEnum):
    """How one field of two records stands; `near` is spelt otherwise, less exact or a slip away."""

    WORDS = nonmember("cleaning.part")

    AGREES = "agrees"
    NEAR = "near"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """A pair that may be one person. `score` says how likely, in hundredths; `parts` by field, `levels` more finely,
    `bits`: what each level says for one person, or against it.
    """

    reason: Reason
    score: int
    parts: dict[str, Part]
    verdict: Verdict = Verdict.LIKELY
    levels: dict[str, Level] = {}
    bits: dict[str, float] = {}

    @property
    def agree(self) -> tuple[str, ...]:
        """Fields that speak for one person."""
        return tuple(name for name, part in self.parts.items() if part in (Part.AGREES, Part.NEAR))

    @property
    def differ(self) -> tuple[str, ...]:
        """Fields that speak against it."""
        return tuple(name for name, part in self.parts.items() if part is Part.DIFFERS)


def explain(one: Recorded, other: Recorded, judge: Judge) -> Explanation | None:
    """Why two records may be one person; None where too little speaks for it.

    One document is told whatever else speaks against it: it can be of one person only.
    """
    match = judge.compare(one, other)
    levels = match.levels
    shared = levels["doc"] in (Level.SAME, Level.WEAK)
    if match.verdict is Verdict.NONE and not shared:
        return None
    parts = {name: part_of(level) for name, level in levels.items()}
    parts["old_doc"] = _numbers(one.old_doc, other.old_doc)
    parts = {name: parts[name] for name in FIELDS}
    reason = Reason.SAME_DOCUMENT if shared else _reason(parts)
    return Explanation(
        reason=reason, score=match.score, parts=parts, verdict=match.verdict, levels=levels,
        bits=judge.weighed(one, other, match),
    )  # fmt: skip


def part_of(level: Level) -> Part:
    """How a field stands in the four words that people are shown."""
    return _PARTS.get(level, Part.NEAR)


_PARTS = {
    Level.SAME: Part.AGREES, Level.FIRST: Part.AGREES, Level.WEAK: Part.AGREES, Level.KIN: Part.AGREES,
    Level.DIFFERS: Part.DIFFERS, Level.GIVEN: Part.DIFFERS, Level.ODD: Part.DIFFERS, Level.UNKNOWN: Part.UNKNOWN,
}  # fmt: skip


def _reason(parts: dict[str, Part]) -> Reason:
    if Part.DIFFERS in (parts["sex"], parts["doc"]) or parts["name"] is not Part.AGREES:
        return Reason.SIMILAR
    if parts["dob"] is Part.AGREES:
        return Reason.SAME_NAME_BIRTH
    hamlet = parts["adr"] is Part.AGREES and parts["commune"] is not Part.DIFFERS
    return Reason.SAME_HAMLET if hamlet and parts["dob"] is not Part.DIFFERS else Reason.SIMILAR


def _numbers(mine: str, theirs: str) -> Part:
    if not mine or not theirs:
        return Part.UNKNOWN
    if mine == theirs:
        return Part.AGREES
    return Part.NEAR if slip_apart(mine, theirs) else Part.DIFFERS
