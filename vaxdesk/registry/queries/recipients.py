"""All recipients one after the other, for cleaning: each person once, as the record that stands for them says."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from vaxdesk.domain.payloads import PERSON_FIELDS, Person
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables import person

_STANDING = sa.and_(person.c.voided == 0, person.c.canon == person.c.id)
_ALL = sa.select(person.c.id, *[person.c[name] for name in PERSON_FIELDS]).where(_STANDING).order_by(person.c.id)
_TWICE = (
    sa.select(person.c.doc)
    .where(person.c.doc != "", person.c.voided == 0)
    .group_by(person.c.doc)
    .having(sa.func.count(sa.distinct(person.c.canon)) > 1)
)
_STREAM = {"yield_per": 2000}


def everyone(conn: sa.Connection, names: LogNames) -> Iterator[tuple[str, Person]]:
    """Reference and record of each person, in the order of entry."""
    for row in conn.execute(_ALL, execution_options=_STREAM):
        yield names.ref(row.id), Person(**dict(zip(PERSON_FIELDS, row[1:], strict=True)))


def documents_of_several(conn: sa.Connection) -> frozenset[str]:
    """Numbers that more than one person carries."""
    return frozenset(conn.execute(_TWICE).scalars())


def carriers(conn: sa.Connection, names: LogNames, documents: frozenset[str]) -> dict[str, frozenset[str]]:
    """Who carries each of some numbers: references of the records that stand for them."""
    found: dict[str, frozenset[str]] = {}
    for number in documents:
        query = sa.select(person.c.canon).where(person.c.doc == number, person.c.voided == 0)
        found[number] = frozenset(names.ref(one) for one in conn.execute(query).scalars())
    return found
