"""How to reach and place a person: telephone, priority group, work, address and administrative units."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from vaxdesk.domain.documents import normalise_phone
from vaxdesk.domain.heading_words import Field
from vaxdesk.domain.names import fold, title
from vaxdesk.domain.places.communes import Communes
from vaxdesk.domain.places.units import Placed, UnitFinding, judge
from vaxdesk.domain.roster import RowWarning
from vaxdesk.domain.roster_line import Line
from vaxdesk.domain.units import Scheme, Units

_GROUPS = range(1, 17)  # QĐ 3355/QĐ-BYT
_GROUP = re.compile(r"(?:nhom |doi tuong |nhom doi tuong )?(\d{1,2})(?: .*)?")
_DIGITS = re.compile(r"\d")
_PARTS = ("province", "province_code", "district", "district_code", "commune", "commune_code", "scheme")
_COMMUNE_CODE = _PARTS.index("commune_code")
_MOST_NAMED = 3  # units that a warning names


class Place(NamedTuple):
    """Where a person lives: units as (name, code) under a scheme, and the rest of the address."""

    province: str
    province_code: str
    district: str
    district_code: str
    commune: str
    commune_code: str
    scheme: str
    address: str


def phone_of(line: Line, field: Field = Field.PHONE) -> tuple[str, str]:
    """The first number of a cell, and the cell's text where it holds more than that number."""
    text = line.filled(field)
    if not text:
        return "", ""
    number = normalise_phone(text) or next(filter(None, map(normalise_phone, text.split())), None)
    if number is None:
        line.warn(RowWarning.PHONE_UNREADABLE, line.column(field), text)
        return "", text
    if len(_DIGITS.findall(text)) > len(number) + 4:
        line.warn(RowWarning.PHONE_SECOND, line.column(field), text)
        return number, text
    return number, ""


def group_of(line: Line) -> str:
    """Priority group `1` to `16`, empty when there is none or it cannot be read."""
    text = line.text(Field.GROUP)
    if not text:
        return ""
    found = _GROUP.fullmatch(text if text.isdigit() else fold(text))
    if found and int(found[1]) in _GROUPS:
        return str(int(found[1]))
    line.warn(RowWarning.GROUP_UNKNOWN, line.column(Field.GROUP), text)
    return ""


def placer(units: Units, communes: Communes | None = None) -> Callable[[Line], Place]:
    """Reader of addresses that remembers the units it has already looked up: a list repeats them.

    Args:
        communes: against which codes of communes are held; None: they are taken as they are written.
    """

    @lru_cache(maxsize=4096)
    def units_of(written: tuple[str, ...]) -> tuple[tuple[str, ...], bool, tuple[RowWarning, str] | None]:
        placed, known = _placed(units, *written)
        if communes is None or not placed[_COMMUNE_CODE] or not known:
            return placed, known, None
        return _held_against(Placed(**dict(zip(_PARTS, placed, strict=True))), units, communes)

    def place_of(line: Line) -> Place:
        names = (line.text(Field.PROVINCE), line.text(Field.DISTRICT), line.text(Field.COMMUNE))
        codes = (line.text(Field.PROVINCE_CODE), line.text(Field.DISTRICT_CODE), line.text(Field.COMMUNE_CODE))
        placed, known, odd = units_of((*names, *codes))
        if not known:
            column = line.column(Field.PROVINCE_CODE if codes[0] else Field.PROVINCE)
            line.warn(RowWarning.UNIT_UNKNOWN, column, codes[0] or names[0])
        if odd is not None:
            what, other = odd
            line.warn(what, line.column(Field.COMMUNE_CODE), f"{codes[2]} {names[2]}".strip(), other=other)
        parts = dict.fromkeys(part for part in (line.text(Field.ADDRESS), line.text(Field.AREA)) if part)
        return Place(*placed, address=", ".join(parts))

    return place_of


def _held_against(
    written: Placed, units: Units, communes: Communes
) -> tuple[tuple[str, ...], bool, tuple[RowWarning, str] | None]:
    """A unit with its code held against the lists: the scheme follows from it, or what is odd about it is told."""
    found = judge(written, provinces=units, communes=communes)
    placed = tuple(getattr(found.unit, part) for part in _PARTS)
    if found.finding is UnitFinding.NAME_DIFFERS:
        said = ", ".join(f"{one.name} ({one.code}, {one.scheme.value})" for one in found.candidates[:_MOST_NAMED])
        return placed, True, (RowWarning.COMMUNE_DIFFERS, said)
    if found.finding is UnitFinding.CODE_UNKNOWN:
        return placed, True, (RowWarning.COMMUNE_UNKNOWN, "")
    return placed, True, None


def _placed(units: Units, *written: str) -> tuple[tuple[str, ...], bool]:
    province, district, commune = map(title, written[:3])
    widths = zip(written[3:], (2, 3, 5), strict=True)
    code, district_code, commune_code = (c.zfill(width) if c.isdigit() else c for c, width in widths)
    has_district = bool(district or district_code)
    schemes = _schemes(units, province, code, has_district=has_district)
    found = units.find(schemes[0], code=code, name=province) if schemes else None
    sure = found is not None and (len(schemes) == 1 or bool(code or commune_code))
    scheme = str(Scheme.OLD) if has_district else str(schemes[0]) if sure else ""
    if found is not None:
        province, code = province or found.name, code or (found.code if scheme else "")
    known = found is not None or not (province or code)
    return (province, code, district, district_code, commune, commune_code, scheme), known


def _schemes(units: Units, province: str, code: str, *, has_district: bool) -> list[Scheme]:
    """The schemes that the units may be of, likelier first: a district means before 07/2025, none means since."""
    order = [Scheme.OLD] if has_district else [Scheme.NEW, Scheme.OLD]
    return [scheme for scheme in order if units.find(scheme, code=code, name=province)]
