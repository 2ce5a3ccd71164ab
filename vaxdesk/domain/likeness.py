"""Whether two records are the same person, on the evidence that lists carry (facts 5.4)."""

from __future__ import annotations

import unicodedata
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from typing import Protocol

import msgspec

from vaxdesk.domain.names import fold
from vaxdesk.domain.roster import Sameness

_ALIKE = 0.85  # of two folded names, at which one may be a misspelling of the other


class Recorded(Protocol):
    """What the comparison needs of a person; `payloads.Person` and `views.PersonView` have it."""

    name: str
    dob: str
    sex: str
    doc: str
    old_doc: str
    bhyt: str
    tel: str
    adr: str
    commune: str
    commune_code: str


class Bond(StrEnum):
    """How two records stand to each other. A clash is one document with two clearly different names."""

    SAME = "same"
    CLASH = "clash"
    TWIN = "twin"
    NONE = "none"


class Likeness(msgspec.Struct, frozen=True):
    """A bond, and for the same person on what evidence; `birth_differs` when only the birth date speaks against it."""

    bond: Bond
    same: Sameness | None = None
    birth_differs: bool = False

    @property
    def rank(self) -> int:
        """Stronger evidence is higher; a clash outranks a mere likeness."""
        if self.bond is Bond.SAME:
            return 10 - list(Sameness).index(self.same or Sameness.SAME_PHONE_BIRTH)
        return {Bond.CLASH: 4, Bond.TWIN: 1, Bond.NONE: 0}[self.bond]


_NONE = Likeness(Bond.NONE)
_TWIN = Likeness(Bond.TWIN)


def compare(one: Recorded, other: Recorded) -> Likeness:
    """What two records are to each other.

    The same document and name is one person. Without a document on both sides: the same line; the same name and full
    birth date; a year of birth only together with telephone or hamlet; telephone and birth date with a like name.
    Documents of one kind that differ, or a different sex, are two persons however alike.
    """
    births = births_agree(one.dob, other.dob)
    one_document = not _documents(one).isdisjoint(_documents(other))
    if not births and not one_document:
        return _NONE
    if _line(one) == _line(other):
        return Likeness(Bond.SAME, Sameness.SAME_LINE)
    names = _names_alike(one.name, other.name)
    if one_document:
        return _with_document(names, births, folded_same=folded(one.name) == folded(other.name))
    if not names:
        return _NONE
    apart = _documents_differ(one, other) or bool(one.sex and other.sex and one.sex != other.sex)
    if apart:
        return _TWIN if folded(one.name) == folded(other.name) and one.dob == other.dob else _NONE
    if one.bhyt and one.bhyt == other.bhyt:
        return Likeness(Bond.SAME, Sameness.SAME_INSURANCE)
    return _without_document(one, other)


def _with_document(names: bool, births: bool, *, folded_same: bool) -> Likeness:
    if folded_same or (names and births):
        return Likeness(Bond.SAME, Sameness.SAME_DOCUMENT, birth_differs=not births)
    return Likeness(Bond.CLASH)


def _without_document(one: Recorded, other: Recorded) -> Likeness:
    same_phone = bool(one.tel) and one.tel == other.tel
    full = len(one.dob) == 10 and len(other.dob) == 10
    spelt_alike = _spelt_alike(one.name, other.name)
    moved = bool(one.tel and other.tel) and not same_phone and _communes_differ(one, other)
    if spelt_alike and (same_phone or _same_hamlet(one, other) or (full and not moved)):
        return Likeness(Bond.SAME, Sameness.SAME_NAME_BIRTH)
    if same_phone and full:
        return Likeness(Bond.SAME, Sameness.SAME_PHONE_BIRTH)
    return _TWIN if folded(one.name) == folded(other.name) else _NONE


@lru_cache(maxsize=65536)
def folded(name: str) -> str:
    """`names.fold`, remembered: the same name is compared many times."""
    return fold(name)


def births_agree(one: str, other: str) -> bool:
    """Whether two birth dates may be one: the shorter (a year) is the beginning of the longer; unknown agrees."""
    return one.startswith(other) or other.startswith(one)


def _line(person: Recorded) -> tuple[str, ...]:
    return (person.name, person.dob, person.sex, person.doc, person.old_doc, person.bhyt, person.tel, person.adr,
            person.commune)


def _documents(person: Recorded) -> frozenset[str]:
    return frozenset(number for number in (person.doc, person.old_doc) if number)


def _documents_differ(one: Recorded, other: Recorded) -> bool:
    """A 9-digit CMND and a 12-digit citizen ID may be of one person; two of one length that differ may not."""
    mine, theirs = ({len(number): number for number in _documents(person)} for person in (one, other))
    return any(mine[length] != theirs[length] for length in mine.keys() & theirs.keys())


def _names_alike(one: str, other: str) -> bool:
    """The same words in any order, some left out, or a slip of a letter or two."""
    mine, theirs = folded(one), folded(other)
    if mine == theirs:
        return True
    fewer, more = sorted((set(mine.split()), set(theirs.split())), key=len)
    return (len(fewer) > 1 and fewer <= more) or SequenceMatcher(None, mine, theirs).ratio() >= _ALIKE


def _spelt_alike(one: str, other: str) -> bool:
    """The same name: marks must agree (Hoa is not Hòa) unless one is written without any; `oà` and `òa` are one."""
    mine, theirs = folded(one), folded(other)
    if mine != theirs:
        return False
    return one.isascii() or other.isascii() or _marks(one) == _marks(other)


def _marks(name: str) -> list[list[str]]:
    """Marks of each word, in an order that does not depend on the letter the tone was put on."""
    words = unicodedata.normalize("NFD", name.lower()).split()
    return [sorted(c for c in word if not c.isascii()) for word in words]


def _communes_differ(one: Recorded, other: Recorded) -> bool:
    if one.commune_code and other.commune_code:
        return one.commune_code != other.commune_code
    return bool(one.commune and other.commune) and folded(one.commune) != folded(other.commune)


def _same_hamlet(one: Recorded, other: Recorded) -> bool:
    return bool(one.adr) and folded(one.adr) == folded(other.adr) and not _communes_differ(one, other)
