"""Unit codes brought into order: code, scheme and name as written are held against the lists of both schemes.

Nothing is guessed: what the lists leave open comes back with the units that it may be, for people to choose.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.names import clean, fold
from vaxdesk.domain.payloads import UnitMap
from vaxdesk.domain.places.communes import Commune, Communes, bare_commune, name_keys
from vaxdesk.domain.units import Scheme, Units

UNIT_FIELDS = ("province", "province_code", "district", "district_code", "commune", "commune_code", "scheme")


class UnitFinding(StrEnum):
    """What holding a written unit against the lists came to."""

    WORDS = nonmember("places.unit")

    FITS = "fits"
    EMPTY = "empty"  # no commune written at all
    OPEN = "open"  # one name, or one code, under both schemes, and nothing tells which
    AMBIGUOUS = "ambiguous"  # several communes of that name
    NAME_DIFFERS = "name_differs"  # the code says another name than the text
    CODE_UNKNOWN = "code_unknown"
    NAME_UNKNOWN = "name_unknown"


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """A unit as people, facilities and areas carry it: names as written, codes with their scheme."""

    province: str = ""
    province_code: str = ""
    district: str = ""
    district_code: str = ""
    commune: str = ""
    commune_code: str = ""
    scheme: str = ""


class Judged(msgspec.Struct, frozen=True):
    """A unit with what is known for sure filled in, what was found, and what it may be where people must choose."""

    unit: Placed
    finding: UnitFinding
    candidates: tuple[Commune, ...] = ()


def judge(written: Placed, *, provinces: Units, communes: Communes) -> Judged:
    """Holds a written unit against both lists; names stay as they were written, empty ones are filled in."""
    unit = msgspec.structs.replace(written, **{name: clean(getattr(written, name)) for name in UNIT_FIELDS})
    if not unit.commune and not unit.commune_code:
        return Judged(unit, UnitFinding.EMPTY)
    schemes = _schemes(unit)
    if unit.commune_code:
        return _by_code(unit, schemes, provinces, communes)
    return _by_name(unit, schemes, provinces, communes)


def placed_in(commune: Commune, provinces: Units, *, like: Placed | None = None) -> Placed:
    """The unit of a commune; names written in `like` stay as they are written there."""
    held = like or Placed()
    province = provinces.find(commune.scheme, code=commune.province_code)
    return Placed(
        province=held.province or (province.name if province else ""),
        province_code=commune.province_code,
        district=held.district or commune.district,
        district_code=commune.district_code,
        commune=held.commune or commune.name,
        commune_code=commune.code,
        scheme=commune.scheme.value,
    )


def _schemes(unit: Placed) -> tuple[Scheme, ...]:
    """The schemes that a unit may be of, likelier first: a district means before 07/2025."""
    if unit.scheme in tuple(Scheme):
        return (Scheme(unit.scheme),)
    return (Scheme.OLD,) if unit.district or unit.district_code else (Scheme.NEW, Scheme.OLD)


def _by_code(unit: Placed, schemes: Sequence[Scheme], provinces: Units, communes: Communes) -> Judged:
    known = [one for scheme in schemes if (one := communes.of_code(unit.commune_code, scheme))]
    found = [one for one in known if _in_province(one, unit, provinces)]
    if not found:
        finding = UnitFinding.NAME_DIFFERS if known else UnitFinding.CODE_UNKNOWN
        return Judged(unit, finding, (*known, *_named(unit, schemes, provinces, communes)))
    if not unit.commune:
        if len(found) > 1 and fold(found[0].name) != fold(found[1].name):
            return Judged(unit, UnitFinding.OPEN, tuple(found))
        return _fits(unit, found[0], provinces)
    same = [one for one in found if is_name_of(one, unit.commune)]
    if same:
        return _fits(unit, same[0], provinces)
    others = [one for one in _named(unit, schemes, provinces, communes) if one not in found]
    return Judged(unit, UnitFinding.NAME_DIFFERS, (*found, *others))


def _by_name(unit: Placed, schemes: Sequence[Scheme], provinces: Units, communes: Communes) -> Judged:
    found = _named(unit, schemes, provinces, communes)
    if not found:
        return Judged(unit, UnitFinding.NAME_UNKNOWN)
    if len(found) == 1:
        return _fits(unit, found[0], provinces)
    several = any(sum(one.scheme is scheme for one in found) > 1 for scheme in schemes)
    return Judged(unit, UnitFinding.AMBIGUOUS if several else UnitFinding.OPEN, found)


def _named(unit: Placed, schemes: Sequence[Scheme], provinces: Units, communes: Communes) -> tuple[Commune, ...]:
    found: list[Commune] = []
    for scheme in schemes:
        province = provinces.find(scheme, code=unit.province_code, name=unit.province)
        if province and unit.commune:
            found += communes.named(unit.commune, province_code=province.code, scheme=scheme, district=unit.district)
    return tuple(found)


def _in_province(one: Commune, unit: Placed, provinces: Units) -> bool:
    """Whether a commune lies in the province that is written, where one is."""
    if not unit.province and not unit.province_code:
        return True
    province = provinces.find(one.scheme, code=unit.province_code, name=unit.province)
    return province is not None and province.code == one.province_code


def _fits(unit: Placed, commune: Commune, provinces: Units) -> Judged:
    return Judged(placed_in(commune, provinces, like=unit), UnitFinding.FITS)


def is_name_of(commune: Commune, written: str) -> bool:
    """Whether a written name may be that of a commune, its kind, case and marks left out."""
    return bare_commune(commune.name) in name_keys(written)


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """An old commune, the new ones that it may have become, and which of them was chosen last time.

    `needed` says whether people have to choose; `chosen` is the code that is proposed, empty for none.
    """

    old: Commune
    candidates: tuple[Commune, ...]
    chosen: str = ""

    @property
    def needed(self) -> bool:
        """More than one commune came of the old one."""
        return len(self.candidates) > 1


class OldCommune(msgspec.Struct, frozen=True, kw_only=True):
    """A commune of 2021 in which people are written: what it became, and what was chosen before.

    `choice` is None for a code that is not on the list of 2021; `maps` are the choices made, with their references.
    """

    code: str
    people: int
    choice: Choice | None = None
    maps: tuple[tuple[str, UnitMap], ...] = ()

    @property
    def needs_choice(self) -> bool:
        """Whether people must say which new commune it is, and have not for all of it."""
        whole = any(not one.area for _, one in self.maps)
        return self.choice is not None and self.choice.needed and not whole


def choice_of(
    code: str, *, communes: Communes, remembered: Iterable[UnitMap] = (), address: str = ""
) -> Choice | None:
    """What an old commune became; None for a code that is not of the scheme 2021.

    Args:
        remembered: choices made before, the newest last. One for a part of the commune (`area`) holds for addresses
            that name the part, and goes before one for the whole.
        address: detail of the address that is to be placed.
    """
    old = communes.of_code(code, Scheme.OLD)
    if old is None:
        return None
    candidates = communes.successors(old.code)
    known = {one.code for one in candidates}
    maps = [one for one in remembered if one.from_code == old.code and one.to_code in known]
    fitting = sorted((one for one in maps if in_area(address, one.area)), key=lambda one: len(fold(one.area)))
    chosen = fitting[-1].to_code if fitting else ""
    if len(candidates) == 1:
        chosen = candidates[0].code
    return Choice(old=old, candidates=candidates, chosen=chosen)


def in_area(address: str, area: str) -> bool:
    """Whether an address names a part of a commune; every address lies in the whole of it (an empty area)."""
    words, wanted = f" {fold(address)} ", fold(area)
    return not wanted or f" {wanted} " in words
