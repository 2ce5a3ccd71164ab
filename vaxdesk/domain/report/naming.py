"""How reports name things: units, vaccines, groups, people by their numbers; nothing here is a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from vaxdesk.domain.forms import Text
from vaxdesk.domain.products import Schedule
from vaxdesk.domain.report.facts import Attendance, Unit
from vaxdesk.domain.report.table import Said, Words

_GROUPS = frozenset(str(number) for number in range(1, 17))  # QĐ 3355/QĐ-BYT


class Naming(msgspec.Struct, frozen=True, kw_only=True):
    """Names by key."""

    units: dict[str, Unit] = {}
    products: dict[str, Text] = {}

    def unit(self, key: str) -> str:
        """The unit's name; its key when it is not known."""
        found = self.units.get(key)
        return found.name if found else key

    def product(self, code: str) -> Words:
        """The vaccine's short name; a code that the schedule lacks stands for itself."""
        return self.products.get(code, code) if code else Said("report.no_product")

    def order(self, code: str) -> tuple[int, str]:
        """Where a vaccine stands among the lines: as in the schedule, unknown ones last."""
        codes = list(self.products)
        return (codes.index(code) if code in self.products else len(codes) + (not code), code)


def naming(schedule: Schedule, units: Iterable[Unit]) -> Naming:
    """Names of the vaccines in use and of these units."""
    return Naming(units={one.key: one for one in units}, products={one.code: one.short for one in schedule.product})


def group(code: str) -> Words:
    """A priority group with its number."""
    return Said(f"person.group.{code}") if code in _GROUPS else code or Said("report.not_known")


def group_order(code: str) -> tuple[int, int, str]:
    """By number; what is no group of the list after them, those of none last."""
    return (0, int(code), "") if code in _GROUPS else (1 if code else 2, 0, code)


def person(row: Attendance, units: Mapping[str, Unit] | None = None) -> Words:
    """A person by number in the queue and row of the list, never by name; with the unit where there are several."""
    key = "report.who.both" if row.no and row.row else "report.who.no" if row.no else "report.who.row"
    said = Said(key if row.no or row.row else "report.who.neither", {"no": row.no, "row": row.row})
    if units is None or len(units) < 2:
        return said
    return Said("report.who.at", {"who": said, "unit": units[row.unit].name if row.unit in units else row.unit})
