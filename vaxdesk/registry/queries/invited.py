"""Lines of lists as planning looks at them, and people to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.payloads import PERSON_FIELDS
from vaxdesk.domain.views import PersonView
from vaxdesk.registry import bulk
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import people
from vaxdesk.registry.tables import appt, event, person

_STANDING = sa.select(person.c.id, person.c.voided, *[person.c[name] for name in PERSON_FIELDS]).where(
    person.c.voided == 0, person.c.id == person.c.canon, person.c.name != ""
)
_record = sa.alias(person)
_DOSED = (  # of one person at a time: a block is no reason to look through the doses of everybody
    sa.select(sa.literal(1))
    .select_from(_record.join(event, event.c.person == _record.c.id))
    .where(_record.c.canon == person.c.id, event.c.kind.in_(("inject", "history")), event.c.voided == 0)
    .correlate(person)
    .exists()
)


BLOCK = 2000


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a list; `plan` and `roster` are references or empty."""

    id: str
    person: str
    day: str
    slot: str
    plan: str
    roster: str
    row: int
    product: str
    voided: bool


def lines(conn: sa.Connection, names: LogNames, references: Iterable[str]) -> tuple[Line, ...]:
    """Some lines, in the order of their slots and then as they were written."""
    query = sa.select(appt).where(bulk.among(appt.c.id, "ids")).order_by(appt.c.slot, appt.c.id)
    return tuple(
        Line(
            id=names.ref(row["id"]),
            person=names.ref(row["person"]),
            day=row["day"],
            slot=row["slot"],
            plan=names.ref(row["plan"]),
            roster=names.ref(row["roster"]),
            row=row["row"],
            product=row["product"],
            voided=bool(row["voided"]),
        )
        for row in conn.execute(query, {"ids": [names.known(one) for one in references]}).mappings()
    )


def everyone(
    conn: sa.Connection, names: LogNames, *, group: str = "", dosed: bool = False
) -> Iterator[list[PersonView]]:
    """Everybody once, block by block, so that no more are held than one block has.

    Whoever the law had erased has no name and is not among them.

    Args:
        group: only a priority group.
        dosed: only those of whom a dose is known.
    """
    query = _STANDING.where(person.c.id > sa.bindparam("after")).order_by(person.c.id).limit(BLOCK)
    if group:
        query = query.where(person.c.grp == group)
    if dosed:
        query = query.where(_DOSED)
    after = -1
    while rows := conn.execute(query, {"after": after}).all():
        yield [people.view(names, row) for row in rows]
        after = rows[-1].id
