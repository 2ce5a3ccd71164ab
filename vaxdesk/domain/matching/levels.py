"""How one field of two records stands to the other, finer than agreeing and differing: each has a weight of its own."""

from __future__ import annotations

from enum import StrEnum, nonmember


class Level(StrEnum):
    """How two values stand. What a level means depends on the field; not every field has every level."""

    WORDS = nonmember("matching.level")

    SAME = "same"
    UNMARKED = "unmarked"  # a name written without any marks on one side
    MARKS = "marks"  # a name with other marks: Hoa, Hoà
    ORDER = "order"  # the words of a name in another order
    PARTLY = "partly"  # words of a name left out; a hamlet inside a longer address
    SLIP = "slip"  # a letter or digit off, left out or in another's place; a name misheard
    ROUGH = "rough"  # two words of a name off
    GIVEN = "given"  # only the given name differs, as with brothers
    FIRST = "first"  # both born on the first of January of one year, which is written where nobody knows
    YEAR = "year"  # one year; on one side nothing more is known
    SWAPPED = "swapped"  # day and month in each other's place
    PART = "part"  # either day, month or year differs
    NEXT = "next"  # citizen numbers but for the last digit, as of twins
    WEAK = "weak"  # a number that both carry and nobody can have
    ODD = "odd"  # two numbers, one of which can hardly be of whom it stands with
    KIN = "kin"  # communes of two lists, of which one went into the other
    DIFFERS = "differs"
    UNKNOWN = "unknown"


class Weight(StrEnum):
    """How much a level says, in words: what `weighed` reckons in bits, of which each doubles or halves the odds."""

    WORDS = nonmember("matching.weight")

    MUCH = "much"
    SOME = "some"
    LITTLE = "little"
    AGAINST = "against"
    MUCH_AGAINST = "much_against"


_LITTLE, _MUCH = 1.0, 5.0  # bits


def weight_of(bits: float) -> Weight:
    """The word for so many bits."""
    if abs(bits) < _LITTLE:
        return Weight.LITTLE
    if bits > 0:
        return Weight.MUCH if bits >= _MUCH else Weight.SOME
    return Weight.MUCH_AGAINST if bits <= -_MUCH else Weight.AGAINST


FIELDS = ("name", "dob", "sex", "doc", "bhyt", "tel", "adr", "commune")
EXACT = frozenset((Level.SAME, Level.FIRST, Level.UNMARKED, Level.KIN))
AGAINST = frozenset((Level.DIFFERS, Level.GIVEN, Level.ROUGH))
