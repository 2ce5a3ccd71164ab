"""Why two records may be one person, in parts that can be said: what agrees, what differs, how much that weighs.

The kinds are those by which communes compare (facts 5.4): one document; one name and birth date; one name in one
hamlet; and what is merely alike. Whether records are the same is for a person to say.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.comparing import spelt_same
from vaxdesk.domain.likeness import Recorded, births_agree, folded
from vaxdesk.domain.places.communes import bare_commune

FIELDS = ("name", "dob", "sex", "doc", "old_doc", "bhyt", "tel", "adr", "commune")
NAMES_ALIKE = 0.84  # of two folded names, at which one may be a slip of the other
LEAST = 55  # score at which records that are merely alike are proposed


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
    """A pair that may be one person. `score` in hundredths of what could agree; `parts` by field."""

    reason: Reason
    score: int
    parts: dict[str, Part]

    @property
    def agree(self) -> tuple[str, ...]:
        """Fields that speak for one person."""
        return tuple(name for name, part in self.parts.items() if part in (Part.AGREES, Part.NEAR))

    @property
    def differ(self) -> tuple[str, ...]:
        """Fields that speak against it."""
        return tuple(name for name, part in self.parts.items() if part is Part.DIFFERS)


# For one person, and against: a number says more than a hamlet, and sex says little for but much against.
_FOR = {"name": 30, "dob": 25, "sex": 3, "doc": 40, "old_doc": 10, "bhyt": 20, "tel": 12, "adr": 8, "commune": 4}
_AGAINST = {"name": 40, "dob": 30, "sex": 30, "doc": 45, "old_doc": 10, "bhyt": 8, "tel": 3, "adr": 3, "commune": 4}


def explain(one: Recorded, other: Recorded) -> Explanation | None:
    """Why two records may be one person; None where too little speaks for it."""
    shared = not _documents(one).isdisjoint(_documents(other))
    if not shared and not may_be_alike(one.name, other.name):
        return None
    parts = {name: _part(name, one, other) for name in FIELDS}
    if shared:
        parts = {**parts, "doc": Part.AGREES}
    found = _score(parts)
    reason = Reason.SAME_DOCUMENT if shared else _reason(parts)
    if reason is Reason.SIMILAR and found < LEAST:
        return None
    return Explanation(reason=reason, score=found, parts=parts)


def may_be_alike(one: str, other: str) -> bool:
    """Whether two names are near enough to look further: the same words, fewer of them, or a slip of a letter or two.

    Tells most pairs apart by their length and letters before anything slow is asked.
    """
    mine, theirs = folded(one), folded(other)
    if mine == theirs:
        return bool(mine)
    if _inside(mine, theirs):
        return True
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    return (
        matcher.real_quick_ratio() >= NAMES_ALIKE
        and matcher.quick_ratio() >= NAMES_ALIKE
        and matcher.ratio() >= NAMES_ALIKE
    )


def _inside(mine: str, theirs: str) -> bool:
    """The same words in another order, or some left out, at least two being there."""
    fewer, more = sorted((set(mine.split()), set(theirs.split())), key=len)
    return len(fewer) > 1 and fewer <= more


def _reason(parts: dict[str, Part]) -> Reason:
    if Part.DIFFERS in (parts["sex"], parts["doc"]) or parts["name"] is not Part.AGREES:
        return Reason.SIMILAR
    if parts["dob"] is Part.AGREES:
        return Reason.SAME_NAME_BIRTH
    hamlet = parts["adr"] is Part.AGREES and parts["commune"] is not Part.DIFFERS
    return Reason.SAME_HAMLET if hamlet and parts["dob"] is not Part.DIFFERS else Reason.SIMILAR


def _score(parts: dict[str, Part]) -> int:
    gained = sum(_FOR[name] * _SHARE[part] for name, part in parts.items())
    lost = sum(_AGAINST[name] for name, part in parts.items() if part is Part.DIFFERS)
    weighed = sum(_FOR[name] for name, part in parts.items() if part is not Part.UNKNOWN)
    return max(0, round(100 * (gained - lost) / weighed)) if weighed else 0


_WHOLE_DATE = 10  # letters of a birth date that is known to the day
_SHARE = {Part.AGREES: 1.0, Part.NEAR: 0.7, Part.DIFFERS: 0.0, Part.UNKNOWN: 0.0}


def _part(name: str, one: Recorded, other: Recorded) -> Part:
    mine, theirs = getattr(one, name), getattr(other, name)
    if not mine or not theirs:
        return Part.UNKNOWN
    if mine == theirs and (name != "dob" or len(mine) == _WHOLE_DATE):
        return Part.AGREES
    return _COMPARED.get(name, _differs)(mine, theirs)


def _differs(mine: str, theirs: str) -> Part:  # noqa: ARG001 - two values that are not one
    return Part.DIFFERS


def _names(mine: str, theirs: str) -> Part:
    if spelt_same(mine, theirs):
        return Part.AGREES
    return Part.NEAR if may_be_alike(mine, theirs) else Part.DIFFERS


def _births(mine: str, theirs: str) -> Part:
    """A year is the beginning of a date; day and month in each other's place, or one digit off, are a slip."""
    if births_agree(mine, theirs):
        return Part.NEAR
    if not len(mine) == len(theirs) == _WHOLE_DATE:
        return Part.DIFFERS
    turned = f"{mine[:4]}-{mine[8:]}-{mine[5:7]}"
    return Part.NEAR if turned == theirs or _off(mine, theirs) == 1 else Part.DIFFERS


def _off(mine: str, theirs: str) -> int:
    """Letters that differ between two texts of one length."""
    return sum(a != b for a, b in zip(mine, theirs, strict=True))


def _numbers(mine: str, theirs: str) -> Part:
    """A 9-digit CMND and a 12-digit citizen ID may be of one person; one digit off is a slip of the pen."""
    if len(mine) != len(theirs):
        return Part.UNKNOWN
    return Part.NEAR if _off(mine, theirs) == 1 else Part.DIFFERS


def _insurance(mine: str, theirs: str) -> Part:
    """The last ten characters are the person's number (facts 1.2)."""
    return Part.AGREES if mine[-10:] == theirs[-10:] else Part.DIFFERS


def _communes(mine: str, theirs: str) -> Part:
    """`Xã Xà Hồ` and `Xà Hồ` are one commune."""
    return Part.AGREES if bare_commune(mine) == bare_commune(theirs) else Part.DIFFERS


def _hamlets(mine: str, theirs: str) -> Part:
    """A hamlet with a house number behind it, or a landmark, is still that hamlet."""
    short, long = sorted((folded(mine), folded(theirs)), key=len)
    if short == long:
        return Part.AGREES
    return Part.NEAR if f" {short} " in f" {long} " else Part.DIFFERS


_COMPARED = {
    "name": _names, "dob": _births, "doc": _numbers, "old_doc": _numbers, "bhyt": _insurance, "tel": _numbers,
    "adr": _hamlets, "commune": _communes,
}  # fmt: skip


def _documents(person: Recorded) -> frozenset[str]:
    return frozenset(number for number in (person.doc, person.old_doc) if number)
