"""Provinces under the two schemes of administrative units; a code is worth nothing without its scheme (facts 7.3)."""

from __future__ import annotations

import re
import tomllib
from enum import StrEnum

import msgspec

from vaxdesk.domain.names import fold

_PREFIX = re.compile(r"^(?:tinh|thanh pho|tp) ")


class Scheme(StrEnum):
    """Which division a unit code is of: 63 provinces with districts, or 34 without."""

    OLD = "2021"
    NEW = "2025-07"


class Province(msgspec.Struct, frozen=True):
    """A province under a scheme; `parts` are the old codes that a new one was made of."""

    code: str
    name: str
    scheme: Scheme
    parts: tuple[str, ...] = ()


class Units(msgspec.Struct, frozen=True):
    """All provinces of both schemes, by code and by folded name without `Tỉnh`, `Thành phố`."""

    by_code: dict[tuple[str, Scheme], Province]
    by_name: dict[tuple[str, Scheme], Province]

    def find(self, scheme: Scheme, *, code: str = "", name: str = "") -> Province | None:
        """The province of a code or a name under a scheme, None when there is none or code and name disagree."""
        coded = self.by_code.get((code.zfill(2), scheme)) if code else None
        named = self.by_name.get((bare_name(name), scheme)) if name else None
        if code and name and named is not coded:
            return None
        return coded or named

    def successor(self, old_code: str) -> Province | None:
        """The province of 2025 that a province of 2021 went into."""
        return next((p for p in self.by_code.values() if p.scheme is Scheme.NEW and old_code in p.parts), None)


def bare_name(name: str) -> str:
    """Folded name of a province without the word for its kind."""
    return _PREFIX.sub("", fold(name))


def read_units(text: str) -> Units:
    """The table from the text of `resources/units/provinces.toml`."""
    table = tomllib.loads(text)
    old = [Province(code, name, Scheme.OLD) for code, name in table[Scheme.OLD].items()]
    new = [Province(c, row["name"], Scheme.NEW, tuple(row["from"])) for c, row in table[Scheme.NEW].items()]
    by_name = {(bare_name(province.name), province.scheme): province for province in old + new}
    for known, *others in table["aliases"]:
        for scheme in Scheme:
            province = by_name.get((bare_name(known), scheme))
            if province:
                by_name |= {(bare_name(other), scheme): province for other in others}
    return Units(by_code={(p.code, p.scheme): p for p in old + new}, by_name=by_name)
