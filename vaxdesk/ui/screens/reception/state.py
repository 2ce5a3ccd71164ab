"""What reception shows: a list at the left, and one panel at the right."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from vaxdesk.domain.identity import Arrival, Found, Presence
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.scans import Scan
from vaxdesk.domain.views import PersonView


class Panel(StrEnum):
    """What the right side is about."""

    IDLE = "idle"  # nobody yet
    PERSON = "person"  # one person, `found`
    CHOOSE = "choose"  # several may be meant, nobody is highlighted yet
    NOBODY = "nobody"  # the search or the code finds nobody here
    UNREAD = "unread"  # the code names nobody
    ARRIVED = "arrived"  # just received, `arrival`
    FORM = "form"  # registration of a walk-in


class People(StrEnum):
    """What the list at the left holds; the value is the key of its heading."""

    LATELY = "lately"
    RESULTS = "results"
    CANDIDATES = "candidates"
    SIMILAR = "similar"


class ReceptionState(msgspec.Struct, frozen=True, kw_only=True):
    """`at` is the highlighted row of the list, -1 for none; `taken` are fields of the card that go into the record;
    `draft` is what a registration would begin with."""

    panel: Panel = Panel.IDLE
    busy: bool = False
    today: str = ""
    now: int = 0
    next_screen: str = ""
    people: People = People.LATELY
    rows: tuple[Presence, ...] = ()
    at: int = -1
    query: str = ""
    settled: bool = True
    found: Found | None = None
    taken: frozenset[str] = frozenset()
    guardian: bool = False
    scan: Scan | None = None
    refused: Refused | None = None
    arrival: Arrival | None = None
    arrived: PersonView | None = None
    draft: Person = Person(name="")
    hides: bool = False  # nobody was found, perhaps because older records are hidden

    @property
    def highlighted(self) -> Presence | None:
        """The row of the list under the cursor."""
        return self.rows[self.at] if 0 <= self.at < len(self.rows) else None

    @property
    def takeable(self) -> frozenset[str]:
        """Fields of the card that may go into the record."""
        return frozenset(one.field for one in self.found.differences if one.values) if self.found else frozenset()

    def place_of(self, person: str) -> int:
        """Row of a person in the list, -1 when there is none."""
        return next((at for at, one in enumerate(self.rows) if one.person.id == person), -1)
