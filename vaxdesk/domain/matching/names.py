"""Compares Vietnamese names: marks, order, what was left out, misheard or mistyped; and tells how much a name says.

A name is read as people write it: family name, of one or two words, what stands between, and the given name last.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from vaxdesk.domain.comparing import spelt_same
from vaxdesk.domain.likeness import folded
from vaxdesk.domain.matching.levels import Level
from vaxdesk.domain.matching.slips import slip_apart

_BRACKETS = re.compile(r"\s*[(\[].*$")  # a nickname, or a parent's name, behind the name
_SOUNDS = (("ngh", "ng"), ("gh", "g"), ("gi", "d"), ("tr", "ch"), ("ph", "f"), ("qu", "c"), ("q", "c"), ("k", "c"),
           ("r", "d"), ("x", "s"), ("y", "i"), ("n", "l"), ("v", "d"))  # fmt: skip
_ENDS = (("lg", "l"), ("ch", "t"), ("lh", "l"), ("c", "t"))  # after the above: -ng as -n, -ch and -c as -t
_LEAST_WORDS = 2
_LEAST_LETTERS = 3
TWO = frozenset((Level.DIFFERS, Level.GIVEN, Level.UNKNOWN))  # names of two people


@lru_cache(maxsize=65536)
def compared(one: str, other: str) -> Level:
    """How two names stand to each other; unknown when one is empty."""
    if not one or not other:
        return Level.UNKNOWN
    if one == other:
        return Level.SAME
    mine, theirs = words(one), words(other)
    if mine == theirs:
        return _by_marks(one, other)
    if sorted(mine) == sorted(theirs):
        return Level.ORDER
    if len(mine) == len(theirs):
        return _word_by_word(mine, theirs)
    return _of_unlike_length(mine, theirs)


@lru_cache(maxsize=65536)
def words(name: str) -> tuple[str, ...]:
    """The folded words of a name, without what stands in brackets behind it."""
    return tuple(folded(_BRACKETS.sub("", name) or name).split())


def _by_marks(one: str, other: str) -> Level:
    if spelt_same(_BRACKETS.sub("", one), _BRACKETS.sub("", other)):
        return Level.SAME
    return Level.UNMARKED if one.isascii() or other.isascii() else Level.MARKS


def _word_by_word(mine: tuple[str, ...], theirs: tuple[str, ...]) -> Level:
    off = [at for at, (a, b) in enumerate(zip(mine, theirs, strict=True)) if a != b]
    if all(_near(mine[at], theirs[at]) for at in off):
        return Level.SLIP if len(off) == 1 else Level.ROUGH
    return Level.GIVEN if off == [len(mine) - 1] else Level.DIFFERS


def _of_unlike_length(mine: tuple[str, ...], theirs: tuple[str, ...]) -> Level:
    """Words left out, a space left out, the name cut off; brothers with more or fewer words between."""
    fewer, more = sorted((mine, theirs), key=len)
    if len(fewer) >= _LEAST_WORDS and set(fewer) <= set(more):
        return Level.PARTLY
    if "".join(fewer) == "".join(more) or slip_apart("".join(fewer), "".join(more)):
        return Level.SLIP
    if len(fewer) >= _LEAST_WORDS and _near_inside(fewer, more):
        return Level.ROUGH
    return Level.GIVEN if fewer[0] == more[0] and len(fewer) > 1 and fewer[1] == more[1] else Level.DIFFERS


def _near_inside(fewer: tuple[str, ...], more: tuple[str, ...]) -> bool:
    """Whether family and given name are the same or a slip apart, whatever stands between."""
    ends = ((fewer[0], more[0]), (fewer[-1], more[-1]))
    return all(a == b or _near(a, b) for a, b in ends)


@lru_cache(maxsize=65536)
def _near(one: str, other: str) -> bool:
    """A letter off, or a sound that is written so elsewhere: Lan and Nan, Sinh and Xinh; Ba and Na are two names."""
    return (max(len(one), len(other)) >= _LEAST_LETTERS and slip_apart(one, other)) or _sound(one) == _sound(other)


@lru_cache(maxsize=4096)
def _sound(word: str) -> str:
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    for written, heard in _ENDS:
        if word.endswith(written):
            return word[: -len(written)] + heard
    return word


def rarity(one: str, other: str, bits: Mapping[str, float], *, unknown: float, most: float) -> float:
    """How much it says that two people have the words that both names share, in bits: little for Nguyễn Thị Hoa.

    Args:
        bits: by folded word, for those that are common somewhere.
        unknown: bits of a word that is not among them.
        most: no name says more.
    """
    shared = words(one) if one == other else [word for word in words(one) if word in words(other)]
    return min(most, sum(bits.get(word, unknown) for word in shared if len(word) > 1))  # `H'`, `Y`, `A` say nothing


def alike(one: str, other: str) -> bool:
    """Whether two names may be one: the same words, fewer of them, or slips."""
    return compared(one, other) not in TWO
