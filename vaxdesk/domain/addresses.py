"""Splits an address as cards write it, small to large, into the fields of a person."""

from __future__ import annotations

import re

from vaxdesk.domain.names import clean, fold
from vaxdesk.domain.units import Scheme, Units, bare_name

_COMMUNE = re.compile(r"(?:xa|phuong|dac khu) ")
_KINDS = frozenset(
    ("xa", "phuong", "thi", "tran", "huyen", "quan", "thanh", "pho", "tinh", "tp", "tx", "tt", "thon", "ban", "xom",
     "to", "dan", "lang", "ap", "buon", "khu", "so", "nha", "duong")
)


def split_address(text: str, units: Units) -> dict[str, str]:
    """`adr`, `commune`, `district`, `province`, `province_code`, `scheme` of an address; the rest of the codes empty.

    Four levels or more are of the division with districts, three of that since 01/07/2025, unless the last but one
    calls itself a commune. An address whose last level is no province of that division stays whole in `adr`: half an
    understanding would be worse than none.
    """
    levels = [clean(level) for level in text.split(",") if clean(level)]
    scheme = Scheme.OLD if len(levels) > 3 and not _COMMUNE.match(fold(levels[-2])) else Scheme.NEW
    empty = dict.fromkeys(("commune", "commune_code", "district", "district_code", "province", "province_code"), "")
    found = units.find(scheme, name=levels[-1]) if len(levels) > 2 else None
    if found is None:
        return {"adr": ", ".join(levels), **empty, "scheme": ""}
    below = levels[:-1]
    district = below.pop() if scheme is Scheme.OLD else ""
    commune = below.pop()
    placed = {"commune": commune, "district": district, "province": levels[-1], "province_code": found.code}
    return {"adr": ", ".join(below), **empty, **placed, "scheme": scheme.value}


def same_place(one: str, other: str) -> bool:
    """Whether two written addresses may mean one place: kinds of unit, case and marks left out, one holds the other."""
    mine, theirs = _words(one), _words(other)
    return mine <= theirs or theirs <= mine


def _words(address: str) -> frozenset[str]:
    levels = (bare_name(level) for level in address.split(","))
    return frozenset(word for level in levels for word in fold(level).split()) - _KINDS
