"""Communes under both schemes, by code and by name, and which new ones an old one went into (facts 7.3).

The list is long and most runs of the program never ask for it, so it is read when it is first asked, and names are
folded for one province at a time.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import msgspec

from vaxdesk.domain.names import clean, fold
from vaxdesk.domain.units import Scheme

_WRITTEN_KIND = re.compile(r"(?:xã|phường|thị trấn|đặc khu|huyện đảo|tt\.|p\.|x\.)\s*", re.IGNORECASE)
_FOLDED_KIND = re.compile(r"(?:xa|phuong|thi tran|dac khu|tt|p|x) (?=.)")
_FOLDED_DISTRICT = re.compile(r"(?:huyen dao|huyen|quan|thi xa|thanh pho|tx|tp|h|q) (?=.)")


class Commune(msgspec.Struct, frozen=True, kw_only=True):
    """A commune, ward or township under a scheme. A district is empty under the scheme that has none."""

    code: str
    scheme: Scheme
    name: str
    province_code: str
    district_code: str = ""
    district: str = ""


class Communes:
    """All communes of both schemes.

    Args:
        text: of `resources/units/communes.tsv`.
    """

    def __init__(self, text: str) -> None:
        self._districts: dict[str, tuple[str, str]] = {}  # code -> province, name
        self._old: dict[str, tuple[str, str]] = {}  # code -> district, name
        self._new: dict[str, tuple[str, str, str]] = {}  # code -> province, name, sources
        for line in text.splitlines():
            kind, _, rest = line.partition("\t")
            if kind == "O":
                above, code, name = rest.split("\t")
                self._old[code] = (above, name)
            elif kind == "N":
                above, code, name, sources = rest.split("\t")
                self._new[code] = (above, name, sources)
            elif kind == "D":
                above, code, name = rest.split("\t")
                self._districts[code] = (above, name)
        self._into: dict[str, list[str]] | None = None
        self._named: dict[tuple[Scheme, str], dict[str, list[str]]] = {}

    def of_code(self, code: str, scheme: Scheme) -> Commune | None:
        """The commune of a code under a scheme, zeros at its front restored."""
        full = code.zfill(5)
        if scheme is Scheme.NEW:
            found = self._new.get(full)
            return Commune(code=full, scheme=scheme, name=found[1], province_code=found[0]) if found else None
        place = self._old.get(full)
        return self._old_one(full, *place) if place else None

    def named(self, name: str, *, province_code: str, scheme: Scheme, district: str = "") -> tuple[Commune, ...]:
        """Communes of a province that a written name may mean; of those that differ in kind alone the one it names.

        Args:
            district: as written, to tell old communes of one name apart; a district that is not known tells nothing.
        """
        index = self._index(scheme, province_code.zfill(2))
        codes = dict.fromkeys(code for key in name_keys(name) for code in index.get(key, ()))
        found = [one for code in codes if (one := self.of_code(code, scheme))]
        if district:
            key = bare_district(district)
            found = [one for one in found if bare_district(one.district) == key] or found
        exact = [one for one in found if fold(one.name) == fold(name)]
        return tuple(exact or found)

    def successors(self, old_code: str) -> tuple[Commune, ...]:
        """Communes of 2025-07 that an old commune, or a district without communes, went into, in whole or in part."""
        if self._into is None:
            self._into = defaultdict(list)
            for code, (_, _, sources) in self._new.items():
                for source in sources.split():
                    self._into[source].append(code)
        full = old_code.zfill(5)
        if full not in self._old:
            full = old_code
        found = (self.of_code(code, Scheme.NEW) for code in self._into.get(full, ()))
        return tuple(one for one in found if one)

    def predecessors(self, new_code: str) -> tuple[Commune, ...]:
        """Old communes that a commune of 2025-07 was made of, in whole or in part."""
        _, _, sources = self._new.get(new_code.zfill(5), ("", "", ""))
        return tuple(one for code in sources.split() if (one := self.of_code(code, Scheme.OLD)))

    def search(self, text: str, *, limit: int = 50) -> tuple[Commune, ...]:
        """Communes of both schemes of that code, or whose name begins so; those of exactly that name come first."""
        code = text.strip()
        if code.isdecimal():
            found = (self.of_code(code, scheme) for scheme in (Scheme.NEW, Scheme.OLD))
            return tuple(one for one in found if one)
        for wanted in filter(None, name_keys(text)):
            found = [one for one in self._all() if bare_commune(one.name).startswith(wanted)]
            if found:
                exactly = sorted(found, key=lambda one: bare_commune(one.name) != wanted)
                return tuple(exactly[:limit])
        return ()

    def _all(self) -> Iterator[Commune]:
        for scheme, codes in ((Scheme.NEW, self._new), (Scheme.OLD, self._old)):
            yield from filter(None, (self.of_code(code, scheme) for code in codes))

    def _old_one(self, code: str, district_code: str, name: str) -> Commune:
        province, district = self._districts[district_code]
        return Commune(code=code, scheme=Scheme.OLD, name=name, province_code=province, district_code=district_code,
                       district=district)

    def _index(self, scheme: Scheme, province: str) -> dict[str, list[str]]:
        """Codes of a province's communes by folded name without the word for their kind."""
        if (scheme, province) not in self._named:
            index: dict[str, list[str]] = defaultdict(list)
            for code, name in self._of_province(scheme, province):
                index[bare_commune(name)].append(code)
            self._named[scheme, province] = dict(index)
        return self._named[scheme, province]

    def _of_province(self, scheme: Scheme, province: str) -> Iterator[tuple[str, str]]:
        if scheme is Scheme.NEW:
            return ((code, name) for code, (above, name, _) in self._new.items() if above == province)
        inside = {code for code, (above, _) in self._districts.items() if above == province}
        return ((code, name) for code, (district, name) in self._old.items() if district in inside)


def bare_commune(name: str) -> str:
    """Folded name of a commune without the word for its kind as written with its marks: `Xã Xà Hồ` is `xa ho`."""
    rest = fold(_WRITTEN_KIND.sub("", clean(name), count=1) if _WRITTEN_KIND.match(clean(name)) else name)
    return str(int(rest)) if rest.isdecimal() else rest


def bare_district(name: str) -> str:
    """Folded name of a district without the word for its kind."""
    rest = _FOLDED_DISTRICT.sub("", fold(name), count=1)
    return str(int(rest)) if rest.isdecimal() else rest


def name_keys(name: str) -> tuple[str, ...]:
    """What a written name may be looked up by: without its kind, and as it is where the kind was typed without marks.

    `XA XA HO` and `Xa Ho` may both mean Xã Xà Hồ, so both readings are tried.
    """
    bare = bare_commune(name)
    stripped = _FOLDED_KIND.sub("", bare, count=1) if bare == fold(name) else bare
    stripped = str(int(stripped)) if stripped.isdecimal() else stripped
    return tuple(dict.fromkeys((bare, stripped)))

