"""What the page of facilities, areas, staff, units and safety shows."""

from __future__ import annotations

from enum import StrEnum, nonmember
from typing import Any

import msgspec

from vaxdesk.domain.names import fold
from vaxdesk.domain.places.checklist import Part, Safety
from vaxdesk.domain.places.matching import Fate, PlaceRow
from vaxdesk.domain.places.records import PlaceRecord, What
from vaxdesk.domain.places.units import OldCommune
from vaxdesk.domain.places.views import CheckedList, Resident


class Tab(StrEnum):
    """The parts of the page."""

    WORDS = nonmember("places_page.tab")

    FACILITY = "facility"
    AREA = "area"
    STAFF = "staff"
    UNITS = "units"
    SAFETY = "safety"


LISTS = {Tab.FACILITY: What.FACILITY, Tab.AREA: What.AREA, Tab.STAFF: What.STAFF}


class Filling(msgspec.Struct, frozen=True, kw_only=True):
    """A record in the form: `judged` says what is wrong, `row` is its row of an import, 0 for one of the list."""

    record: PlaceRecord
    judged: PlaceRow | None = None
    row: int = 0


class Importing(msgspec.Struct, frozen=True, kw_only=True):
    """A list that was read and judged; `looked` goes back to the ports. `taken` is how many came in, -1 before."""

    file: str
    what: What
    rows: tuple[PlaceRow, ...]
    looked: Any = None
    fate: Fate | None = None
    taken: int = -1

    @property
    def to_take(self) -> int:
        """How many rows can be taken in."""
        return sum(row.fate in (Fate.TAKEN, Fate.LOOK) for row in self.rows)

    @property
    def shown(self) -> tuple[PlaceRow, ...]:
        """Rows of the chosen fate, or all."""
        return tuple(row for row in self.rows if self.fate in (None, row.fate))


class ListsState(msgspec.Struct, frozen=True, kw_only=True):
    """The three lists: `rows` are all records with what is odd about them; `searched` is what is typed."""

    what: What = What.FACILITY
    busy: bool = False
    rows: tuple[PlaceRow, ...] = ()
    searched: str = ""
    filling: Filling | None = None
    importing: Importing | None = None
    refused: str = ""  # key of the sentence why a file was not read
    may_keep: bool = True

    @property
    def shown(self) -> tuple[PlaceRow, ...]:
        """The rows of the list that have what is typed in one of their fields, marks left out."""
        wanted = fold(self.searched)
        mine = (row for row in self.rows if row.record.what is self.what)
        return tuple(row for row in mine if wanted in fold(" ".join(row.record.values.values())))


class UnitsState(msgspec.Struct, frozen=True, kw_only=True):
    """Old communes, the one that is looked at with its people, and what is being chosen for it."""

    busy: bool = False
    communes: tuple[OldCommune, ...] = ()
    at: str = ""
    people: tuple[Resident, ...] = ()
    chosen: str = ""
    area: str = ""
    basis: str = ""

    @property
    def current(self) -> OldCommune | None:
        """The commune that is looked at."""
        return next((one for one in self.communes if one.code == self.at), None)


class SafetyState(msgspec.Struct, frozen=True, kw_only=True):
    """How the self-assessment stands, the part being filled in, and a filled-in list being looked at."""

    busy: bool = False
    safety: Safety | None = None
    part: Part | None = None
    answers: dict[str, str] = {}
    notes: dict[str, str] = {}
    seen: CheckedList | None = None
