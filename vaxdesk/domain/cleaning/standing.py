"""Which value stands for a person of whom two records are kept, where these differ: proposed, then chosen by field."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from vaxdesk.domain.cleaning.duplicates import FIELDS
from vaxdesk.domain.cleaning.spelling import spell
from vaxdesk.domain.payloads import PERSON_FIELDS
from vaxdesk.domain.views import PersonView

# What a place is called and its codes belong together: one choice moves them all.
_TOGETHER = {
    "commune": ("commune", "commune_code", "district", "district_code", "province", "province_code", "scheme"),
}

_UNASKED = tuple(name for name in PERSON_FIELDS if name not in (*FIELDS, *_TOGETHER["commune"]))


class Side(StrEnum):
    """The record shown left or right."""

    LEFT = "left"
    RIGHT = "right"


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A field of two records that differs, and the side whose value is proposed."""

    field: str
    left: str
    right: str
    proposed: Side


def differences(
    left: PersonView, right: PersonView, *, verified: frozenset[Side] = frozenset()
) -> tuple[Difference, ...]:
    """Fields in which two records differ.

    Proposed is the record whose identity the police have confirmed; else, field by field, whichever says more, and
    of two that say as much the left one.

    Args:
        verified: sides whose basic data were found right.
    """
    sure = next(iter(verified)) if len(verified) == 1 else None
    found = ((name, getattr(left, name), getattr(right, name)) for name in FIELDS)
    return tuple(
        Difference(field=name, left=mine, right=theirs, proposed=_proposed(mine, theirs, sure))
        for name, mine, theirs in found
        if mine != theirs
    )


def _proposed(mine: str, theirs: str, sure: Side | None) -> Side:
    if not mine or not theirs:
        return Side.LEFT if mine else Side.RIGHT
    if sure:
        return sure
    return Side.RIGHT if _fullness(theirs) > _fullness(mine) else Side.LEFT


def _fullness(value: str) -> tuple[bool, int, bool]:
    """What is written well comes first; a whole birth date says more than a year, twelve digits more than nine, a name
    with marks more than one without."""
    return (not spell(value).faults, len(value), not value.isascii())


def chosen_values(
    standing: PersonView, left: PersonView, right: PersonView, *, chosen: Mapping[str, Side]
) -> dict[str, str]:
    """What the record that stands must be set to, so that it says what was chosen; what it says already is left out.

    What nobody was asked about (group, work, guardian, …) is filled in where only the other record knows it.
    """
    wanted: dict[str, str] = {}
    for field, side in chosen.items():
        source = left if side is Side.LEFT else right
        for name in _TOGETHER.get(field, (field,)):
            wanted[name] = getattr(source, name)
    other = right if standing.id == left.id else left
    for name in _UNASKED:
        wanted[name] = getattr(standing, name) or getattr(other, name)
    if "commune" not in chosen and not standing.commune_code and other.commune == standing.commune:
        wanted |= {name: getattr(other, name) for name in _TOGETHER["commune"] if getattr(other, name)}
    return {name: value for name, value in wanted.items() if value != getattr(standing, name)}
