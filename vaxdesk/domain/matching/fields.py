"""Compares what records say beside names: births, numbers, telephones, places."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from vaxdesk.domain.birth_codes import assigned
from vaxdesk.domain.documents import read_citizen_id, restore_zeros
from vaxdesk.domain.likeness import Recorded, folded
from vaxdesk.domain.matching.levels import Level
from vaxdesk.domain.matching.slips import slip_apart
from vaxdesk.domain.places.communes import bare_commune

FULL = 10  # letters of a birth date that is known to the day
_FIRST = "-01-01"
_CITIZEN, _YEAR = 12, 4
_INSURED = 10  # last characters of an insurance number: the person's own (facts 1.2)
_DATED = re.compile("[0-9]{4}")
_HOUSE = re.compile(r"(?:số(?: nhà)?|so(?: nha)?)\s*\d+\w*\s*,?\s*", re.IGNORECASE)
_KIND = re.compile(r"^(?:thon|xom|ban|ap|khu pho|to dan pho|buon|tieu khu|khu|to|lang|kp|tdp) (?=.)")
Successors = Callable[[str], frozenset[str]]  # codes of 2025-07 that a commune of 2021 went into


def births(one: str, other: str) -> Level:
    """How two birth dates, each perhaps less exact, stand to each other."""
    if not one or not other:
        return Level.UNKNOWN
    if len(one) != FULL or len(other) != FULL or _FIRST in (one[4:], other[4:]):
        return _vague(one, other)
    if one == other:
        return Level.SAME
    if one[:4] == other[:4] and one[5:7] == other[8:] and one[8:] == other[5:7]:
        return Level.SWAPPED
    if sum(a != b for a, b in zip(one, other, strict=True)) == 1:
        return Level.SLIP
    differing = (one[:4] != other[:4]) + (one[5:7] != other[5:7]) + (one[8:] != other[8:])
    return Level.PART if differing == 1 else Level.DIFFERS


def _vague(one: str, other: str) -> Level:
    """On one side at least no more than the year is sure; a year beside it is what reckoning in ages is off by."""
    if not (_DATED.match(one) and _DATED.match(other)):  # as somebody wrote it, and nobody could read
        return Level.UNKNOWN
    if one[:_YEAR] == other[:_YEAR]:
        return Level.FIRST if one == other and len(one) == FULL else Level.YEAR
    return Level.PART if abs(int(one[:_YEAR]) - int(other[:_YEAR])) == 1 else Level.DIFFERS


def documents(one: Recorded, other: Recorded) -> Level:
    """How the numbers of identity cards, each with the older one beside it, stand to each other."""
    mine, theirs = _numbers(one.doc, one.old_doc), _numbers(other.doc, other.old_doc)
    if not mine or not theirs:
        return Level.UNKNOWN
    shared = mine & theirs
    if shared:
        return Level.SAME if any(_may_be_of(number, one.dob, other.dob) for number in shared) else Level.WEAK
    level = Level.UNKNOWN
    for a in mine:
        for b in theirs:
            if slip_apart(a, b) and can_be(a) and can_be(b):
                return Level.NEXT if _given_together(a, b) else Level.SLIP
            if len(a) == len(b) and level is not Level.DIFFERS:
                own = _may_be_of(a, one.dob) and _may_be_of(b, other.dob)
                level = Level.DIFFERS if own else Level.ODD
    return level


def _given_together(one: str, other: str) -> bool:
    """Whether two citizen numbers were given one soon after the other, as to twins and to who registered that day."""
    return len(one) == len(other) == _CITIZEN and one[:-1] == other[:-1]


def _may_be_of(number: str, *dobs: str) -> bool:
    """Whether a number that two records carry is of either: a mother's beside a child's birth says little."""
    if not can_be(number):
        return False
    citizen = read_citizen_id(number)
    years = {dob[:_YEAR] for dob in dobs if dob}
    return citizen is None or not years or str(citizen.birth_year) in years


@lru_cache(maxsize=65536)
def _numbers(*written: str) -> frozenset[str]:
    return frozenset(restore_zeros(one) for one in written if one)


@lru_cache(maxsize=65536)
def can_be(number: str) -> bool:
    """Whether somebody can have a number: not a row of one digit or of counting, and of a province that there is."""
    if len(set(number)) <= 2 or number in "0123456789012345":
        return False
    return len(number) != _CITIZEN or assigned(number[:3])


def insurances(one: str, other: str) -> Level:
    """How two insurance numbers stand; what is before the person's own number says by what right, and changes."""
    return _digits(one[-_INSURED:], other[-_INSURED:])


def telephones(one: str, other: str) -> Level:
    """How two telephone numbers stand to each other."""
    return _digits(one, other)


def _digits(one: str, other: str) -> Level:
    if not one or not other:
        return Level.UNKNOWN
    if one == other:
        return Level.SAME
    return Level.SLIP if slip_apart(one, other) else Level.DIFFERS


def sexes(one: str, other: str) -> Level:
    """Whether two records say the same."""
    if not one or not other:
        return Level.UNKNOWN
    return Level.SAME if one == other else Level.DIFFERS


def hamlets(one: str, other: str) -> Level:
    """How two addresses inside a commune stand: a house number or the word for its kind changes no hamlet."""
    if not one or not other:
        return Level.UNKNOWN
    mine, theirs = _hamlet(one), _hamlet(other)
    if mine == theirs:
        return Level.SAME
    short, long = sorted((mine, theirs), key=len)
    return Level.PARTLY if f" {short} " in f" {long} " else Level.DIFFERS


@lru_cache(maxsize=65536)
def _hamlet(text: str) -> str:
    plain = folded(_HOUSE.sub("", text) or text)
    return _KIND.sub("", plain)


def communes(one: Recorded, other: Recorded, successors: Successors) -> Level:
    """How two communes stand, by code where both have one; across the lists of 2021 and 2025-07 by what became what."""
    if one.commune_code and other.commune_code:
        if one.scheme == other.scheme:
            return Level.SAME if one.commune_code == other.commune_code else Level.DIFFERS
        return _across(one, other, successors)
    if not one.commune or not other.commune:
        return Level.UNKNOWN
    return Level.SAME if _bare(one.commune) == _bare(other.commune) else Level.DIFFERS


def _across(one: Recorded, other: Recorded, successors: Successors) -> Level:
    old, new = sorted((one, other), key=lambda record: record.scheme)
    return Level.KIN if new.commune_code in successors(old.commune_code) else Level.DIFFERS


@lru_cache(maxsize=16384)
def _bare(commune: str) -> str:
    return bare_commune(commune)
