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
_DOSED = (
    sa.select(person.c.canon)
    .join(event, event.c.person == person.c.id)
    .where(event.c.kind.in_(("inject", "history")), event.c.voided == 0)
)


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a list; `plan` and `roster` are references or empty."""

    id: str
    person: str
    day: str
    slot: str
    plan: str
    roster: str
    row: int
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
            voided=bool(row["voided"]),
        )
        for row in conn.execute(query, {"ids": [names.known(one) for one in references]}).mappings()
    )


def everyone(conn: sa.Connection, names: LogNames, *, group: str = "") -> Iterator[PersonView]:
    """Everybody once, or a priority group; whoever the law had erased has no name and is not among them."""
    query = _STANDING.where(person.c.grp == group) if group else _STANDING
    for row in conn.execute(query.execution_options(yield_per=5000)):
        yield people.view(names, row)


def with_doses(conn: sa.Connection, names: LogNames) -> tuple[PersonView, ...]:
    """Everybody of whom a dose is known, once."""
    return tuple(people.view(names, row) for row in conn.execute(_STANDING.where(person.c.id.in_(_DOSED))))
