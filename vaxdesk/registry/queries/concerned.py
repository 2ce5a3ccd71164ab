"""Whom some entries concern: the records that they are, or that their steps, doses and corrections are about."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from vaxdesk.registry import bulk
from vaxdesk.registry.tables import change, event, person

_PERSONS = sa.select(person.c.id).where(bulk.among(person.c.id, "ids"))
_OF_EVENTS = sa.select(event.c.person).where(bulk.among(event.c.id, "ids")).distinct()
_OF_CHANGES = sa.select(change.c.obj).where(bulk.among(change.c.id, "ids")).distinct()


def people_of(conn: sa.Connection, ids: Collection[int]) -> list[int]:
    """Surrogates of the records, in order; none twice."""
    if not ids:
        return []
    changed = conn.execute(_OF_CHANGES, {"ids": list(ids)}).scalars()
    every = {"ids": [*ids, *changed]}
    return sorted({*conn.execute(_PERSONS, every).scalars(), *conn.execute(_OF_EVENTS, every).scalars()})
