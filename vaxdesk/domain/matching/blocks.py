"""Which records are worth comparing: those that share one of these. Each is found in an index of the fold alone."""

from __future__ import annotations

from typing import Protocol

import msgspec

FULL = 10  # letters of a birth date that is known to the day
YEAR = 4
FIRST = "-01-01"


class Blocked(Protocol):
    """What blocks need of a record: a row of the fold."""

    name_fold: str
    dob: str
    doc: str
    bhyt: str
    tel: str
    commune: str


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """What two records share. All `fields` must be known.

    Attributes:
        full: the birth date must be known to the day, and not be the first of January, which is written for a year.
        day: the birth date must be known to the day.
        year: of the birth date the year alone counts.
        told: whether it is an issue by itself when many share it.
        within: the block that finds its pairs, unless too many share that one.
    """

    name: str
    fields: tuple[str, ...]
    full: bool = False
    day: bool = False
    year: bool = False
    told: bool = False
    within: str = ""

    def key(self, one: Blocked) -> tuple[str, ...]:
        """What a record would share; empty when something of it is unknown."""
        dob = one.dob
        if (self.full or self.day) and len(dob) != FULL or self.full and dob.endswith(FIRST):
            return ()
        values = [getattr(one, name) for name in self.fields]
        if not all(values):
            return ()
        if self.year:
            values[self.fields.index("dob")] = dob[:YEAR]
        return tuple(values)


BLOCKS = {
    block.name: block
    for block in (
        Block(name="doc", fields=("doc",), told=True),
        Block(name="bhyt", fields=("bhyt",)),
        Block(name="phone", fields=("tel",)),
        Block(name="born", fields=("name_fold", "dob"), full=True),
        Block(name="birth", fields=("dob", "commune"), full=True),
        Block(name="year", fields=("name_fold", "dob", "commune"), year=True),
        Block(name="tel", fields=("tel", "dob"), day=True, told=True, within="phone"),
        Block(name="name", fields=("name_fold", "dob", "commune"), told=True, within="year"),
    )
}
SURE = ("doc", "born")  # who surely is one person shares a number, or name and day of birth: nothing else need be asked
