"""A report as a DHIS2 data value set: the JSON that `POST /api/dataValueSets` takes.

Which data element a column is, which category option combination a vaccine, which organisation unit a unit: all that
is data of `resources/reports/dhis2.toml`, which a district fills with the identifiers of its own DHIS2. A unit without
an entry goes under its code, and the set then says that units are meant by code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from vaxdesk.domain.report.naming import Naming
from vaxdesk.domain.report.table import Grid, Line, Rank, Report, ReportKind

_UID = re.compile(r"[A-Za-z][A-Za-z0-9]{10}")


class NotMapped(ValueError):
    """A report that the mapping has no data set for."""


class SetMapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of a report: data set, table, length of its periods (day, month), data element by column."""

    data_set: str
    table: str
    period: str
    element: dict[str, str]


class Mapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file; `combination` by vaccine or group, `default_combination` for what has none of its own."""

    default_combination: str
    combination: dict[str, str] = {}
    unit: dict[str, str] = {}
    report: dict[str, SetMapping] = {}


def load_mapping(text: str) -> Mapping:
    """The data file.

    Raises:
        msgspec.DecodeError: no TOML, or not of this shape.
    """
    return msgspec.toml.decode(text, type=Mapping)


def bad_identifiers(mapping: Mapping) -> list[str]:
    """What is written where an identifier of DHIS2 belongs and is none (a letter, ten letters or digits)."""
    given = [mapping.default_combination, *mapping.combination.values(), *mapping.unit.values()]
    for one in mapping.report.values():
        given += [one.data_set, *one.element.values()]
    return sorted({text for text in given if not _UID.fullmatch(text)})


def mapped(mapping: Mapping, kind: ReportKind) -> bool:
    """Whether a report can be given as a data value set."""
    return kind.value in mapping.report


def value_set(report: Report, mapping: Mapping, names: Naming, *, unit: str) -> dict[str, Any]:
    """The data value set; lines that sum others are left out, DHIS2 sums by itself.

    Args:
        unit: key of the unit for lines that name none.

    Raises:
        NotMapped: no data set for this report.
    """
    found = mapping.report.get(report.kind.value)
    if found is None or found.table not in {one.key for one in report.grids}:
        raise NotMapped(report.kind.value)
    table = next(one for one in report.grids if one.key == found.table)
    lines = [line for line in table.lines if line.rank is Rank.PLAIN]
    by_code = any(_org(line, mapping, names, unit)[1] for line in lines)
    sums: dict[tuple[str, str, str], int] = {}
    for line in lines:
        for key, value in _values(table, line, found, mapping, names, unit, by_code=by_code):
            sums[key] = sums.get(key, 0) + value  # several lots of a vaccine have one place there
    values = [
        {"dataElement": element, "orgUnit": org, "categoryOptionCombo": combination, "value": str(value)}
        for (element, org, combination), value in sums.items()
    ]
    made = {"dataSet": found.data_set, "period": _period(found.period, report.until), "dataValues": values}
    return {**made, "orgUnitIdScheme": "CODE"} if by_code else made


def _values(
    table: Grid, line: Line, found: SetMapping, mapping: Mapping, names: Naming, unit: str, *, by_code: bool
) -> Iterator[tuple[tuple[str, str, str], int]]:
    code, _ = _org(line, mapping, names, unit)
    org = names.units[line.dims.get("unit", unit)].code.rpartition(":")[2] if by_code else code
    of = line.dims.get("product", line.dims.get("group", line.dims.get("value", "")))
    combination = mapping.combination.get(of, mapping.default_combination)
    for key, element in found.element.items():
        value = table.value(line, key)
        if isinstance(value, int):
            yield (element, org, combination), value


def _org(line: Line, mapping: Mapping, names: Naming, unit: str) -> tuple[str, bool]:
    """The organisation unit, and whether only its code is known."""
    code = names.units[line.dims.get("unit", unit)].code
    return (mapping.unit[code], False) if code in mapping.unit else (code, True)


def _period(length: str, day: str) -> str:
    """`20261127` for a day, `202611` for a month: the period in which the report ends."""
    plain = day.replace("-", "")
    return plain if length == "day" else plain[:6]
