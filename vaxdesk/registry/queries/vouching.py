"""Doses given at this unit on a day, and the papers that people were given: for the site's signature."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from vaxdesk.registry import bulk
from vaxdesk.registry.tables import IS_CERT, event

_HERE = (event.c.kind == "inject", event.c.origin == "")
_OF_DAY = sa.select(event.c.person, event.c.id, event.c.voided).where(event.c.day == sa.bindparam("day"), *_HERE)
_DAYS = (
    sa.select(event.c.day)
    .where(event.c.day >= sa.bindparam("first"), event.c.day <= sa.bindparam("last"), *_HERE)
    .distinct()
    .order_by(event.c.day.desc())
)
_SLIPS = (
    sa.select(event.c.person, event.c.id)
    .where(bulk.among(event.c.person, "ids"), IS_CERT, event.c.voided == 0)
    .order_by(event.c.stamp, event.c.h)
)


def given_on(conn: sa.Connection, day: str) -> dict[int, dict[int, bool]]:
    """By record of a person: doses given here on a day, and whether each still stands."""
    found: dict[int, dict[int, bool]] = {}
    for row in conn.execute(_OF_DAY, {"day": day}):
        found.setdefault(row.person, {})[row.id] = not row.voided
    return found


def days(conn: sa.Connection, *, first: str, last: str) -> list[str]:
    """ISO days on which doses were given here, the newest first."""
    return list(conn.execute(_DAYS, {"first": first, "last": last}).scalars())


def slips(conn: sa.Connection, people: Collection[int]) -> dict[int, int]:
    """The newest paper that each of these records was given; who has none is left out."""
    return {row.person: row.id for row in conn.execute(_SLIPS, {"ids": list(people)})} if people else {}
